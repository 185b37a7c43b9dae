/** Exporting tickets: the format and the columns; the file is made in the background. */
import { Button, Checkbox, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { useEndpoint } from '#platform/web/query.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { exportFormats } from '#runs/run.ts'
import { listAllViews } from '#views/api.ts'
import type { ColumnKey } from '#views/view.ts'
import { useColumnNames, usualColumns } from '#views/web/columns.tsx'
import type { ListSelection } from '#views/web/selection.ts'
import { NotStarted } from './ManyDialogs.tsx'
import css from './runs.module.css'
import { useStartRun } from './useStartRun.ts'

/** Some selected tickets, or without a selection the whole list. */
export function ExportDialog({ selection, onClose }: { selection: ListSelection; onClose: () => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const names = useColumnNames()
  const { views = [] } = useEndpoint(listAllViews, {}).data ?? {}
  const view = views.find(({ id }) => id === selection.list.view)
  const [shown = usualColumns] = [view?.mine.columns, view?.columns].filter((columns) => columns && columns.length > 0)
  // A list shows the Account beneath its Contact; in a file it is a column of its own.
  const ofView = [
    ...new Set((shown ?? usualColumns).flatMap(({ key }): ColumnKey[] => (key === 'contact' ? ['contact', 'account'] : [key]))),
  ]
  const [chosen, setChosen] = useState<readonly ColumnKey[]>()
  const [format, setFormat] = useState<(typeof exportFormats)[number]>('csv')
  const columns = chosen ?? ofView
  const start = useStartRun(onClose)
  const some = selection.count > 0
  const count = some ? selection.count : selection.total
  const n = when.count(count)
  // Those of the list keep its order, the others follow.
  const all = [...ofView, ...[...names.keys()].filter((key) => !ofView.includes(key))]
  const toggle = (key: ColumnKey) => setChosen(all.filter((one) => (one === key ? !columns.includes(key) : columns.includes(one))))
  return (
    <Dialog
      open
      size={560}
      title={t(($) => $.runs.export.title, { count, n })}
      confirm={t(($) => $.runs.export.do, { count, n })}
      busy={start.isPending}
      disabled={columns.length === 0}
      wayBack={t(($) => $.runs.export.wayBack)}
      onConfirm={() =>
        start.mutate({
          run: {
            kind: 'export',
            request: { format, columns: [...columns] },
            rows: some ? selection.rows : { ...selection.list, except: [] },
          },
        })
      }
      onClose={onClose}
    >
      <NotStarted error={start.error} />
      <SegmentedControl
        className={css.which}
        aria-label={t(($) => $.runs.export.format)}
        value={format}
        data={exportFormats.map((one) => ({ value: one, label: t(($) => $.runs.export.formats[one]) }))}
        onChange={(to) => setFormat(exportFormats.find((one) => one === to) ?? 'csv')}
      />
      <p className={css.hint}>
        {t(($) => (format === 'csv' ? $.runs.export.guarded : format === 'xlsx' ? $.runs.export.plain : $.runs.export.keyed))}
      </p>
      <fieldset className={css.columns}>
        <legend>
          {t(($) => $.runs.export.columns)}
          <Button size="compact-xs" variant="subtle" onClick={() => setChosen(undefined)}>
            {t(($) => $.runs.export.ofView)}
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={() => setChosen(all)}>
            {t(($) => $.runs.export.allColumns)}
          </Button>
        </legend>
        {all.map((key) => (
          <Checkbox
            key={key}
            label={key === 'contact' ? t(($) => $.ticket.field.contactId) : (names.get(key) ?? key)}
            checked={columns.includes(key)}
            onChange={() => toggle(key)}
          />
        ))}
      </fieldset>
    </Dialog>
  )
}
