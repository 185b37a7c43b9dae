/** Writes a winmail.dat as Outlook does (TNEF), for tests. */

type Value = string | Buffer

const number = (n: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(n)
  return bytes
}
const sum = (bytes: Buffer) => bytes.reduce((total, b) => (total + b) & 0xffff, 0)
const short = (n: number) => Buffer.from([n & 0xff, n >> 8])

const attribute = (level: 1 | 2, type: number, id: number, value: Buffer) =>
  Buffer.concat([Buffer.from([level]), short(id), short(type), number(value.length), value, short(sum(value))])

const padded = (value: Buffer) => Buffer.concat([number(value.length), value, Buffer.alloc((4 - (value.length % 4)) % 4)])

/** One property of each kind: text as UTF-16, bytes as they are, and before them a number and a named one, which readers step over. */
function properties(given: Record<number, Value>) {
  const named = Buffer.concat([
    short(0x1f),
    short(0x8001),
    Buffer.alloc(16, 7),
    number(1),
    padded(Buffer.from('aName\0', 'utf16le')),
    number(1),
    padded(Buffer.from('x\0', 'utf16le')),
  ])
  const rest = Object.entries(given).map(([key, value]) =>
    typeof value === 'string'
      ? Buffer.concat([short(0x1f), short(Number(key)), number(1), padded(Buffer.from(`${value}\0`, 'utf16le'))])
      : Buffer.concat([short(0x102), short(Number(key)), number(1), padded(value)]),
  )
  return Buffer.concat([number(rest.length + 2), Buffer.concat([short(3), short(0x0e08), number(42)]), named, ...rest])
}

/** A TNEF with these properties of the message, and these files with theirs. */
export function tnefFile(
  message: Record<number, Value>,
  files: { title: string; content: Buffer; props?: Record<number, Value> }[],
): Buffer {
  return Buffer.concat([
    number(0x223e9f78),
    short(1),
    attribute(1, 8, 0x9006, number(0x10000)),
    attribute(1, 6, 0x9007, Buffer.concat([number(1250), number(0)])),
    attribute(1, 6, 0x9003, properties(message)),
    ...files.flatMap(({ title, content, props }) => [
      attribute(2, 6, 0x9002, Buffer.alloc(14)),
      attribute(2, 6, 0x800f, content),
      attribute(2, 1, 0x8010, Buffer.concat([Buffer.from(title, 'latin1'), Buffer.from([0])])),
      ...(props ? [attribute(2, 6, 0x9005, properties(props))] : []),
    ]),
  ])
}
