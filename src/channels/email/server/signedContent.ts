/** The mail within an S/MIME signature that wraps it (CMS SignedData): signed, not secret, so its words belong on the ticket. Bounded; null for all else. */

const signedData = '2a864886f70d010702'
const content = '2a864886f70d010701'

interface Piece {
  tag: number
  /** Where its content begins and ends. */
  from: number
  to: number
  /** Where what follows it begins. */
  next: number
}

/** The bytes that were signed; null where these are no signed content (encrypted, or a signature alone). */
export function signedContent(bytes: Buffer): Buffer | null {
  try {
    const [type, wrapped] = children(bytes, pieceAt(bytes, 0, 0))
    if (!type || !wrapped || bytes.toString('hex', type.from, type.to) !== signedData) return null
    const [data] = children(bytes, wrapped)
    const inner = data ? children(bytes, data)[2] : undefined
    if (!inner) return null
    const [kind, explicit] = children(bytes, inner)
    if (!kind || !explicit || bytes.toString('hex', kind.from, kind.to) !== content) return null
    const [octets] = children(bytes, explicit)
    return octets ? joined(bytes, octets) : null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** In parts, where a program wrote it without knowing its length. */
const joined = (bytes: Buffer, piece: Piece): Buffer =>
  (piece.tag & 0x20) === 0
    ? bytes.subarray(piece.from, piece.to)
    : Buffer.concat(children(bytes, piece).map((part) => bytes.subarray(part.from, part.to)))

function children(bytes: Buffer, piece: Piece): Piece[] {
  const found: Piece[] = []
  for (let at = piece.from; at < piece.to && found.length < 100_000;) {
    const child = pieceAt(bytes, at, 0)
    found.push(child)
    at = child.next
  }
  return found
}

function pieceAt(bytes: Buffer, at: number, depth: number): Piece {
  if (depth > 30) throw new RangeError('nested too deep')
  const tag = bytes.readUInt8(at)
  const first = bytes.readUInt8(at + 1)
  if (first === 0x80) {
    const from = at + 2
    let end = from
    while (bytes.readUInt16BE(end) !== 0) end = pieceAt(bytes, end, depth + 1).next
    return { tag, from, to: end, next: end + 2 }
  }
  const long = first > 0x80 ? first & 0x7f : 0
  if (long > 6) throw new RangeError('too long')
  const size = long === 0 ? first : bytes.readUIntBE(at + 2, long)
  const from = at + 2 + long
  if (from + size > bytes.length) throw new RangeError('breaks off')
  return { tag, from, to: from + size, next: from + size }
}
