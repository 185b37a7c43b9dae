/** Manage, Templates: texts with placeholders, and how they read on a ticket. */
import { Autocomplete, Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listQueues } from '#channels/email/api.ts'
import type { FieldsProps, Kind } from '#admin/web/frame/kind.ts'
import { PickSome } from '#admin/web/frame/Pick.tsx'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { ThingEditor } from '#admin/web/frame/ThingEditor.tsx'
import { ThingList } from '#admin/web/frame/ThingList.tsx'
import { useThings } from '#admin/web/frame/useThings.ts'
import type { EditorProps } from '#admin/web/pages.ts'
import { useMay } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { Tag } from '#platform/web/ui/Tag.tsx'
import { asRich } from '#templates/richText.ts'
import { giveTemplateText, templateText } from '#templates/textForTemplate.ts'
import { hasFiles, hasSubject, mayBeRich, templateKinds, templateProblems, templates, type TemplateValues } from '#templates/template.ts'
import { PlainText } from './PlainText.tsx'
import { RichText } from './RichText.tsx'
import { TemplatePreview } from './TemplatePreview.tsx'
import { TemplateFiles } from './TemplateFiles.tsx'
import { asPlain } from './textForms.ts'
import { useChoices } from '#templates/web/useChoices.ts'

const kind: Kind<TemplateValues> = {
  thing: templates,
  path: 'templates',
  title: 'name',
  columns: (t) => [
    { key: 'folder', head: t(($) => $.template.folder), cell: ({ folder }) => <span className="ink2">{folder}</span> },
    { key: 'kind', head: t(($) => $.template.kind), cell: (one) => t(($) => $.template.kindOf[one.kind]) },
    { key: 'language', head: t(($) => $.template.language), cell: ({ language }) => language ?? '', wide: true },
    { key: 'active', head: '', cell: ({ active }) => (active ? null : <Tag>{t(($) => $.template.inactive)}</Tag>), wide: true },
  ],
  blank: () => ({
    name: '',
    kind: 'email',
    folder: '',
    language: null,
    queueIds: [],
    subject: '',
    format: 'rich',
    body: '',
    files: [],
    active: true,
  }),
  Fields: TemplateFields,
  Aside: TemplatePreview,
}

