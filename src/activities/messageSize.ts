/** How large a message will be as it travels: what the composer shows beside the limit of its Email queue, and what sending goes by. */

/** Bytes. Files and pictures grow by a third on their way; text stands there twice, for its two forms. */
export const messageSize = (fileBytes: number, htmlLength: number) => Math.ceil(fileBytes * 1.37) + 2 * htmlLength
