/** Names of files within an archive: each once, and none that leaves the folder it is unpacked into, on any system. */
import { wellFormed } from '#platform/shapes.ts'

/** Names that Windows keeps for devices, whatever their ending. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i
const separators = /[/\\]/g
const refused = /[\p{Cc}<>:"|?*]/gu

/** One path segment that every system can store; never empty, never `.` or `..`. */
export function safeName(name: string): string {
  const plain = wellFormed(name)
    .replaceAll(separators, '_')
    .replaceAll(refused, '_')
    .replaceAll(/^[. ]+|[. ]+$/g, '')
  return devices.test(plain) ? `_${plain}` : plain === '' ? 'file' : plain
}

/** In the order given; of names that are one on a disk without case or composed letters the later get a number: `bill (2).pdf`. */
export function zipNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  const tries = new Map<string, number>()
  return names.map((given) => {
    const name = safeName(given)
    const ending = /[^.](\.[^.]{1,12})$/.exec(name)?.[1] ?? ''
    const stem = name.slice(0, name.length - ending.length)
    const key = keyOf(name)
    let n = tries.get(key) ?? 1
    let free = n === 1 ? name : `${stem} (${n})${ending}`
    while (taken.has(keyOf(free))) free = `${stem} (${++n})${ending}`
    tries.set(key, n)
    taken.add(keyOf(free))
    return free
  })
}

const keyOf = (name: string) => name.normalize('NFC').toLowerCase()
