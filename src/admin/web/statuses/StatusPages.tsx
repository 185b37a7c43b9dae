/** Manage, Statuses: title, colour and order. */
import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { statuses } from '#categories/status.ts'
import type { FieldsProps, Kind } from '#admin/web/frame/kind.ts'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { ThingEditor } from '#admin/web/frame/ThingEditor.tsx'
import { ThingList } from '#admin/web/frame/ThingList.tsx'
import type { EditorProps } from '#admin/web/pages.ts'
import { ColorDot, ColorPicker } from './Colors.tsx'

type Status = z.output<typeof statuses.shape>

const kind: Kind<Status> = {
  thing: statuses,
  path: 'statuses',
  title: 'title',
  position: 'position',
  columns: (t) => [{ key: 'color', head: t(($) => $.manage.status.color), cell: ({ color }) => <ColorDot color={color} /> }],
  blank: (others) => ({ title: '', color: 'grey', position: Math.min(10_000, others.length) }),
  Fields: StatusFields,
}

function StatusFields({ values, set, problem }: FieldsProps<Status>) {
  const { t } = useTranslation()
  return (
    <Section title={t(($) => $.manage.one.statuses)}>
      <Row label={t(($) => $.manage.status.title)} about={t(($) => $.manage.status.titleAbout)} error={problem('title')}>
        {({ id }) => <TextInput id={id} maw={360} value={values.title} onChange={(e) => set({ title: e.currentTarget.value })} />}
      </Row>
      <Row group label={t(($) => $.manage.status.color)} error={problem('color')}>
        {({ labelId }) => <ColorPicker labelId={labelId} value={values.color} onChange={(color) => set({ color })} />}
      </Row>
    </Section>
  )
}

export const StatusList = () => <ThingList kind={kind} />
export const StatusEditor = (props: EditorProps) => <ThingEditor kind={kind} {...props} />
