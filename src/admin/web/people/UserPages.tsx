/** Manage, Users: who they are, what they may do and to which data, and how they come in. */
import { Checkbox, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { accesses } from '#people/access.ts'
import { rights } from '#people/right.ts'
import { teams } from '#people/team.ts'
import { users, type UserValues } from '#people/users.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { Tag } from '#platform/web/ui/Tag.tsx'
import type { FieldsProps, Kind } from '#admin/web/frame/kind.ts'
import { PickOne } from '#admin/web/frame/Pick.tsx'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { ThingEditor } from '#admin/web/frame/ThingEditor.tsx'
import { ThingList } from '#admin/web/frame/ThingList.tsx'
import { useThings } from '#admin/web/frame/useThings.ts'
import { ZonePicker } from '#admin/web/clock/ZonePicker.tsx'
import type { EditorProps } from '#admin/web/pages.ts'
import { UserCommands } from './UserCommands.tsx'

const kind: Kind<UserValues> = {
  thing: users,
  path: 'users',
  title: 'name',
  columns: (t) => [
    { key: 'active', head: '', cell: ({ active }) => !active && <Tag>{t(($) => $.manage.user.disabled)}</Tag> },
    { key: 'email', head: t(($) => $.manage.user.email), cell: ({ email }) => email },
    { key: 'access', head: t(($) => $.manage.user.access), cell: ({ accessId }) => <AccessName id={accessId} /> },
    { key: 'right', head: t(($) => $.manage.user.right), cell: ({ rightId }) => <RightName id={rightId} />, wide: true },
  ],
  blank: () => ({ name: '', email: '', accessId: 0, rightId: 0, timeZone: null, active: true, awayFrom: null, awayUntil: null }),
  cloned: () => ({ name: '', email: '', active: true, awayFrom: null, awayUntil: null }),
  Fields: UserFields,
  Commands: UserCommands,
}

const awayDays = ['awayFrom', 'awayUntil'] as const

function AccessName({ id }: { id: number }) {
  return useThings(accesses).things?.find((one) => one.id === id)?.name ?? ''
}
function RightName({ id }: { id: number }) {
  return useThings(rights).things?.find((one) => one.id === id)?.name ?? ''
}

function UserFields({ id: userId, values, set, problem }: FieldsProps<UserValues>) {
  const { t } = useTranslation()
  const known = useThings(accesses).things
  const data = useThings(rights).things
  const theirTeams = useThings(teams).things?.filter((team) => userId !== null && team.memberIds.includes(userId)) ?? []
  return (
    <>
      <Section title={t(($) => $.manage.one.users)}>
        <Row label={t(($) => $.manage.field.name)} error={problem('name')}>
          {({ id }) => <TextInput id={id} maw={360} value={values.name} onChange={(e) => set({ name: e.currentTarget.value })} />}
        </Row>
        <Row label={t(($) => $.manage.user.email)} about={t(($) => $.manage.user.emailAbout)} error={problem('email')}>
          {({ id }) => (
            <TextInput id={id} maw={360} type="email" value={values.email} onChange={(e) => set({ email: e.currentTarget.value })} />
          )}
        </Row>
        <Row label={t(($) => $.manage.user.active)} about={t(($) => $.manage.user.activeAbout)} error={problem('active')}>
          {({ id }) => <Checkbox id={id} pt={6} checked={values.active} onChange={(e) => set({ active: e.currentTarget.checked })} />}
        </Row>
      </Section>
      <Section title={t(($) => $.manage.user.may)}>
        <Row label={t(($) => $.manage.user.access)} about={t(($) => $.manage.user.accessAbout)} error={problem('accessId')}>
          {({ id }) => (
            <PickOne id={id} from={known} value={values.accessId || null} onChange={(accessId) => set({ accessId: accessId ?? 0 })} />
          )}
        </Row>
        <Row label={t(($) => $.manage.user.right)} about={t(($) => $.manage.user.rightAbout)} error={problem('rightId')}>
          {({ id }) => (
            <PickOne id={id} from={data} value={values.rightId || null} onChange={(rightId) => set({ rightId: rightId ?? 0 })} />
          )}
        </Row>
        <Row group label={t(($) => $.manage.user.teams)} about={t(($) => $.manage.user.teamsAbout)}>
          {() => (
            <ul style={{ paddingTop: 4 }}>
              {theirTeams.map((team) => (
                <li key={team.id}>
                  <Go href={`/manage/teams/${team.id}`} className="link">
                    {team.name}
                  </Go>
                </li>
              ))}
              {theirTeams.length === 0 && <li className="ink3">{t(($) => $.manage.user.noTeams)}</li>}
            </ul>
          )}
        </Row>
      </Section>
      <Section title={t(($) => $.notify.away.title)}>
        {awayDays.map((day) => (
          <Row
            key={day}
            label={t(($) => $.notify.away[day === 'awayFrom' ? 'from' : 'until'])}
            {...(day === 'awayFrom' && { about: t(($) => $.manage.user.awayAbout) })}
            error={problem(day)}
          >
            {({ id }) => (
              <TextInput
                id={id}
                maw={180}
                type="date"
                value={values[day] ?? ''}
                onChange={({ currentTarget }) => set({ [day]: currentTarget.value || null })}
              />
            )}
          </Row>
        ))}
      </Section>
      <Section title={t(($) => $.manage.user.place)}>
        <Row label={t(($) => $.manage.user.timeZone)} about={t(($) => $.manage.user.timeZoneAbout)} error={problem('timeZone')}>
          {({ id }) => (
            <ZonePicker
              id={id}
              value={values.timeZone}
              none={t(($) => $.manage.user.asBrowser)}
              onChange={(timeZone) => set({ timeZone })}
            />
          )}
        </Row>
      </Section>
    </>
  )
}

export const UserList = () => <ThingList kind={kind} />
export const UserEditor = (props: EditorProps) => <ThingEditor kind={kind} {...props} />
