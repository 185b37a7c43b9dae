/** What can be done to the rows of a list: the buttons stand in place, and wait disabled until a selection allows them. */
import { Button } from '@mantine/core'
import type { TablerIcon } from '@tabler/icons-react'
import type { Permission } from '#platform/permission.ts'
import { useMe } from '#people/web/session.ts'
import css from './ListToolbar.module.css'
import type { ListSelection } from './selection.ts'

export interface ListAction {
  key: string
  label: string
  icon: TablerIcon
  /** With how many selected tickets it can be pressed. */
  enabledAt: (count: number) => boolean
  /** Without it the button is not there. */
  permission: Permission
  onPress: (selection: ListSelection) => void
}

/** `rows` need a selection, `list` concern the whole list; a line parts them. On narrow screens only the icons stay, with their names as tooltips; on a phone they come with the first selected row. */
export function ListToolbar({
  rows,
  list,
  selection,
}: {
  rows: readonly ListAction[]
  list: readonly ListAction[]
  selection: ListSelection
}) {
  const { permissions } = useMe()
  const allowed = (actions: readonly ListAction[]) => actions.filter(({ permission }) => permissions.includes(permission))
  const [ofRows, ofList] = [allowed(rows), allowed(list)]
  const buttons = (actions: readonly ListAction[]) =>
    actions.map(({ key, label, icon: Icon, enabledAt, onPress }) => (
      <Button
        key={key}
        variant="subtle"
        className={css.action}
        data-tip={label}
        disabled={!enabledAt(selection.count)}
        leftSection={<Icon size={16} stroke={1.75} aria-hidden />}
        onClick={() => onPress(selection)}
      >
        <span className={css.word}>{label}</span>
      </Button>
    ))
  return (
    <div className={css.toolbar} data-on={selection.count > 0 || undefined}>
      {buttons(ofRows)}
      {ofRows.length > 0 && ofList.length > 0 && <span className={css.line} aria-hidden />}
      {buttons(ofList)}
    </div>
  )
}