function TemplateFields({ values, set, problem }: FieldsProps<TemplateValues>) {
  const { t } = useTranslation()
  const { choices, customIds } = useChoices()
  const { things } = useThings(templates)
  const mayReadQueues = useMay('queues.read')
  const queues = useEndpoint(listQueues, {}, { enabled: mayReadQueues })
  const folders = [...new Set((things ?? []).map((one) => one.folder).filter((folder) => folder !== ''))]
  // What is half typed is said when it is saved, not while it grows.
  const own = customIds ? templateProblems(values, customIds).filter((p) => p.code === 'unknown_placeholder') : []
  const wrong = (field: 'subject' | 'body') => {
    const found = own.find((p) => p.field === field)
    return found
      ? t(($) => $.template.problem.unknown_placeholder, { placeholder: String(found.details?.['placeholder']) })
      : problem(field)
  }
  /** What a kind cannot have goes when it is chosen. */
  const become = (next: TemplateValues['kind']) =>
    set({
      kind: next,
      ...(hasSubject(next) ? {} : { subject: '', queueIds: [] }),
      ...(hasFiles(next) ? {} : { files: [] }),
      ...(mayBeRich(next) || values.format === 'plain' ? {} : { format: 'plain' as const, body: asPlain(values.body) }),
    })
  return (
    <>
      <Section title={t(($) => $.manage.one.templates)}>
        <Row label={t(($) => $.template.name)} error={problem('name')}>
          {({ id }) => <TextInput id={id} maw={360} value={values.name} onChange={(e) => set({ name: e.currentTarget.value })} />}
        </Row>
        <Row group label={t(($) => $.template.kind)} about={t(($) => $.template.kindAbout)} error={problem('kind')}>
          {({ labelId }) => (
            <SegmentedControl
              aria-labelledby={labelId}
              value={values.kind}
              onChange={become}
              data={templateKinds.map((one) => ({ value: one, label: t(($) => $.template.kindOf[one]) }))}
            />
          )}
        </Row>
        <Row label={t(($) => $.template.folder)} about={t(($) => $.template.folderAbout)} error={problem('folder')}>
          {({ id }) => <Autocomplete id={id} maw={360} data={folders} value={values.folder} onChange={(folder) => set({ folder })} />}
        </Row>
        <Row label={t(($) => $.template.active)} about={t(($) => $.template.activeAbout)}>
          {({ id }) => <Checkbox id={id} pt={6} checked={values.active} onChange={(e) => set({ active: e.currentTarget.checked })} />}
        </Row>
      </Section>
      <Section title={t(($) => $.template.text)}>
        {hasSubject(values.kind) && (
          <Row label={t(($) => $.template.subject)} error={wrong('subject')}>
            {({ id }) => (
              <PlainText id={id} value={values.subject} choices={choices} maxLength={998} onChange={(subject) => set({ subject })} />
            )}
          </Row>
        )}
        {mayBeRich(values.kind) && (
          <Row group label={t(($) => $.template.format)} error={problem('format')}>
            {({ labelId }) => (
              <SegmentedControl
                aria-labelledby={labelId}
                value={values.format}
                onChange={(format) =>
                  format !== values.format && set({ format, body: format === 'plain' ? asPlain(values.body) : asRich(values.body) })
                }
                data={[
                  { value: 'rich', label: t(($) => $.template.rich) },
                  { value: 'plain', label: t(($) => $.template.plain) },
                ]}
              />
            )}
          </Row>
        )}
        <Row
          label={t(($) => $.template.body)}
          about={t(($) => $.template.bodyAbout, { open: '{{', example: '{{contact.firstName|customer}}' })}
          error={wrong('body')}
          group={values.format === 'rich'}
        >
          {({ id }) =>
            values.format === 'rich' ? (
              <RichText label={t(($) => $.template.body)} value={values.body} choices={choices} onChange={(body) => set({ body })} />
            ) : (
              <PlainText id={id} lines value={values.body} choices={choices} maxLength={100_000} onChange={(body) => set({ body })} />
            )
          }
        </Row>
        {hasFiles(values.kind) && (
          <Row group label={t(($) => $.template.files)} about={t(($) => $.template.filesAbout)} error={problem('files')}>
            {() => <TemplateFiles files={values.files} onChange={(files) => set({ files })} />}
          </Row>
        )}
        <Row label={t(($) => $.template.language)} about={t(($) => $.template.languageAbout)} error={problem('language')}>
          {({ id }) => (
            <TextInput
              id={id}
              maw={120}
              value={values.language ?? ''}
              onChange={(e) => set({ language: e.currentTarget.value.trim() || null })}
            />
          )}
        </Row>
      </Section>
      {mayReadQueues && values.kind === 'email' && (
        <Section title={t(($) => $.template.where)}>
          <Row label={t(($) => $.template.queues)} about={t(($) => $.template.queuesAbout)} error={problem('queueIds')}>
            {({ id }) => <PickSome id={id} from={queues.data?.queues} value={values.queueIds} onChange={(queueIds) => set({ queueIds })} />}
          </Row>
        </Section>
      )}
    </>
  )
}

export const TemplateList = () => <ThingList kind={kind} />

/** A new one may begin with the text of an activity. */
export function TemplateEditor(props: EditorProps) {
  const [given] = useState(templateText)
  useEffect(() => giveTemplateText(undefined), [])
  const [beginning] = useState<Kind<TemplateValues>>(() =>
    given
      ? { ...kind, blank: (others) => ({ ...kind.blank(others), name: given.name, subject: given.subject, body: asRich(given.text) }) }
      : kind,
  )
  return <ThingEditor kind={beginning} {...props} />
}
