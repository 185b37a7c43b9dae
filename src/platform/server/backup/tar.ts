/** The tar format, as much of it as a backup in one file needs: any tar program can look into it and take it apart. */
import { open, type FileHandle } from 'node:fs/promises'
import { StartProblem } from '../startProblem.ts'

const block = 512
const sizeField = { at: 124, length: 12 }
const largestOctal = 8 ** 11

function header(name: string, size: number): Buffer {
  const bytes = Buffer.alloc(block)
  const octal = (value: number, at: number, length: number) => bytes.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
  bytes.write(name, 0, 100, 'latin1')
  octal(0o600, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  if (size < largestOctal) octal(size, sizeField.at, sizeField.length)
  else {
    bytes[sizeField.at] = 0x80 // the number itself follows, as GNU tar writes it
    bytes.writeBigUInt64BE(BigInt(size), sizeField.at + 4)
  }
  octal(Math.floor(Date.now() / 1000), 136, 12)
  bytes.write('        0', 148, 'latin1')
  bytes.write('ustar\u000000', 257, 'latin1')
  const sum = bytes.reduce((all, byte) => all + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return bytes
}

interface TarWriter {
  /** Writes one member. Bytes beyond `size` are left out and missing ones are zeros, so that what follows can be read. */
  add: (name: string, size: number, bytes: AsyncIterable<Buffer>) => Promise<void>
  /** Ends the archive, durably; returns its size. */
  finish: () => Promise<number>
  close: () => Promise<void>
}

/** Begins an archive that only its owner may read; there must be no such file yet. */
export async function createTar(path: string): Promise<TarWriter> {
  const file = await open(path, 'wx', 0o600)
  let at = 0
  const write = async (bytes: Buffer) => {
    await file.writeFile(bytes)
    at += bytes.length
  }
  const zeros = async (count: number) => {
    for (let left = count; left > 0; left -= block) await write(Buffer.alloc(Math.min(left, block)))
  }
  return {
    async add(name, size, bytes) {
      await write(header(name, size))
      let left = size
      for await (const chunk of bytes) {
        await write(chunk.subarray(0, left))
        left -= Math.min(left, chunk.length)
      }
      await zeros(left + ((block - (size % block)) % block))
    },
    async finish() {
      await zeros(2 * block)
      await file.sync()
      return at
    },
    close: () => file.close(),
  }
}

/** Where a member's bytes lie in the archive. */
interface TarMember {
  start: number
  size: number
}

/** Finds all members without reading them. A StartProblem where it is not a whole archive. */
export async function readTar(path: string): Promise<Map<string, TarMember>> {
  const members = new Map<string, TarMember>()
  const file = await open(path, 'r')
  try {
    const { size: length } = await file.stat()
    for (let at = 0; ;) {
      const head = await readBlock(file, at)
      if (!head) throw new StartProblem(`${path} is cut off: it is not a whole backup.`)
      if (head.every((byte) => byte === 0)) return members
      const name = textIn(head, 0, 100)
      const size = sizeIn(head)
      if (textIn(head, 257, 5) !== 'ustar' || !Number.isSafeInteger(size)) throw new StartProblem(`${path} is not a backup of Tessera.`)
      const start = at + block
      at = start + Math.ceil(size / block) * block
      if (at > length) throw new StartProblem(`${path} is cut off: it is not a whole backup.`)
      members.set(name, { start, size })
    }
  } finally {
    await file.close()
  }
}

async function readBlock(file: FileHandle, at: number): Promise<Buffer | undefined> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(block), 0, block, at)
  return bytesRead === block ? buffer : undefined
}

const textIn = (head: Buffer, at: number, length: number) => head.toString('latin1', at, at + length).replace(/\0.*$/s, '')

const sizeIn = (head: Buffer) =>
  head[sizeField.at] === 0x80
    ? Number(head.readBigUInt64BE(sizeField.at + 4))
    : Number.parseInt(textIn(head, sizeField.at, sizeField.length), 8)
