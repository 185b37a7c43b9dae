/** A list of ids as a Right or a Team holds them: each once, in their order, so that an unchanged list is no change. */
import { z } from 'zod'

export const ids = z
  .array(z.int().positive())
  .max(10_000)
  .overwrite((list) => [...new Set(list)].toSorted((a, b) => a - b))
