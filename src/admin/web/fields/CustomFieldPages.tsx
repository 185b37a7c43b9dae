/** Manage, Custom fields: what this desk wants to know about its tickets, Contacts and Accounts. */
import { Checkbox, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { categories } from '#categories/categorySettings.ts'
import {
  asked,
  customFields,
  type FieldValues,
  fieldSubjects,
  fieldTypes,
  hasOptions,
  severalTypes,
  sortableTypes,
} from '#fields/customField.ts'
import { Tag } from '#platform/web/ui/Tag.tsx'
import type { FieldsProps, Kind } from '#admin/web/frame/kind.ts'
import { PickSome } from '#admin/web/frame/Pick.tsx'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { ThingEditor } from '#admin/web/frame/ThingEditor.tsx'
import { ThingList } from '#admin/web/frame/ThingList.tsx'
import { useThings } from '#admin/web/frame/useThings.ts'
import type { EditorProps } from '#admin/web/pages.ts'
import { ConditionFields } from './ConditionFields.tsx'
import { DefaultValue } from './DefaultValue.tsx'
import { Options } from './Options.tsx'

const kind: Kind<FieldValues> = {
  thing: customFields,
  path: 'custom-fields',
  title: 'title',
  position: 'position',
  within: 'subject',
  columns: (t) => [
    {
      key: 'subject',
      head: t(($) => $.manage.customField.subject),
      cell: ({ subject }) => t(($) => $.manage.customField.subjectOf[subject]),
    },
    { key: 'type', head: t(($) => $.manage.customField.type), cell: ({ type }) => t(($) => $.manage.customField.typeOf[type]) },
    {
      key: 'marks',
      head: '',
      wide: true,
      cell: ({ removed, required, personal, sortable }) => (
        <>
          {removed && <Tag>{t(($) => $.manage.customField.removed)}</Tag>}
          {required !== 'never' && <Tag>{t(($) => $.manage.customField.requiredTag)}</Tag>}
          {personal && <Tag>{t(($) => $.manage.customField.personal)}</Tag>}
          {sortable && <Tag>{t(($) => $.manage.customField.sortable)}</Tag>}
        </>
      ),
    },
  ],
  blank: (others) => ({
    ...customFields.parse({
      title: '-',
      subject: 'ticket',
      type: 'text',
      position: others.filter((one) => one.subject === 'ticket').length,
    }),
    title: '',
  }),
  // Numbers of options are another field's own; the clone's are made anew.
  cloned: ({ options }) => ({
    options: options.filter((option) => !option.removed).map((option, n) => ({ ...option, id: -1 - n })),
    default: null,
    removed: false,
  }),
  Fields: CustomFieldFields,
}

function CustomFieldFields({ id: own, values, stored, set, problem }: FieldsProps<FieldValues>) {
  const { t } = useTranslation()
  const all = useThings(categories).things
  const check = (name: 'several' | 'readOnly' | 'personal' | 'sortable' | 'removed', about?: string) => (
    <Row label={t(($) => $.manage.customField[name])} about={about} error={problem(name)}>
      {({ id }) => <Checkbox id={id} pt={6} checked={values[name]} onChange={(e) => set({ [name]: e.currentTarget.checked })} />}
    </Row>
  )
  return (
    <>
      <Section title={t(($) => $.manage.one['custom-fields'])}>
        <Row label={t(($) => $.manage.field.title)} error={problem('title')}>
          {({ id }) => <TextInput id={id} maw={360} value={values.title} onChange={(e) => set({ title: e.currentTarget.value })} />}
        </Row>
        <Row
          group
          label={t(($) => $.manage.customField.subject)}
          about={t(($) => $.manage.customField.subjectAbout)}
          error={problem('subject')}
        >
          {({ labelId }) => (
            <SegmentedControl
              aria-labelledby={labelId}
              disabled={stored !== null}
              value={values.subject}
              onChange={(subject) => set({ subject })}
              data={fieldSubjects.map((subject) => ({ value: subject, label: t(($) => $.manage.customField.subjectOf[subject]) }))}
            />
          )}
        </Row>
        <Row label={t(($) => $.manage.customField.type)} error={problem('type')}>
          {({ id }) => (
            <NativeSelect
              id={id}
              maw={360}
              value={values.type}
              data={fieldTypes.map((type) => ({ value: type, label: t(($) => $.manage.customField.typeOf[type]) }))}
              onChange={(e) => {
                const type = fieldTypes.find((one) => one === e.currentTarget.value)
                if (type)
                  set({
                    type,
                    default: null,
                    several: values.several && severalTypes.has(type),
                    sortable: values.sortable && sortableTypes.has(type),
                    options: hasOptions(type) ? values.options : [],
                  })
              }}
            />
          )}
        </Row>
        {hasOptions(values.type) && (
          <Row
            group
            label={t(($) => $.manage.customField.options)}
            about={t(($) => $.manage.customField.optionsAbout)}
            error={problem('options')}
          >
            {() => <Options options={values.options} onChange={(options) => set({ options })} />}
          </Row>
        )}
        {severalTypes.has(values.type) && check('several')}
        <Row label={t(($) => $.manage.customField.help)} about={t(($) => $.manage.customField.helpAbout)} error={problem('help')}>
          {({ id }) => (
            <Textarea id={id} maw={560} autosize minRows={2} value={values.help} onChange={(e) => set({ help: e.currentTarget.value })} />
          )}
        </Row>
      </Section>
      <Section title={t(($) => $.manage.customField.behaviour)}>
        <Row group label={t(($) => $.manage.customField.required)} error={problem('required')}>
          {({ labelId }) => (
            <SegmentedControl
              aria-labelledby={labelId}
              value={values.required}
              onChange={(required) => set({ required })}
              data={asked
                .filter((one) => one !== 'on_close' || values.subject === 'ticket')
                .map((one) => ({ value: one, label: t(($) => $.manage.requiredOf[one]) }))}
            />
          )}
        </Row>
        {check(
          'readOnly',
          t(($) => $.manage.customField.readOnlyAbout),
        )}
        <Row
          group={values.type === 'address' || (values.type === 'date_time' && values.several)}
          label={t(($) => $.manage.customField.default)}
          about={t(($) => $.manage.customField.defaultAbout)}
          error={problem('default')}
        >
          {({ id, labelId }) => <DefaultValue id={id} labelId={labelId} field={values} onChange={(value) => set({ default: value })} />}
        </Row>
        {check(
          'sortable',
          t(($) => $.manage.customField.sortableAbout),
        )}
        {check(
          'personal',
          t(($) => $.manage.customField.personalAbout),
        )}
      </Section>
      <Section title={t(($) => $.manage.customField.where)}>
        {values.subject === 'ticket' && (
          <Row
            label={t(($) => $.manage.page.categories)}
            about={t(($) => $.manage.customField.categoriesAbout)}
            error={problem('categoryIds')}
          >
            {({ id }) => <PickSome id={id} from={all} value={values.categoryIds} onChange={(categoryIds) => set({ categoryIds })} />}
          </Row>
        )}
        <Row
          group
          label={t(($) => $.manage.customField.condition)}
          about={t(($) => $.manage.customField.conditionAbout)}
          error={problem('condition')}
        >
          {() => <ConditionFields own={own} field={values} onChange={(condition) => set({ condition })} />}
        </Row>
        {stored &&
          check(
            'removed',
            t(($) => $.manage.customField.removedAbout),
          )}
      </Section>
    </>
  )
}

export const CustomFieldList = () => <ThingList kind={kind} />
export const CustomFieldEditor = (props: EditorProps) => <ThingEditor kind={kind} {...props} />
