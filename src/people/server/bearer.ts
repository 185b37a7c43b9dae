/** Bearers: what a browser or a program shows to prove who it is. The database keeps only their hashes, so that a stolen copy opens nothing. */
import { createHash, randomBytes } from 'node:crypto'

/** A new session's token: 256 bits that nobody can guess, so a plain hash is enough. */
export const newSessionToken = () => randomBytes(32).toString('base64url')
/** A new API token; the prefix lets people and secret scanners recognise it. */
export const newApiToken = () => `tess_${randomBytes(32).toString('base64url')}`
export const hashOf = (bearer: string) => createHash('sha256').update(bearer).digest()
