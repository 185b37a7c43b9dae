/** Manage, Accesses: what Users may do, module by module, and the permissions with names of their own. */
import { Checkbox, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { accesses } from '#people/access.ts'
import { useMe } from '#people/web/session.ts'
import { named, type Permission, permissions } from '#platform/permission.ts'
import type { FieldsProps, Kind } from '#admin/web/frame/kind.ts'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { ThingEditor } from '#admin/web/frame/ThingEditor.tsx'
import { ThingList } from '#admin/web/frame/ThingList.tsx'
import type { EditorProps } from '#admin/web/pages.ts'
import css from './access.module.css'
import { PermissionTable } from './PermissionTable.tsx'

type Access = z.output<typeof accesses.shape>

const kind: Kind<Access> = {
  thing: accesses,
  path: 'accesses',
  title: 'name',
  columns: (t) => [
    {
      key: 'permissions',
      head: t(($) => $.manage.access.permissions),
      cell: (access) => t(($) => $.manage.access.some, { count: access.permissions.length, all: permissions.length }),
    },
  ],
  blank: () => ({ name: '', permissions: [] }),
  Fields: AccessFields,
}

function AccessFields({ values, stored, set, problem }: FieldsProps<Access>) {
  const { t } = useTranslation()
  const me = useMe()
  const has = new Set<Permission>(values.permissions)
  // Nobody gives what they do not have; what the Access has already may be taken away.
  const mayGive = new Set<Permission>([...me.permissions, ...(stored?.permissions ?? [])])
  const change = (given: readonly Permission[], on: boolean) => {
    const next = new Set(has)
    for (const permission of given)
      if (!on) next.delete(permission)
      else if (mayGive.has(permission)) next.add(permission)
    set({ permissions: permissions.filter((permission) => next.has(permission)) })
  }
  return (
    <>
      <Section title={t(($) => $.manage.one.accesses)}>
        <Row label={t(($) => $.manage.field.name)} error={problem('name')}>
          {({ id }) => <TextInput id={id} maw={360} value={values.name} onChange={(e) => set({ name: e.currentTarget.value })} />}
        </Row>
      </Section>
      <Section title={t(($) => $.manage.access.modules)}>
        {problem('permissions') && (
          <p className={css.error} role="alert">
            {problem('permissions')}
          </p>
        )}
        <PermissionTable has={has} mayGive={mayGive} onChange={change} />
      </Section>
      <Section title={t(($) => $.manage.access.named)}>
        <ul className={css.named}>
          {named.map((permission) => (
            <li key={permission}>
              <Checkbox
                checked={has.has(permission)}
                disabled={!mayGive.has(permission)}
                label={t(($) => $.manage.permission[permission].name)}
                description={t(($) => $.manage.permission[permission].about)}
                onChange={(e) => change([permission], e.currentTarget.checked)}
              />
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}

export const AccessList = () => <ThingList kind={kind} />
export const AccessEditor = (props: EditorProps) => <ThingEditor kind={kind} {...props} />
