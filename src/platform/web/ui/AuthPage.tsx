/** Pages before one is signed in: the mark and the desk's name at the left, the form at the right. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import css from './AuthPage.module.css'
import { Mark } from './Mark.tsx'

export interface AuthPageProps {
  /** The left side: usually `AuthStory`. */
  side: ReactNode
  /** At the foot of the left side. */
  foot?: ReactNode
  /** “Sign in” */
  title: string
  /** Under the title. */
  lead?: ReactNode
  /** The form: inputs and buttons with `size="lg"`. */
  children: ReactNode
}

export function AuthPage({ side, foot, title, lead, children }: AuthPageProps) {
  const { t } = useTranslation()
  return (
    <div className={css.page}>
      <aside className={css.side}>
        <div className={css.brand}>
          <Mark size={24} decorative />
          {t(($) => $.common.product)}
        </div>
        {side}
        {foot && <div className={css.foot}>{foot}</div>}
      </aside>
      <main className={css.work}>
        <div className={css.form}>
          <h1 className={css.title}>{title}</h1>
          {lead && <p className={css.lead}>{lead}</p>}
          {children}
        </div>
      </main>
    </div>
  )
}

/** The large mark over the desk's name and a sentence. */
export function AuthStory({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css.story}>
      <Mark size={188} decorative />
      <p className={css.name}>{name}</p>
      <p className={css.sentence}>{children}</p>
    </div>
  )
}

/** The steps of a set-up: those done carry a check, the present one is filled. */
export function AuthSteps({ steps, current }: { steps: readonly { name: string; detail: string }[]; current: number }) {
  return (
    <ol className={css.steps}>
      {steps.map((step, at) => (
        <li key={step.name} data-now={at === current || undefined} aria-current={at === current ? 'step' : undefined}>
          <span className={css.number}>{at < current ? '✓' : at + 1}</span>
          <span>
            <b>{step.name}</b>
            <span className={css.detail}>{step.detail}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}
