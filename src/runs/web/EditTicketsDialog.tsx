/** Editing many tickets: what becomes of which field; what will change and what would be refused, before anything is written. */
import { Button, SegmentedControl } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { listUsers } from '#people/api.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { previewEdit } from '#runs/api.ts'
import type { ListSelection } from '#views/web/selection.ts'
import { editsOf, isComplete, type EditLine } from './editLines.ts'
import { EditLineRow } from './EditLineRow.tsx'
import { EditPreview } from './EditPreview.tsx'
import css from './runs.module.css'
import { useFieldNames } from './useFieldNames.ts'
import { useStartRun } from './useStartRun.ts'

/** The hands rest before anything is asked. */
const pause = 250
const blank = (key: number): EditLine => ({ key, field: null, how: 'set', value: null })

export function EditTicketsDialog({ selection, onClose }: { selection: ListSelection; onClose: () => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const fields = useCustomFields('ticket')
  const nameOf = useFieldNames(fields)
  const { users = [] } = useEndpoint(listUsers, {}).data ?? {}
  const [whole, setWhole] = useState(false)
  const [lines, setLines] = useState<readonly EditLine[]>([blank(0)])
  const some = 'ids' in selection.rows
  const rows = useMemo(() => (whole ? { ...selection.list, except: [] } : selection.rows), [whole, selection])
  const count = whole ? selection.total : selection.count
  const edits = useMemo(() => editsOf(lines, fields), [lines, fields])
  const [rested] = useDebouncedValue(edits, pause)
  const asked = useEndpoint(
    previewEdit,
    { changes: rested ?? {}, rows },
    { enabled: rested !== null, keepPrevious: true, staleTime: 0, gcTime: 0, retry: false },
  )
  const preview = edits === null || rested === null ? undefined : asked.data
  const current = preview !== undefined && edits === rested && !asked.isPlaceholderData
  const start = useStartRun(onClose)
  const missing = lines.find((line) => line.field !== null && !isComplete(line))?.field
  const change = (key: number, to: EditLine | null) =>
    setLines((held) => held.flatMap((line) => (line.key === key ? (to === null ? [] : [to]) : [line])))
  // Of more than were looked at, how many will change is known when they are edited.
  const will = preview === undefined ? 0 : preview.looked < preview.total ? preview.total : preview.change
  return (
    <Dialog
      open
      size={1000}
      title={t(($) => $.runs.edit.title, { count, n: when.count(count) })}
      confirm={
        current && will === 0
          ? t(($) => $.runs.edit.applyNone)
          : t(($) => $.runs.edit.apply, { count: current ? will : count, n: when.count(current ? will : count) })
      }
      busy={start.isPending}
      disabled={!current || will === 0}
      wayBack={t(($) => $.runs.edit.wayBack)}
      onConfirm={() => edits && start.mutate({ run: { kind: 'edit', request: { changes: edits }, rows } })}
      onClose={onClose}
    >
      {some && selection.total > selection.count && (
        <SegmentedControl
          className={css.which}
          value={whole ? 'all' : 'selected'}
          data={[
            { value: 'selected', label: t(($) => $.runs.edit.selected, { n: when.count(selection.count) }) },
            { value: 'all', label: t(($) => $.runs.edit.matching, { n: when.count(selection.total) }) },
          ]}
          onChange={(value) => setWhole(value === 'all')}
        />
      )}
      <div className={css.lines}>
        {lines.map((line, n) => (
          <EditLineRow
            key={line.key}
            line={line}
            n={n + 1}
            fields={fields}
            users={users}
            taken={lines.flatMap(({ field }) => (field === null ? [] : [field]))}
            onChange={(to) => change(line.key, to)}
            onRemove={() => (lines.length === 1 ? setLines([blank(line.key + 1)]) : change(line.key, null))}
          />
        ))}
        <Button
          variant="subtle"
          className={css.addField}
          leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
          onClick={() => setLines([...lines, blank(Math.max(...lines.map(({ key }) => key)) + 1)])}
        >
          {t(($) => $.runs.edit.add)}
        </Button>
      </div>
      {(start.error ?? (edits !== null && asked.error)) && (
        <Notice kind="error" shape="box">
          {t(($) => (start.error ? $.runs.started : $.runs.preview.failed))} {(start.error ?? asked.error)?.message}
        </Notice>
      )}
      {edits === null ? (
        <p className={css.hint}>{missing ? t(($) => $.runs.edit.incomplete, { field: nameOf(missing) }) : t(($) => $.runs.edit.empty)}</p>
      ) : preview ? (
        <EditPreview preview={preview} fields={fields} users={users} stale={!current} />
      ) : (
        !asked.error && <SkeletonLines lines={4} />
      )}
    </Dialog>
  )
}
