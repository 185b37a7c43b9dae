/** Types of `findPrograms.mjs`. */
export function findChromium(): string | undefined
export function findDovecot(): string | undefined
export function findApt(): string | undefined
