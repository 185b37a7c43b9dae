/** All words of the product, each domain's own catalogue side by side; a key that English lacks does not compile. */
import { english as platform } from '#platform/words.ts'

export const english = { ...platform }
