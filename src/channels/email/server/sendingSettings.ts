/** Keeps how a queue sends. Its DKIM key goes in, is kept encrypted, and comes out only as the DNS record that others check it by. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { Selectable, Updateable } from 'kysely'
import type { z } from 'zod'
import type { sendingSettings, sendingShown, SendingSettings } from '#channels/email/sending.ts'
import type { FieldProblem } from '#platform/problem.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import type { EmailQueues } from '#platform/server/tables.ts'
import { openSecret, sealSecret } from './queueSecrets.ts'

type Row = Selectable<EmailQueues>

/** Left out, all stays as it is. */
export const sendingColumns = (sending: z.output<typeof sendingSettings> | undefined) =>
  sending && {
    rate_limit: sending.rate?.messages ?? null,
    rate_minutes: sending.rate?.minutes ?? 60,
    reply_token: sending.replyToken,
    sender_name: sending.senderName,
    dkim_domain: sending.dkim?.domain ?? null,
    dkim_selector: sending.dkim?.selector ?? null,
  }

/** `before`: whether a key is stored. */
export function sendingProblems({ dkim }: SendingSettings, before: boolean): FieldProblem[] {
  if (dkim === null) return []
  const problems: FieldProblem[] = []
  const name = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/
  if (!name.test(dkim.domain)) problems.push({ field: 'sending.dkim.domain', code: 'invalid_value' })
  if (!name.test(dkim.selector)) problems.push({ field: 'sending.dkim.selector', code: 'invalid_value' })
  if (dkim.privateKey === undefined && !before) problems.push({ field: 'sending.dkim.privateKey', code: 'required' })
  if (dkim.privateKey !== undefined && keyOf(dkim.privateKey) === null)
    problems.push({ field: 'sending.dkim.privateKey', code: 'not_a_key' })
  return problems
}

/** The key is kept as the signer takes it. */
export function dkimSecret(secrets: Secrets, queueId: number, sending: SendingSettings | undefined): Updateable<EmailQueues> {
  if (!sending) return {}
  if (sending.dkim === null) return { dkim_secret: null }
  const key = sending.dkim.privateKey === undefined ? null : keyOf(sending.dkim.privateKey)
  return key ? { dkim_secret: sealSecret(secrets, queueId, 'dkim', pem(key)) } : {}
}

export const sendingOf = (row: Row, secrets: Secrets): z.output<typeof sendingShown> => ({
  rate:
    row.rate_limit === null
      ? null
      : { messages: row.rate_limit, minutes: row.rate_minutes === 1 || row.rate_minutes === 1440 ? row.rate_minutes : 60 },
  replyToken: row.reply_token,
  senderName: row.sender_name,
  dkim:
    row.dkim_domain === null || row.dkim_selector === null
      ? null
      : { domain: row.dkim_domain, selector: row.dkim_selector, record: recordOf(dkimKey(row, secrets)) },
})

/** Null where there is none, or it cannot be opened. */
export function dkimKey(row: Pick<Row, 'id' | 'dkim_secret'>, secrets: Secrets): string | null {
  if (row.dkim_secret === null) return null
  try {
    return openSecret(secrets, row.id, 'dkim', row.dkim_secret)
  } catch {
    return null
  }
}

const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()

/** RSA from 1024 bits: what every receiver checks. */
function keyOf(written: string): KeyObject | null {
  try {
    const key = createPrivateKey(written.trim())
    return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 1024 ? key : null
  } catch {
    return null
  }
}

function recordOf(privateKey: string | null) {
  const key = privateKey === null ? null : keyOf(privateKey)
  if (!key) return ''
  return `v=DKIM1; k=rsa; p=${createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64')}`
}
