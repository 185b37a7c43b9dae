/** How far a long command has come: one line that fills up on a terminal; silent elsewhere. */

const width = 40

/** `show` writes a number as people read it; the line ends when all is done. */
export function progressBar(stream: NodeJS.WriteStream, what = '', show: (number: number) => string = String) {
  let shown = ''
  return (done: number, all: number) => {
    if (!stream.isTTY) return
    const full = all === 0 ? width : Math.round((done / all) * width)
    const line = `\r${what}[${'█'.repeat(full)}${' '.repeat(width - full)}] ${show(done)} of ${show(all)}`
    if (line === shown) return
    shown = line
    stream.write(`${line}\u001B[K${done === all ? '\n' : ''}`)
  }
}

/** A number of bytes as people read it. */
export function inBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`
}
