/** This installation of Tessera: where it lies and which version it is, whether it runs from its sources or built. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** The folder that holds package.json and the migrations. */
export const installationFolder = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'migrations')) && folder !== dirname(folder)) folder = dirname(folder)
  return folder
})()

/** As in package.json. */
export const version = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(installationFolder, 'package.json'), 'utf8'))).version
