/** The Node that everything else here is written for. This file is read by any Node that knows modules, so it says so in the oldest words. */

/** Ends the process where Node is too old for what follows. */
export function requireNode(version = process.versions.node) {
  const wanted = [20, 19]
  const [major, minor] = version.split('.').map(Number)
  if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) return
  process.stderr.write(
    `Tessera needs Node ${wanted.join('.')} or newer; this is ${version}. Install a newer one from https://nodejs.org and run it again.\n`,
  )
  process.exit(1)
}
