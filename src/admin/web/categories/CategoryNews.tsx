/** Manage, Categories: which Users and Teams are told of what happens in it; a rule for each kind of news. */
import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { categoryNews, type CategorySettings } from '#categories/categorySettings.ts'
import { teams } from '#people/team.ts'
import type { FieldsProps } from '#admin/web/frame/kind.ts'
import type { english } from '#admin/words.ts'
import { PickSome } from '#admin/web/frame/Pick.tsx'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { useThings } from '#admin/web/frame/useThings.ts'
import { useUserNames } from '#admin/web/people/useUserNames.ts'
import css from './category.module.css'

type Rule = CategorySettings['notify'][number]

/** Until somebody says otherwise. Minutes. */
const usual = 30

export function CategoryNews({ values, set, problem }: Pick<FieldsProps<CategorySettings>, 'values' | 'set' | 'problem'>) {
  const { t } = useTranslation()
  const w = (key: keyof typeof english.manage.category.news) => t(($) => $.manage.category.news[key])
  const users = useUserNames()
  const groups = useThings(teams).things
  return (
    <Section title={w('title')}>
      {categoryNews.map((kind, at) => {
        const what = w(kind)
        const index = values.notify.findIndex((rule) => rule.kind === kind)
        const rule = values.notify[index] ?? { kind, userIds: [], teamIds: [], minutes: kind === 'unassigned' ? usual : null }
        const change = (changed: Partial<Rule>) => {
          const next = { ...rule, ...changed }
          const others = values.notify.filter((one) => one.kind !== kind)
          // Named nobody, it is no rule.
          set({ notify: next.userIds.length + next.teamIds.length > 0 ? [...others, next] : others })
        }
        return (
          <Row
            key={kind}
            group
            label={what}
            {...(at === 0 && { about: w('about') })}
            error={index < 0 ? undefined : (problem(`notify.${index}.minutes`) ?? problem(`notify.${index}.userIds`))}
          >
            {({ labelId }) => (
              <div className={css.news}>
                <PickSome
                  id={`${labelId}-users`}
                  aria-label={`${what}: ${w('users')}`}
                  placeholder={rule.userIds.length > 0 ? '' : w('users')}
                  from={users}
                  value={rule.userIds}
                  onChange={(userIds) => change({ userIds })}
                />
                <PickSome
                  id={`${labelId}-teams`}
                  aria-label={`${what}: ${w('teams')}`}
                  placeholder={rule.teamIds.length > 0 ? '' : w('teams')}
                  from={groups}
                  value={rule.teamIds}
                  onChange={(teamIds) => change({ teamIds })}
                />
                {kind === 'unassigned' && index >= 0 && (
                  <span className={css.unit}>
                    <NumberInput
                      aria-label={`${what}: ${w('minutes')}`}
                      w={80}
                      min={1}
                      allowDecimal={false}
                      value={rule.minutes ?? ''}
                      onChange={(minutes) => change({ minutes: typeof minutes === 'number' ? minutes : null })}
                    />
                    <span className="ink2">{w('minutes')}</span>
                  </span>
                )}
              </div>
            )}
          </Row>
        )
      })}
    </Section>
  )
}
