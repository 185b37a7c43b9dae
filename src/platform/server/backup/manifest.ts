/** What a backup says about itself: from which version it is, what it holds, and by what one sees that nothing of it has changed. */
import { z } from 'zod'

const name = z.string().regex(/^[a-z][a-z0-9_]*$/)
const digest = z.string().regex(/^[0-9a-f]{64}$/)

/** A part of a backup: its bytes in the backup and their SHA-256. */
const part = z.strictObject({ size: z.int(), sha256: digest })
const table = part.extend({ name, columns: z.array(name), rows: z.int() })

/** The shape of `manifest.json`, which is written last: without it a backup is not complete. */
export const manifest = z.object({
  format: z.literal(1),
  tessera: z.string(),
  madeAt: z.string(),
  postgres: z.string(),
  /** The folder of its tables and of the list of its files. */
  folder: z.string().regex(/^database-\d{8}T\d{9}Z$/),
  migrations: z.array(z.strictObject({ name: z.string().regex(/^\d{4}_\w+$/), hash: z.string() })),
  tables: z.array(table),
  /** Jobs that were still to be done; null where none were ever kept. */
  jobs: table.nullable(),
  sequences: z.array(z.strictObject({ name, last: z.int(), called: z.boolean() })),
  /** By what the secret key is recognised (hex); null where none was ever used. */
  keyCheck: z.string().nullable(),
  /** Whether the secret key itself is part of the backup. */
  secret: z.boolean(),
  files: part.extend({ count: z.int(), bytes: z.int(), missing: z.int(), damaged: z.int() }),
})
export type Manifest = z.output<typeof manifest>
export type TablePart = z.output<typeof table>

/** Where the parts of a backup lie in it. */
export const memberOf = {
  manifest: 'manifest.json',
  secret: 'secret',
  table: (folder: string, of: string) => `${folder}/${of}.copy.gz`,
  files: (folder: string) => `${folder}/files.txt`,
  file: (hash: string) => `files/${hash.slice(0, 2)}/${hash}`,
}
