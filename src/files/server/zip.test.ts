/** Archives are unpacked by another program, and compared byte by byte. */
import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zipNames } from '#files/zipNames.ts'
import { zip, type Zipped } from './zip.ts'

const run = promisify(execFile)
const of = (name: string, bytes: Uint8Array, at = new Date('2026-11-22T10:00:02Z')): Zipped => ({
  name,
  size: bytes.length,
  at,
  open: () => Readable.from(pieces(bytes)),
})
function* pieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 1000) yield Buffer.from(bytes.subarray(at, at + 1000))
}

/** What stands in an archive, by its own directory; every name with its bytes. */
function unzipped(bytes: Buffer): [string, Buffer][] {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const large = bytes.readUInt16LE(end + 10) === 0xffff
  const far = large ? Number(bytes.readBigUInt64LE(end - 20 + 8)) : 0
  const count = large ? Number(bytes.readBigUInt64LE(far + 32)) : bytes.readUInt16LE(end + 10)
  let at = large ? Number(bytes.readBigUInt64LE(far + 48)) : bytes.readUInt32LE(end + 16)
  return Array.from({ length: count }, () => {
    const [size, nameLength, extra, place] = [
      bytes.readUInt32LE(at + 24),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30),
      bytes.readUInt32LE(at + 42),
    ]
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString()
    at += 46 + nameLength + extra
    const begins = place + 30 + bytes.readUInt16LE(place + 26) + bytes.readUInt16LE(place + 28)
    return [name, bytes.subarray(begins, begins + size)]
  })
}

test('an archive has what was put in, byte by byte, and the length that was promised', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.uint8Array({ maxLength: 4000 }))),
      async (files) => {
        const names = zipNames(files.map(([name]) => name))
        const { size, body } = zip(files.map(([, bytes], n) => of(names[n] ?? '', bytes)))
        const made = await buffer(body)
        expect(made.length).toBe(size)
        expect(unzipped(made)).toEqual(files.map(([, bytes], n) => [names[n], Buffer.from(bytes)]))
      },
    ),
    { numRuns: 60 },
  )
})

test('another program unpacks it, also with more files than old archives can count', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tessera zip '))
  const unpack = (archive: string) =>
    run('python3', [
      '-c',
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])',
      archive,
      join(folder, 'out'),
    ])
  try {
    const small = join(folder, 'small.zip')
    await pipeline(zip([of('Ceník č. 1.txt', Buffer.from('first')), of('empty', Buffer.alloc(0))]).body, createWriteStream(small))
    const python = await unpack(small).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return false
        throw error
      },
    )
    if (python) {
      expect((await readdir(join(folder, 'out'))).toSorted()).toEqual(['Ceník č. 1.txt', 'empty'])
      expect(await readFile(join(folder, 'out', 'Ceník č. 1.txt'), 'utf8')).toBe('first')
    }
    const many = await buffer(
      zip(Array.from({ length: 66_000 }, (_, n) => of(`${n}`, n === 65_999 ? Buffer.from('last') : Buffer.alloc(0)))).body,
    )
    expect(unzipped(many)).toHaveLength(66_000)
    expect(unzipped(many).at(-1)).toEqual(['65999', Buffer.from('last')])
  } finally {
    await rm(folder, { recursive: true })
  }
}, 30_000)

test('a file that is not as long as it should be ends the download visibly', async () => {
  const short = { ...of('short', Buffer.from('abc')), size: 5 }
  await expect(buffer(zip([short]).body)).rejects.toThrow('short')
  const long = { ...of('long', Buffer.from('abc')), size: 2 }
  await expect(buffer(zip([long]).body)).rejects.toThrow('long')
})
