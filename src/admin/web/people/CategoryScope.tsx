/** For each Category: not seen, tickets may be handed to it, or worked in. */
import { Button, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Named } from '#admin/web/frame/Pick.tsx'
import css from './scope.module.css'

const scopes = ['none', 'hand', 'work'] as const
type Scope = (typeof scopes)[number]

const sorted = (list: number[]) => list.toSorted((a, b) => a - b)

interface CategoryScopeProps {
  categories: readonly Named[]
  work: readonly number[]
  hand: readonly number[]
  onChange: (change: { workCategories: number[]; handCategories: number[] }) => void
}

export function CategoryScope({ categories, work, hand, onChange }: CategoryScopeProps) {
  const { t } = useTranslation()
  const group = useId()
  const [words, setWords] = useState('')
  const scopeOf = (id: number): Scope => (work.includes(id) ? 'work' : hand.includes(id) ? 'hand' : 'none')
  const put = (ids: readonly number[], scope: Scope) => {
    const others = (list: readonly number[]) => list.filter((id) => !ids.includes(id))
    onChange({
      workCategories: sorted([...others(work), ...(scope === 'work' ? ids : [])]),
      handCategories: sorted([...others(hand), ...(scope === 'hand' ? ids : [])]),
    })
  }
  const shown = categories.filter(({ name }) => name.toLowerCase().includes(words.trim().toLowerCase()))
  return (
    <div>
      {categories.length > 8 && (
        <TextInput
          type="search"
          maw={240}
          aria-label={t(($) => $.manage.list.search)}
          placeholder={t(($) => $.manage.list.search)}
          value={words}
          onChange={(e) => setWords(e.currentTarget.value)}
        />
      )}
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t(($) => $.manage.one.categories)}</th>
            {scopes.map((scope) => (
              <th key={scope} scope="col">
                <Button
                  variant="subtle"
                  aria-label={t(($) => $.manage.right.allTo, { scope: t(($) => $.manage.right.scopeOf[scope]) })}
                  onClick={() =>
                    put(
                      shown.map(({ id }) => id),
                      scope,
                    )
                  }
                >
                  {t(($) => $.manage.right.scopeOf[scope])}
                </Button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, name }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              {scopes.map((scope) => (
                <td key={scope}>
                  <label className={css.choice}>
                    <input
                      type="radio"
                      name={`${group} ${id}`}
                      checked={scopeOf(id) === scope}
                      aria-label={`${name}: ${t(($) => $.manage.right.scopeOf[scope])}`}
                      onChange={() => put([id], scope)}
                    />
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
