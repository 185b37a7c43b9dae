/** Where the ticket stands in its tree: its parent, its children, and a new child. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import { FormRow } from '#platform/web/ui/FormRow.tsx'
import { FormSection } from '#platform/web/ui/FormSection.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { ParentPicker } from './ParentPicker.tsx'
import css from './TicketForm.module.css'
import type { Rows } from './TicketForm.tsx'
import type { FormWords } from './useFormWords.ts'
import type { TicketFormState } from './useTicketForm.ts'

export function RelationRows({ form, words, rows: { row, input } }: { form: TicketFormState; words: FormWords; rows: Rows }) {
  const { t } = useTranslation()
  const router: { history: { push: (href: string) => void } } | undefined = useRouter({ warn: false })
  const mayCreate = useMay('tickets.create')
  const { ticket } = form
  const href = `/tickets/new?parent=${ticket.id}`
  return (
    <FormSection name={t(($) => $.ticket.fill.relations)}>
      <FormRow {...row('parentId')}>
        <ParentPicker
          {...input('parentId')}
          self={ticket.id}
          value={words.parent}
          onPick={(parent) => form.set('parentId', parent?.id ?? null)}
        />
      </FormRow>
      <FormRow label={t(($) => $.ticket.fill.children)} labelId={`${input('parentId').id}-children`}>
        <ul className={css.children} aria-labelledby={`${input('parentId').id}-children`}>
          {ticket.children.map((child) => (
            <li key={child.id}>
              <StateTile state={child.state} label={t(($) => $.ticket.state[child.state])} />
              <Go className="link n" href={`/tickets/${child.id}`}>
                #{child.id}
              </Go>
              <span className="cut" title={child.title}>
                {child.title}
              </span>
              <span className="meta ink3">{t(($) => $.ticket.state[child.state])}</span>
            </li>
          ))}
        </ul>
        {mayCreate && (
          <Button
            component="a"
            href={href}
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
            onClick={(event) => {
              if (!router || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
              event.preventDefault()
              router.history.push(href)
            }}
          >
            {t(($) => $.ticket.fill.child)}
          </Button>
        )}
      </FormRow>
    </FormSection>
  )
}
