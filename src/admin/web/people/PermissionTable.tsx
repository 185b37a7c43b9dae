/** The permission table: modules down, what may be done across; a row's or a column's head switches all of it. */
import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { modules, type Permission, verbs } from '#platform/permission.ts'
import css from './access.module.css'

interface PermissionTableProps {
  has: ReadonlySet<Permission>
  mayGive: ReadonlySet<Permission>
  onChange: (permissions: readonly Permission[], on: boolean) => void
}

export function PermissionTable({ has, mayGive, onChange }: PermissionTableProps) {
  const { t } = useTranslation()
  const toggle = (label: string, of: readonly Permission[], text?: string) => {
    const given = of.filter((permission) => has.has(permission)).length
    return (
      <Checkbox
        checked={given === of.length}
        indeterminate={given > 0 && given < of.length}
        disabled={of.every((permission) => !mayGive.has(permission))}
        label={text}
        aria-label={label}
        onChange={(e) => onChange(of, e.currentTarget.checked)}
      />
    )
  }
  return (
    <div className={css.scroller}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t(($) => $.manage.access.module)}</th>
            {verbs.map((verb) => {
              const name = t(($) => $.manage.access.verb[verb])
              return (
                <th key={verb} scope="col">
                  {toggle(
                    t(($) => $.manage.access.allOf, { what: name }),
                    modules.map((module): Permission => `${module}.${verb}`),
                    name,
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {modules.map((module) => {
            const name = t(($) => $.manage.access.moduleOf[module])
            return (
              <tr key={module}>
                <th scope="row">
                  {toggle(
                    t(($) => $.manage.access.allOf, { what: name }),
                    verbs.map((verb): Permission => `${module}.${verb}`),
                    name,
                  )}
                </th>
                {verbs.map((verb) => (
                  <td key={verb}>{toggle(`${name}: ${t(($) => $.manage.access.verb[verb])}`, [`${module}.${verb}`])}</td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
