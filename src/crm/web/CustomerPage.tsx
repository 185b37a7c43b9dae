/** The frame of a Contact's or an Account's page: head with its buttons, the form, and beside it what belongs to it. */
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconChevronLeft } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import type { CallProblem } from '#platform/web/call.ts'
import { useTitle } from '#platform/web/title.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { PanelTabs } from '#platform/web/ui/PanelTabs.tsx'
import css from './customers.module.css'

interface Props<Key extends string> {
  title: string
  under?: ReactNode
  avatar?: ReactNode
  back: string
  isNew: boolean
  edited: number
  saving: boolean
  mayChange: boolean
  trouble: CallProblem | null
  onSave: () => void
  onDiscard: () => void
  /** More buttons, left of Save. */
  buttons?: ReactNode
  notice?: ReactNode
  form: ReactNode
  facts?: ReactNode
  tabs: readonly { key: Key; label: string; count?: string | undefined; content: ReactNode }[]
}

const conflict = z.object({ who: z.string().nullable() })

export function CustomerPage<Key extends string>(props: Props<Key>) {
  const { t } = useTranslation()
  const phone = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false })
  const [tab, setTab] = useState<Key | 'form' | null>(null)
  useTitle(props.title)
  const { tabs, trouble, isNew } = props
  const first = tabs[0]?.key
  const current = phone ? (tab ?? 'form') : tab === 'form' || tab === null ? first : tab
  const shown = tabs.find((one) => one.key === current)
  const stale = trouble?.problems.find((problem) => problem.field === 'version')
  return (
    <section className={css.panel} aria-label={props.title}>
      <form
        className={css.part}
        style={{ flex: 1 }}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          props.onSave()
        }}
      >
        <header className={css.head}>
          <Go
            href={props.back}
            className="ink3 ring-inside"
            aria-label={t(($) => (props.back === '/accounts' ? $.crm.toAccounts : $.crm.toContacts))}
          >
            <IconChevronLeft size={16} stroke={1.75} aria-hidden />
          </Go>
          {props.avatar}
          <div className={css.title}>
            <h1 className="cut">{props.title}</h1>
            {props.under && <div className="meta ink2 cut">{props.under}</div>}
          </div>
          <span className={css.space} />
          <div className={css.buttons}>
            {props.buttons}
            {props.edited > 0 && (
              <Button variant="subtle" onClick={props.onDiscard}>
                {t(($) => $.crm.discard)}
              </Button>
            )}
            {props.mayChange && (
              <Button type="submit" variant="filled" loading={props.saving} disabled={props.edited === 0 && !isNew}>
                {t(($) => (isNew ? $.crm.create : $.crm.save))}
              </Button>
            )}
          </div>
        </header>
        {trouble &&
          (stale ? (
            <Notice kind="warning" action={<Button onClick={props.onDiscard}>{t(($) => $.crm.reload)}</Button>}>
              {t(($) => $.crm.changedMeanwhile, { who: conflict.safeParse(stale.details).data?.who ?? t(($) => $.crm.someone) })}
            </Notice>
          ) : (
            <Notice kind="error">
              {t(($) => $.crm.notSaved)} {trouble.problems.length === 0 ? trouble.message : ''}
            </Notice>
          ))}
        {props.notice}
        {phone && !isNew && (
          <PanelTabs
            label={t(($) => $.crm.sections)}
            tabs={[{ key: 'form' as const, label: t(($) => $.crm.details) }, ...tabs]}
            current={current ?? 'form'}
            onChange={setTab}
            panelId="customer-part"
          />
        )}
        <div className={css.parts} data-new={isNew || undefined}>
          <div className={css.part} hidden={phone && current !== 'form'}>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
            <div className={css.form} tabIndex={0} role="group" aria-label={t(($) => $.crm.details)}>
              {props.form}
              {props.facts && <p className={css.facts}>{props.facts}</p>}
            </div>
          </div>
          {!isNew && (
            <div className={css.part} hidden={phone && current === 'form'}>
              {!phone && shown && (
                <PanelTabs<Key>
                  label={t(($) => $.crm.sections)}
                  tabs={tabs}
                  current={shown.key}
                  onChange={setTab}
                  panelId="customer-part"
                />
              )}
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
              <div className={css.scroll} role="tabpanel" id="customer-part" aria-labelledby={`customer-part-${shown?.key}`} tabIndex={0}>
                {shown?.content}
              </div>
            </div>
          )}
        </div>
      </form>
    </section>
  )
}
