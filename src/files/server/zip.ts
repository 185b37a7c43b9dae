/**
 * An archive of files as it is sent: nothing is packed twice and nothing is held but one piece of one file. Files lie in it as they are (most are
 * pictures and PDFs, which do not shrink), so that its length is known before it begins.
 */
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'

export interface Zipped {
  /** One safe path segment; no two of an archive are the same. */
  name: string
  /** Bytes that `open` gives, exactly. */
  size: number
  at: Date
  /** Asked twice: for the check sum, which stands before the bytes, and for the bytes. */
  open: () => Readable
}

const most32 = 0xffff_ffff
const most16 = 0xffff
const utf8 = 0x0800
const version = { plain: 20, large: 45 }

interface Placed {
  name: Buffer
  size: number
  at: { date: number; time: number }
  offset: number
  crc: number
}

/** The archive and its length in bytes. */
export function zip(files: readonly Zipped[]): { size: number; body: Readable } {
  let offset = 0
  const placed: Placed[] = files.map(({ name, size, at }) => {
    const here = { name: Buffer.from(name), size, at: dosTime(at), offset, crc: 0 }
    offset += local(here).length + size
    return here
  })
  const central = placed.reduce((sum, one) => sum + inDirectory(one).length, 0)
  const size = offset + central + ending(placed.length, central, offset).length
  return { size, body: Readable.from(pieces(files, placed, offset, central), { objectMode: false }) }
}

async function* pieces(files: readonly Zipped[], placed: readonly Placed[], offset: number, central: number) {
  for (const [n, file] of files.entries()) {
    const here = placed[n]
    if (!here) continue
    here.crc = await sumOf(file)
    yield local(here)
    yield* bytesOf(file)
  }
  for (const here of placed) yield inDirectory(here)
  yield ending(placed.length, central, offset)
}

async function sumOf(file: Zipped) {
  let crc = 0
  for await (const part of bytesOf(file)) crc = crc32(part, crc)
  return crc
}

/** The length was promised: a file that is not as long as it should be ends the download visibly. */
async function* bytesOf({ name, size, open }: Zipped): AsyncGenerator<Buffer> {
  if (size === 0) return
  let seen = 0
  for await (const part of open()) {
    const bytes: Buffer = part
    seen += bytes.length
    if (seen > size) break
    yield bytes
  }
  if (seen !== size) throw new Error(`The file ${name} of an archive has ${seen} bytes instead of ${size}.`)
}

function local({ name, size, at, crc }: Placed): Buffer {
  const large = size >= most32
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x0403_4b50, 0)
  head.writeUInt16LE(large ? version.large : version.plain, 4)
  head.writeUInt16LE(utf8, 6)
  head.writeUInt16LE(at.time, 10)
  head.writeUInt16LE(at.date, 12)
  head.writeUInt32LE(crc, 14)
  head.writeUInt32LE(large ? most32 : size, 18)
  head.writeUInt32LE(large ? most32 : size, 22)
  head.writeUInt16LE(name.length, 26)
  const extra = large ? extraOf([size, size]) : Buffer.alloc(0)
  head.writeUInt16LE(extra.length, 28)
  return Buffer.concat([head, name, extra])
}

function inDirectory({ name, size, at, crc, offset }: Placed): Buffer {
  const [largeSize, far] = [size >= most32, offset >= most32]
  const extra = extraOf([...(largeSize ? [size, size] : []), ...(far ? [offset] : [])])
  const needs = extra.length > 0 ? version.large : version.plain
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x0201_4b50, 0)
  head.writeUInt16LE(needs, 4)
  head.writeUInt16LE(needs, 6)
  head.writeUInt16LE(utf8, 8)
  head.writeUInt16LE(at.time, 12)
  head.writeUInt16LE(at.date, 14)
  head.writeUInt32LE(crc, 16)
  head.writeUInt32LE(largeSize ? most32 : size, 20)
  head.writeUInt32LE(largeSize ? most32 : size, 24)
  head.writeUInt16LE(name.length, 28)
  head.writeUInt16LE(extra.length, 30)
  head.writeUInt32LE(far ? most32 : offset, 42)
  return Buffer.concat([head, name, extra])
}

/** ZIP64: what has no room in 32 bits. */
function extraOf(values: readonly number[]): Buffer {
  if (values.length === 0) return Buffer.alloc(0)
  const extra = Buffer.alloc(4 + values.length * 8)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(values.length * 8, 2)
  for (const [n, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + n * 8)
  return extra
}

function ending(count: number, size: number, offset: number): Buffer {
  const large = count >= most16 || size >= most32 || offset >= most32
  const parts: Buffer[] = []
  if (large) {
    const end = Buffer.alloc(56)
    end.writeUInt32LE(0x0606_4b50, 0)
    end.writeBigUInt64LE(44n, 4)
    end.writeUInt16LE(version.large, 12)
    end.writeUInt16LE(version.large, 14)
    end.writeBigUInt64LE(BigInt(count), 24)
    end.writeBigUInt64LE(BigInt(count), 32)
    end.writeBigUInt64LE(BigInt(size), 40)
    end.writeBigUInt64LE(BigInt(offset), 48)
    const place = Buffer.alloc(20)
    place.writeUInt32LE(0x0706_4b50, 0)
    place.writeBigUInt64LE(BigInt(offset + size), 8)
    place.writeUInt32LE(1, 16)
    parts.push(end, place)
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x0605_4b50, 0)
  end.writeUInt16LE(large ? most16 : count, 8)
  end.writeUInt16LE(large ? most16 : count, 10)
  end.writeUInt32LE(large ? most32 : size, 12)
  end.writeUInt32LE(large ? most32 : offset, 16)
  return Buffer.concat([...parts, end])
}

/** Archives know two-second steps from 1980 on, in no zone: UTC. */
function dosTime(at: Date) {
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), 2107)
  return {
    date: ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  }
}
