/** The rows of the Form in the past: every field by its name, with what it had; what changed with this entry stands out. */
import { IconBuilding } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { displayValue } from '#fields/displayValue.ts'
import { shownFields } from '#fields/shownFields.ts'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { useValueWords } from '#fields/web/useValueWords.ts'
import type { Past } from '#history/api.ts'
import type { Person } from '#people/user.ts'
import { FormRow } from '#platform/web/ui/FormRow.tsx'
import { FormSection } from '#platform/web/ui/FormSection.tsx'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { customKey, type FieldName } from '#tickets/ticket.ts'
import { StatusChip } from '#tickets/web/StatusChip.tsx'
import css from './PastForm.module.css'
import { Value } from './Value.tsx'

export function PastRows({ past, users }: { past: Past; users: readonly Person[] }) {
  const { t } = useTranslation()
  const when = useWhen()
  const said = (field: string) => past.values[field]?.said ?? []
  const text = (field: string) => said(field).join(', ') || null
  const row = (field: FieldName, value?: ReactNode) => (
    <Row label={t(($) => $.ticket.field[field])} changed={marked(past, field)}>
      {value ?? <Value field={field} value={text(field)} />}
    </Row>
  )
  const people = (field: FieldName, kind: 'user' | 'customer') =>
    said(field).length === 0
      ? undefined
      : said(field).map((name) => (
          <span key={name} className={css.person}>
            <Avatar name={name} kind={kind} />
            <span className="cut">{name}</span>
          </span>
        ))
  const deadline = past.values['deadline']?.value
  return (
    <>
      <FormSection name={t(($) => $.ticket.section.customer)}>
        {row('contactId', people('contactId', 'customer'))}
        {row(
          'accountId',
          text('accountId') && (
            <span className={css.person}>
              <IconBuilding size={16} stroke={1.75} aria-hidden /> {text('accountId')}
            </span>
          ),
        )}
      </FormSection>
      <FormSection name={t(($) => $.ticket.section.handling)}>
        {row('title')}
        {row('categoryId')}
        {row('priority')}
        {row('state')}
        {row('userId', people('userId', 'user') ?? <span className="ink3">{t(($) => $.ticket.nobody)}</span>)}
        {row(
          'statusIds',
          past.statuses.length === 0 ? undefined : past.statuses.map((status) => <StatusChip key={status.id} {...status} />),
        )}
      </FormSection>
      <FormSection name={t(($) => $.history.past.clock)}>
        <Row label={t(($) => $.ticket.field.deadline)} changed={marked(past, 'deadline') || marked(past, 'computedDeadline')}>
          <span>
            <Value field="deadline" value={typeof deadline === 'string' ? deadline : past.computedDeadline} />{' '}
            {(typeof deadline === 'string' || past.computedDeadline !== null) && (
              <span className="ink3">{t(($) => (typeof deadline === 'string' ? $.history.past.byHand : $.history.past.computed))}</span>
            )}
          </span>
        </Row>
        {row('reopenAt')}
      </FormSection>
      <CustomRows past={past} users={users} />
      <FormSection name={t(($) => $.ticket.section.text)}>{row('description')}</FormSection>
      <FormSection name={t(($) => $.history.past.people)}>
        {row('followerIds', people('followerIds', 'user'))}
        {row('participants', said('participants').length > 0 && <span className={css.lines}>{said('participants').join('\n')}</span>)}
      </FormSection>
      <FormSection name={t(($) => $.history.past.relations)}>{row('parentId')}</FormSection>
      <p className="sr">{when.full(past.at)}</p>
    </>
  )
}

/** The fields that were shown then, and all that had a value: under the names they have now, removed ones too. */
function CustomRows({ past, users }: { past: Past; users: readonly Person[] }) {
  const { t } = useTranslation()
  const fields = useCustomFields('ticket')
  const words = useValueWords(users)
  const values = Object.fromEntries(
    Object.entries(past.values).flatMap(([key, { value }]) => (key.startsWith('custom.') ? [[key.slice('custom.'.length), value]] : [])),
  )
  const plain = (field: string) => {
    const value = past.values[field]?.value
    return typeof value === 'string' ? value : null
  }
  const category = past.values['categoryId']?.value
  const shown = new Set(
    shownFields({
      fields,
      values,
      categoryId: typeof category === 'number' ? category : null,
      priority: plain('priority'),
      state: plain('state'),
    }),
  )
  const saidOf = (id: number) => past.values[customKey(id)]?.said.join(', ') ?? ''
  const declared = fields.all.filter((field) => shown.has(field) || saidOf(field.id) !== '' || marked(past, customKey(field.id)))
  const gone = Object.keys(values)
    .map(Number)
    .filter((id) => fields.all.length > 0 && !fields.byId.has(id) && saidOf(id) !== '')
  if (declared.length + gone.length === 0) return null
  return (
    <FormSection name={t(($) => $.customField.section)}>
      {declared.map((field) => (
        <Row
          key={field.id}
          label={field.title}
          note={field.removed ? t(($) => $.history.past.removed) : undefined}
          changed={marked(past, customKey(field.id))}
        >
          <Value
            field={customKey(field.id)}
            value={(field.type === 'user' ? '' : displayValue(field, values[field.id], words)) || saidOf(field.id)}
          />
        </Row>
      ))}
      {gone.map((id) => (
        <Row key={id} label={t(($) => $.history.deletedField)} changed={marked(past, customKey(id))}>
          <Value field={customKey(id)} value={saidOf(id)} />
        </Row>
      ))}
    </FormSection>
  )
}

/** The beginning changed everything, so nothing of it stands out. */
const marked = ({ entry }: Past, field: string) => entry.name !== 'ticket.created' && field in entry.changes

function Row({ label, changed, note, children }: { label: string; changed: boolean; note?: string | undefined; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <FormRow label={label}>
      <div className={css.value} data-changed={changed || undefined}>
        {children}
        {note && <span className="ink3">{note}</span>}
        {changed && <span className="sr">{t(($) => $.history.past.changed)}</span>}
      </div>
    </FormRow>
  )
}
