/** A Macro on many tickets: which one, what it changes where its condition holds, what would be refused; saved at once, and it can be undone. */
import { Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { listMyMacros } from '#macros/api.ts'
import { useLostWords } from '#macros/web/useLostWords.ts'
import { listUsers } from '#people/api.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { previewEdit } from '#runs/api.ts'
import type { ListSelection } from '#views/web/selection.ts'
import { EditPreview } from './EditPreview.tsx'
import css from './runs.module.css'
import { useFieldNames } from './useFieldNames.ts'
import { useStartRun } from './useStartRun.ts'

export function MacroTicketsDialog({ selection: { rows, count }, onClose }: { selection: ListSelection; onClose: () => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const fields = useCustomFields('ticket')
  const say = useLostWords(useFieldNames(fields))
  const { users = [] } = useEndpoint(listUsers, {}).data ?? {}
  const { data, error } = useEndpoint(listMyMacros, {}, { refetchOnMount: 'always' })
  const [chosen, setChosen] = useState<number | null>(null)
  const macro = data?.macros.find(({ id }) => id === chosen)
  const wanted = macro && { macroId: macro.id, version: macro.version }
  const asked = useEndpoint(
    previewEdit,
    { ...(wanted ? { macro: wanted } : {}), rows },
    { enabled: wanted !== undefined, keepPrevious: true, staleTime: 0, gcTime: 0, retry: false },
  )
  const preview = wanted ? asked.data : undefined
  const current = preview !== undefined && !asked.isPlaceholderData
  const start = useStartRun(onClose)
  const will = preview === undefined ? 0 : preview.looked < preview.total ? preview.total : preview.change
  const folders = [...new Set(data?.macros.map(({ folder }) => folder))]
  const trouble = start.error ?? asked.error ?? error
  return (
    <Dialog
      open
      size={1000}
      title={t(($) => $.runs.macro.title, { count, n: when.count(count) })}
      confirm={
        current && will === 0
          ? t(($) => $.runs.edit.applyNone)
          : t(($) => $.runs.edit.apply, { count: current ? will : count, n: when.count(current ? will : count) })
      }
      busy={start.isPending}
      disabled={!current || will === 0}
      wayBack={t(($) => $.runs.edit.wayBack)}
      onConfirm={() => wanted && start.mutate({ run: { kind: 'macro', request: wanted, rows } })}
      onClose={onClose}
    >
      <Select
        label={t(($) => $.macro.one)}
        placeholder={t(($) => $.runs.macro.choose)}
        data-autofocus
        searchable
        maw={420}
        allowDeselect={false}
        value={chosen === null ? null : String(chosen)}
        nothingFoundMessage={t(($) => $.runs.macro.none)}
        data={folders.map((group) => ({
          group,
          items: (data?.macros ?? []).filter(({ folder }) => folder === group).map(({ id, name }) => ({ value: String(id), label: name })),
        }))}
        onChange={(picked) => setChosen(picked === null ? null : Number(picked))}
      />
      {data?.macros.length === 0 && <p className={css.hint}>{t(($) => $.runs.macro.none)}</p>}
      {macro?.template && <p className={css.hint}>{t(($) => $.runs.macro.noMessage, { name: macro.template.name })}</p>}
      {macro && macro.lost.length > 0 && (
        <Notice kind="warning" shape="box">
          {t(($) => $.macro.leftOut, { what: macro.lost.map(say).join(' ') })}
        </Notice>
      )}
      {trouble && (
        <Notice kind="error" shape="box">
          {t(($) => (start.error ? $.runs.started : $.runs.preview.failed))} {trouble.message}
        </Notice>
      )}
      {!macro ? (
        <p className={css.hint}>{t(($) => $.runs.macro.empty)}</p>
      ) : preview ? (
        <>
          <EditPreview preview={preview} fields={fields} users={users} stale={!current} />
          {preview.skipped > 0 && (
            <p className={css.hint}>{t(($) => $.runs.macro.skipped, { count: preview.skipped, n: when.count(preview.skipped) })}</p>
          )}
        </>
      ) : (
        !asked.error && <SkeletonLines lines={4} />
      )}
    </Dialog>
  )
}
