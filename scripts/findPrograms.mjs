/** Programs that tests need and that npm does not bring: where they are, if they are there. Node's built-ins only. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first of these programs that is on the PATH or in a usual place. */
function find(names, places = []) {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...places])
    for (const name of names)
      try {
        const path = join(folder, name)
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // Not here.
      }
  return undefined
}

/** @returns {string | undefined} Chromium or a browser made of it; undefined leaves the choice to Playwright. */
export const findChromium = () =>
  process.env.CHROMIUM ||
  find(
    ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'Chromium', 'Google Chrome'],
    ['/Applications/Chromium.app/Contents/MacOS', '/Applications/Google Chrome.app/Contents/MacOS'],
  )

/** @returns {string | undefined} The IMAP server that mail is tried with. */
export const findDovecot = () => find(['dovecot'], ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin'])

/** @returns {string | undefined} The package manager of Debian and its kin. */
export const findApt = () => find(['apt-get'])
