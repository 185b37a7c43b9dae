/** Whether a word that came from outside names an entry of one of our own tables of words. */
export const isKeyOf = <T extends object>(table: T, key: string): key is keyof T & string => Object.hasOwn(table, key)
