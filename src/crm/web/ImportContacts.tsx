/** Importing Contacts: choose a file, see what was understood of it, rehearse, import, and take home what was refused. */
import { Button, FileButton, NativeSelect } from '@mantine/core'
import { IconDownload, IconUpload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { delimiters } from '#crm/csv.ts'
import {
  changeImport,
  checkImport,
  type ContactImport,
  encodings,
  getImport,
  importColumn,
  importProblems,
  startImport,
  uploadImport,
} from '#crm/importApi.ts'
import { importTargets } from '#crm/importColumns.ts'
import { isKeyOf } from '#crm/isKeyOf.ts'
import { english } from '#crm/words.ts'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { addressOf, call, CallProblem } from '#platform/web/call.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { FileProgress, FileTable, Figures, TableBox } from '#platform/web/ui/FileTable.tsx'
import { ListHead } from '#platform/web/ui/ListHead.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './customers.module.css'

const isUnderWay = ({ state }: ContactImport) => state === 'checking' || state === 'importing'

/** `id` is the import that the address names, so that one can leave and come back. */
export function ImportContacts({ id, onImport }: { id: number | undefined; onImport: (id: number) => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const found = useEndpoint(
    getImport,
    { id: id ?? 0 },
    {
      enabled: id !== undefined,
      refetchOnMount: 'always',
      refetchInterval: (query) => (query.state.data && isUnderWay(query.state.data) ? 500 : false),
    },
  )
  useTitle(t(($) => $.crm.import))
  const run = async (work: () => Promise<ContactImport>) => {
    setBusy(true)
    setTrouble(null)
    try {
      const held = await work()
      queries.setQueryData(keyOf(getImport, { id: held.id }), held)
      if (held.id !== id) onImport(held.id)
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error
      setTrouble(error.message)
    } finally {
      setBusy(false)
    }
  }
  const upload = (file: File | null) =>
    file && void run(() => call(uploadImport, { fileName: file.name }, { body: new Blob([file], { type: 'text/csv' }) }))
  const held = id === undefined ? undefined : found.data
  return (
    <section className={css.panel} aria-label={t(($) => $.crm.import)}>
      <ListHead name={t(($) => $.crm.import)} />
      {(trouble ?? (id !== undefined && found.error)) && <Notice kind="error">{trouble ?? found.error?.message}</Notice>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
      <div className={css.scroll} tabIndex={0} role="group" aria-label={t(($) => $.crm.import)}>
        <div className={css.steps}>
          {!held && <p className="ink2">{t(($) => $.crm.importing.drop)}</p>}
          <FileButton
            onChange={upload}
            accept=".csv,.txt,.tsv,text/csv,text/plain"
            inputProps={{ 'aria-label': t(($) => $.crm.importing.choose) }}
          >
            {(props) => (
              <Button
                {...props}
                variant={held ? 'default' : 'filled'}
                loading={busy && !held}
                disabled={held !== undefined && isUnderWay(held)}
                leftSection={<IconUpload size={16} stroke={1.75} aria-hidden />}
              >
                {t(($) => (held ? $.crm.importing.another : $.crm.importing.choose))}
              </Button>
            )}
          </FileButton>
          {held && <Held held={held} busy={busy} run={run} />}
        </div>
      </div>
    </section>
  )
}

function Held({ held, busy, run }: { held: ContactImport; busy: boolean; run: (work: () => Promise<ContactImport>) => Promise<void> }) {
  const { t } = useTranslation()
  const when = useWhen()
  const { id } = held
  const under = isUnderWay(held)
  const known = held.columns.includes('email') || held.columns.includes('phone')
  return (
    <>
      <p>
        <b>{held.fileName}</b> <span className="ink2">{t(($) => $.crm.importing.rows, { count: held.total })}</span>
      </p>
      <Reading held={held} disabled={under || busy} run={run} />
      <p className="meta ink2">{t(($) => $.crm.importing.known)}</p>
      {under ? (
        <FileProgress
          what={t(($) => (held.state === 'checking' ? $.crm.importing.checking : $.crm.importing.running))}
          label={t(($) => $.crm.import)}
          percent={held.total === 0 ? 100 : (held.done / held.total) * 100}
          progress={t(($) => $.crm.importing.progress, { done: when.count(held.done), total: when.count(held.total) })}
        />
      ) : (
        <div className={css.buttons}>
          <Button disabled={!known || held.total === 0} loading={busy} onClick={() => void run(() => call(checkImport, { id }))}>
            {t(($) => $.crm.importing.check)}
          </Button>
          <Button
            variant="filled"
            disabled={!known || held.total === 0 || held.state === 'imported'}
            loading={busy}
            onClick={() => void run(() => call(startImport, { id }))}
          >
            {t(($) => $.crm.importing.start, { count: held.total })}
          </Button>
        </div>
      )}
      {(held.state === 'checked' || held.state === 'imported') && <Result held={held} />}
    </>
  )
}

/** How the file is read and what its columns are, over its first rows. */
function Reading({
  held,
  disabled,
  run,
}: {
  held: ContactImport
  disabled: boolean
  run: (work: () => Promise<ContactImport>) => Promise<void>
}) {
  const { t } = useTranslation()
  const { id, encoding, delimiter, columns } = held
  const fields = useCustomFields('contact').all.filter((field) => !field.removed)
  const choices = [
    { value: '', label: t(($) => $.crm.importing.leaveOut) },
    ...importTargets.map((one) => ({ value: one, label: t(($) => $.crm.importing.target[one]) })),
    ...fields.map((field) => ({ value: `custom.${field.id}`, label: field.title })),
  ]
  const change = (wanted: Partial<Pick<ContactImport, 'encoding' | 'delimiter' | 'columns'>>) =>
    void run(() => call(changeImport, { id, encoding, delimiter, columns, ...wanted }))
  return (
    <>
      <div className={css.reading}>
        <NativeSelect
          label={t(($) => $.crm.importing.encoding)}
          disabled={disabled}
          value={encoding}
          data={[...encodings]}
          onChange={(event) => {
            const wanted = encodings.find((one) => one === event.currentTarget.value)
            if (wanted) change({ encoding: wanted })
          }}
        />
        <NativeSelect
          label={t(($) => $.crm.importing.delimiter)}
          disabled={disabled}
          value={delimiter}
          data={delimiters.map((one) => ({ value: one, label: t(($) => $.crm.importing.delimiters[one]) }))}
          onChange={(event) => {
            const wanted = delimiters.find((one) => one === event.currentTarget.value)
            if (wanted) change({ delimiter: wanted })
          }}
        />
      </div>
      <FileTable
        label={t(($) => $.crm.importing.first)}
        head={held.head}
        sample={held.sample}
        columns={columns}
        choices={choices}
        nameOf={(head, n) => head || t(($) => $.crm.importing.column, { n: n + 1 })}
        labelOf={(head) => t(($) => $.crm.importing.isA, { head })}
        disabled={disabled}
        onChoose={(n, value) => {
          const wanted = importColumn.safeParse(value === '' ? null : value)
          if (wanted.success) change({ columns: held.head.map((_, at) => (at === n ? wanted.data : (columns[at] ?? null))) })
        }}
      />
    </>
  )
}

function Result({ held }: { held: ContactImport }) {
  const { t } = useTranslation()
  const when = useWhen()
  const figures = [
    { n: when.count(held.created), label: t(($) => $.crm.importing.created) },
    { n: when.count(held.changed), label: t(($) => $.crm.importing.changed) },
    { n: when.count(held.unchanged), label: t(($) => $.crm.importing.unchanged) },
    { n: when.count(held.failed), label: t(($) => $.crm.importing.failed, { count: held.failed }), bad: held.failed > 0 },
  ]
  const said = (code: string) => (isKeyOf(english.crm.importing.problem, code) ? t(($) => $.crm.importing.problem[code]) : code)
  return (
    <>
      <h2 className={css.sub}>{t(($) => (held.state === 'checked' ? $.crm.importing.checked : $.crm.importing.imported))}</h2>
      <Figures figures={figures} />
      {held.problems.length > 0 && (
        <>
          <div className={css.groupHead}>
            <h2 className={css.sub}>{t(($) => $.crm.importing.problems)}</h2>
            <Button
              component="a"
              href={addressOf(importProblems, { id: held.id })}
              download
              leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}
            >
              {t(($) => $.crm.importing.download)}
            </Button>
          </div>
          <TableBox label={t(($) => $.crm.importing.problems)}>
            <thead>
              <tr>
                <th scope="col">{t(($) => $.crm.importing.row)}</th>
                <th scope="col">{t(($) => $.crm.importing.why)}</th>
              </tr>
            </thead>
            <tbody>
              {held.problems.map(({ row, code }) => (
                <tr key={row}>
                  <td className="n">{row}</td>
                  <td>{said(code)}</td>
                </tr>
              ))}
            </tbody>
          </TableBox>
        </>
      )}
    </>
  )
}
