/** An IMAP mailbox: how to reach it, what lies there, and from when on its mail is taken. */
import { Button, Radio, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { lookIntoMailbox } from '#channels/email/api.ts'
import type { Queue } from '#channels/email/queue.ts'
import { useCommand } from '#platform/web/query.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './manage.module.css'
import { Field } from './Field.tsx'
import type { QueueDraft, Take } from './queueDraft.ts'
import { ServerFields } from './ServerFields.tsx'

interface Props {
  draft: QueueDraft
  queue: Queue | undefined
  set: (change: Partial<QueueDraft>) => void
  problem: (field: string) => string | undefined
}

export function MailboxFields({ draft, queue, set, problem }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const look = useCommand(lookIntoMailbox)
  const { imap, take } = draft
  const stored = queue?.incoming === 'imap' ? queue : undefined
  const setImap = (change: Partial<QueueDraft['imap']>) => set({ imap: { ...imap, ...change } })
  const found = look.data
  const choices: [Take, string][] = [
    ...(stored?.imap.takeMailFrom
      ? [['kept', t(($) => $.email.takeKept, { when: when.full(stored.imap.takeMailFrom) })] as [Take, string]]
      : []),
    ['now', t(($) => $.email.takeNow)],
    ['since', t(($) => $.email.takeSince)],
    ['all', t(($) => $.email.takeAll)],
  ]
  return (
    <>
      <ServerFields name="imap" server={imap} hasPassword={stored?.imap.hasPassword ?? false} onChange={setImap} problem={problem} />
      <Field label={t(($) => $.email.folder)} error={problem('imap.folder')}>
        {(id) =>
          found && found.folders.length > 0 ? (
            <Select
              id={id}
              allowDeselect={false}
              value={imap.folder}
              data={[...new Set([imap.folder, ...found.folders])]}
              onChange={(folder) => setImap({ folder: folder ?? 'INBOX' })}
            />
          ) : (
            <TextInput id={id} value={imap.folder} onChange={(e) => setImap({ folder: e.currentTarget.value })} />
          )
        }
      </Field>
      <div className={css.field}>
        <span className={css.label} />
        <div>
          <Button
            loading={look.isPending}
            disabled={imap.host.trim() === '' || imap.port === ''}
            onClick={() =>
              look.mutate({
                ...(stored ? { id: stored.id } : {}),
                host: imap.host,
                port: Number(imap.port),
                security: imap.security,
                user: imap.user,
                ...(imap.password === '' ? {} : { password: imap.password }),
                folder: imap.folder || 'INBOX',
              })
            }
          >
            {t(($) => $.email.look)}
          </Button>
          <div aria-live="polite">
            {found && (
              <p className={css.found}>
                {t(($) => $.email.found, { count: found.messages })}{' '}
                {found.oldestAt &&
                  found.newestAt &&
                  t(($) => $.email.foundRange, { oldest: when.full(found.oldestAt), newest: when.full(found.newestAt) })}
              </p>
            )}
            {look.error && <p className={css.error}>{t(($) => $.email.failed, { reason: look.error.message })}</p>}
          </div>
        </div>
      </div>
      <div className={css.field}>
        <span className={css.label} id="take-mail">
          {t(($) => $.email.takeFrom)}
        </span>
        <div>
          <Radio.Group
            aria-labelledby="take-mail"
            value={stored && take === 'kept' && !stored.imap.takeMailFrom ? 'all' : take}
            onChange={(value) => set({ take: value })}
          >
            {choices.map(([value, label]) => (
              <Radio key={value} size="xs" py={5} value={value} label={label} />
            ))}
          </Radio.Group>
          {take === 'since' && (
            <TextInput
              type="date"
              w={160}
              aria-label={t(($) => $.email.takeSinceDay)}
              value={draft.since}
              onChange={(e) => set({ since: e.currentTarget.value })}
            />
          )}
          {problem('imap.takeMailFrom') && (
            <p className={css.error} role="alert">
              {problem('imap.takeMailFrom')}
            </p>
          )}
          <p className={css.about}>{t(($) => $.email.takeHint)}</p>
        </div>
      </div>
    </>
  )
}
