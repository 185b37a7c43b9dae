/** A device with a passkey, in software: it signs what it is told to, also what a real one would not. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

interface Wanted {
  origin?: string
  host?: string
  /** Its owner was asked for their finger, face or PIN. */
  verified?: boolean
  counter?: number
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
const base64url = (data: Buffer | string) => Buffer.from(data).toString('base64url')

/** CBOR of the few shapes that are needed: byte strings and texts below 64 kB. */
const bytes = (data: Buffer) =>
  Buffer.concat([Buffer.from(data.length < 256 ? [0x58, data.length] : [0x59, data.length >> 8, data.length & 255]), data])
const text = (s: string) => Buffer.concat([Buffer.from([0x60 + s.length]), Buffer.from(s)])

const data = ({ host = 'localhost', verified = true, counter = 0 }: Wanted, attested?: Buffer) => {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  const flags = 0x01 | (verified ? 0x04 : 0) | (attested ? 0x40 : 0)
  return Buffer.concat([sha256(host), Buffer.from([flags]), count, attested ?? Buffer.alloc(0)])
}
const client = (type: string, challenge: string, { origin = 'http://localhost:3000' }: Wanted) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

export function softPasskey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(32)
  /** COSE: an elliptic curve key (1: 2), ES256 (3: -7), P-256 (-1: 1), its point. */
  const cose = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    bytes(Buffer.from(x, 'base64url')),
    Buffer.from([0x22]),
    bytes(Buffer.from(y, 'base64url')),
  ])
  const credential = { id: base64url(id), rawId: base64url(id), type: 'public-key' as const, clientExtensionResults: {} }
  return {
    /** Answers `navigator.credentials.create`. */
    make(challenge: string, wanted: Wanted = {}) {
      const length = Buffer.from([id.length >> 8, id.length & 255])
      const authData = data(wanted, Buffer.concat([Buffer.alloc(16), length, id, cose]))
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        text('fmt'),
        text('none'),
        text('attStmt'),
        Buffer.from([0xa0]),
        text('authData'),
        bytes(authData),
      ])
      const clientDataJSON = client('webauthn.create', challenge, wanted)
      return {
        ...credential,
        response: { clientDataJSON: base64url(clientDataJSON), attestationObject: base64url(attestation), transports: ['internal'] },
      }
    },
    /** Answers `navigator.credentials.get`. */
    use(challenge: string, wanted: Wanted = {}) {
      const clientDataJSON = client('webauthn.get', challenge, wanted)
      const authenticatorData = data(wanted)
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), privateKey)
      return {
        ...credential,
        response: {
          clientDataJSON: base64url(clientDataJSON),
          authenticatorData: base64url(authenticatorData),
          signature: base64url(signature),
        },
      }
    },
  }
}
