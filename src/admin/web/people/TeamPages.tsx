/** Manage, Teams: named groups of Users. */
import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { teams } from '#people/team.ts'
import type { FieldsProps, Kind } from '#admin/web/frame/kind.ts'
import { PickSome } from '#admin/web/frame/Pick.tsx'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { ThingEditor } from '#admin/web/frame/ThingEditor.tsx'
import { ThingList } from '#admin/web/frame/ThingList.tsx'
import type { EditorProps } from '#admin/web/pages.ts'
import { Names } from './Names.tsx'
import { useUserNames } from './useUserNames.ts'

type Team = z.output<typeof teams.shape>

const kind: Kind<Team> = {
  thing: teams,
  path: 'teams',
  title: 'name',
  columns: (t) => [{ key: 'members', head: t(($) => $.manage.team.members), cell: ({ memberIds }) => <Members ids={memberIds} /> }],
  blank: () => ({ name: '', memberIds: [] }),
  Fields: TeamFields,
}

function Members({ ids }: { ids: readonly number[] }) {
  return <Names ids={ids} from={useUserNames()} />
}

function TeamFields({ values, set, problem }: FieldsProps<Team>) {
  const { t } = useTranslation()
  const users = useUserNames()
  return (
    <Section title={t(($) => $.manage.one.teams)}>
      <Row label={t(($) => $.manage.field.name)} error={problem('name')}>
        {({ id }) => <TextInput id={id} maw={360} value={values.name} onChange={(e) => set({ name: e.currentTarget.value })} />}
      </Row>
      <Row label={t(($) => $.manage.team.members)} about={t(($) => $.manage.team.membersAbout)} error={problem('memberIds')}>
        {({ id }) => <PickSome id={id} from={users} value={values.memberIds} onChange={(memberIds) => set({ memberIds })} />}
      </Row>
    </Section>
  )
}

export const TeamList = () => <ThingList kind={kind} />
export const TeamEditor = (props: EditorProps) => <ThingEditor kind={kind} {...props} />
