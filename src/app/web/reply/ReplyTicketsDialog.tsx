/** One reply to many tickets: written once with placeholders, looked at on one of them, with who gets it and who does not; then sent in the background. */
import { Button, Checkbox, FileButton, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { Editor } from '@tiptap/react'
import { IconPaperclip } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { showAttachment } from '#activities/api.ts'
import type { Attachment } from '#activities/activity.ts'
import { Attached } from '#activities/web/ComposerParts.tsx'
import { useUploads } from '#activities/web/useUploads.ts'
import { RichText } from '#admin/web/templates/RichText.tsx'
import { useMay, useMe } from '#people/web/session.ts'
import { useKept } from '#platform/web/kept.ts'
import { addressOf, CallProblem } from '#platform/web/call.ts'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { previewReply } from '#runs/api.ts'
import { isConfirmed, TypedCount } from '#runs/web/TypedCount.tsx'
import { useMessageProblem } from '#runs/web/useMessageProblem.ts'
import { useStartRun } from '#runs/web/useStartRun.ts'
import { renderTemplate } from '#templates/api.ts'
import { asRich } from '#templates/richText.ts'
import { templates } from '#templates/template.ts'
import { useChoices } from '#templates/web/useChoices.ts'
import { states } from '#tickets/ticket.ts'
import type { ListSelection } from '#views/web/selection.ts'
import css from './reply.module.css'
import { WhoGetsIt } from './WhoGetsIt.tsx'

/** The hands rest before anything is asked. */
const pause = 400
/** Only these follow from a reply that went out. */
const statesAfter = states.filter((state) => state !== 'archived')

export function ReplyTicketsDialog({ selection, onClose }: { selection: ListSelection; onClose: () => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const mayTemplates = useMay('templates.read')
  const { choices } = useChoices()
  const kept = useEndpoint(templates.doors.list, {}, { enabled: mayTemplates }).data?.items
  const offered = kept?.filter((one) => one.kind === 'email' && one.active) ?? []
  const editor = useRef<Editor>(null)
  const inserts = useRef(new Map<File, (address: string) => void>())
  const [whole, setWhole] = useState(false)
  const me = useMe()
  // What was written stays when the dialog is left, until it is sent.
  const [html, setHtml] = useKept(`reply-many:${me.id}`, z.string().max(2_000_000), '')
  const [subject, setSubject] = useState('')
  const [language, setLanguage] = useState<string | null>(null)
  const [files, setFiles] = useState<readonly Attachment[]>([])
  const [all, setAll] = useState(false)
  const [evenUndelivered, setEvenUndelivered] = useState(false)
  const [setState, setSetState] = useState<(typeof states)[number] | null>(null)
  const [ticketId, setTicketId] = useState<number | null>(null)
  const [typed, setTyped] = useState('')
  const some = 'ids' in selection.rows
  const rows = useMemo(() => (whole ? { ...selection.list, except: [] } : selection.rows), [whole, selection])
  const count = whole ? selection.total : selection.count

  const attach = (file: Attachment) => setFiles((held) => [...held, file])
  const uploads = useUploads((stored, file) => {
    const insert = inserts.current.get(file)
    inserts.current.delete(file)
    if (insert) insert(addressOf(showAttachment, { id: stored.id }))
    else attach(stored)
  })
  const take = (given: readonly File[], insert?: (address: string) => void) => {
    for (const file of given) if (insert && /^image\/(png|jpeg|gif|webp)$/.test(file.type)) inserts.current.set(file, insert)
    uploads.add(given)
  }

  const request = { html, subject, attachmentIds: files.map(({ id }) => id), all, evenUndelivered, setState, language }
  const [rested] = useDebouncedValue(JSON.stringify({ html, subject, all, evenUndelivered, language }), pause)
  const asked = useEndpoint(
    previewReply,
    { request: JSON.parse(rested), rows, ticketId },
    { keepPrevious: true, staleTime: 0, gcTime: 0, retry: false },
  )
  const preview = asked.data
  const gets = preview === undefined ? undefined : preview.looked < preview.total ? count - (preview.looked - preview.gets) : preview.gets
  const start = useStartRun(() => {
    setHtml('')
    onClose()
  })
  const said = useMessageProblem()
  /** Its files become uploads of one's own; its text stays as it is written, for each ticket. */
  const filesOf = useCommand(renderTemplate, { onSuccess: ({ attachments }) => setFiles((held) => [...held, ...attachments]) })
  const beginWith = (id: number) => {
    const template = offered.find((one) => one.id === id)
    if (!template) return
    editor.current
      ?.chain()
      .focus()
      .insertContent(template.format === 'rich' ? template.body : asRich(template.body))
      .run()
    if (subject === '') setSubject(template.subject)
    setLanguage(template.language)
    const seenOn = preview?.shown?.id
    if (template.files.length > 0 && seenOn !== undefined) filesOf.mutate({ id, ticketId: seenOn })
  }
  const empty = html === '' && files.length === 0

  return (
    <Dialog
      open
      size={1120}
      title={t(($) => $.runs.reply.title, { count, n: when.count(count) })}
      confirm={
        gets === 0 ? t(($) => $.runs.reply.sendNone) : t(($) => $.runs.reply.send, { count: gets ?? count, n: when.count(gets ?? count) })
      }
      busy={start.isPending}
      disabled={empty || uploads.busy || gets === undefined || gets === 0 || !isConfirmed(count, typed)}
      wayBack={uploads.busy ? t(($) => $.runs.reply.waitForUploads) : t(($) => $.runs.reply.wayBack)}
      onConfirm={() => start.mutate({ run: { kind: 'reply', request: { ...request, confirmed: count }, rows } })}
      onClose={onClose}
    >
      <p>{t(($) => $.runs.reply.about)}</p>
      {some && selection.total > selection.count && (
        <SegmentedControl
          className={css.which ?? ''}
          value={whole ? 'all' : 'selected'}
          data={[
            { value: 'selected', label: t(($) => $.runs.edit.selected, { n: when.count(selection.count) }) },
            { value: 'all', label: t(($) => $.runs.edit.matching, { n: when.count(selection.total) }) },
          ]}
          onChange={(value) => setWhole(value === 'all')}
        />
      )}
      <div className={css.both}>
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Enter in a line of the letter is no wish to send it */}
        <div
          className={css.write}
          onKeyDown={(event) => event.key === 'Enter' && event.target instanceof HTMLInputElement && event.preventDefault()}
        >
          {offered.length > 0 && (
            <Select
              label={t(($) => $.runs.reply.template)}
              placeholder={t(($) => $.runs.reply.noTemplate)}
              searchable
              value={null}
              nothingFoundMessage={t(($) => $.ticket.pick.nothing)}
              data={offered.map(({ id, name, folder }) => ({ value: String(id), label: folder === '' ? name : `${folder} / ${name}` }))}
              onChange={(picked) => picked !== null && beginWith(Number(picked))}
            />
          )}
          <RichText
            label={t(($) => $.runs.reply.text)}
            value={html}
            choices={choices}
            onChange={setHtml}
            onFiles={take}
            onReady={(now) => {
              editor.current = now
            }}
          />
          <div className={css.files}>
            <Attached
              attachments={files}
              uploads={uploads.uploads}
              onRemove={(id) => setFiles(files.filter((one) => one.id !== id))}
              onRemoveUpload={uploads.remove}
              onRetryUpload={uploads.retry}
            />
            <FileButton multiple onChange={(given) => take(given)}>
              {(props) => (
                <Button {...props} variant="subtle" leftSection={<IconPaperclip size={14} stroke={1.75} aria-hidden />}>
                  {t(($) => $.runs.reply.attach)}
                </Button>
              )}
            </FileButton>
          </div>
          <TextInput
            label={t(($) => $.runs.reply.subject)}
            description={t(($) => $.runs.reply.subjectAbout)}
            maxLength={998}
            value={subject}
            onChange={(event) => setSubject(event.currentTarget.value)}
          />
          <Select
            label={t(($) => $.runs.reply.state)}
            allowDeselect={false}
            maw={240}
            value={setState ?? ''}
            data={[
              { value: '', label: t(($) => $.runs.reply.stateSame) },
              ...statesAfter.map((state) => ({ value: state, label: t(($) => $.ticket.state[state]) })),
            ]}
            onChange={(picked) => setSetState(states.find((state) => state === picked) ?? null)}
          />
          <Checkbox label={t(($) => $.runs.reply.all)} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
          <Checkbox
            label={t(($) => $.runs.reply.undelivered)}
            checked={evenUndelivered}
            onChange={(event) => setEvenUndelivered(event.currentTarget.checked)}
          />
          <TypedCount count={count} typed={typed} onType={setTyped} />
        </div>
        <WhoGetsIt preview={preview} written={html !== ''} evenUndelivered={evenUndelivered} onTicket={setTicketId} />
      </div>
      {(start.error ?? asked.error) && (
        <Notice kind="error" shape="box">
          {start.error instanceof CallProblem ? said(start.error) : `${t(($) => $.runs.reply.failed)} ${asked.error?.message ?? ''}`}
        </Notice>
      )}
    </Dialog>
  )
}
