/** Builds a filter: conditions and groups that are added, nested, negated, moved by hand or by keys, and taken away, a group also without what it holds. */
import { ActionIcon, Button } from '@mantine/core'
import { IconBracketsContain, IconFold, IconGripVertical, IconPlus, IconX } from '@tabler/icons-react'
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { most, type Condition, type Filter } from '#platform/filter.ts'
import { conditionProblem } from '#platform/filterField.ts'
import {
  added,
  changed,
  dissolved,
  draftOf,
  type Group,
  linesOf,
  moved,
  newGroup,
  newLine,
  type Part,
  stepped,
  treeOf,
  without,
} from './draft.ts'
import css from './FilterBuilder.module.css'
import { LineInputs } from './LineInputs.tsx'
import { firstOf, type PartCount } from './lines.ts'
import type { FilterFields } from './useFilterFields.ts'

interface FilterBuilderProps {
  value: Filter
  /** Told with every change that makes a whole filter; lines that still lack a value are left out of it. */
  onChange: (filter: Filter) => void
  fields: FilterFields
  /** How many tickets match a part of the tree, shown at its line. */
  Count?: PartCount
}

export function FilterBuilder({ value, onChange, fields, Count }: FilterBuilderProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(() => draftOf(value))
  const [told, setTold] = useState(value)
  // Another one changed the filter: the words beside, or a scheme.
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    if (JSON.stringify(value) !== JSON.stringify(told)) setDraft(draftOf(value))
  }
  const box = useRef<HTMLDivElement>(null)
  const [dragged, setDragged] = useState<number>()
  const [over, setOver] = useState<{ group: number; at: number }>()
  const isReady = (condition: Condition) => conditionProblem(condition, fields.catalogue) === null
  const full = linesOf(draft) >= most.conditions

  const become = (next: Group) => {
    setDraft(next)
    const tree = treeOf(next, isReady)
    setTold(tree)
    onChange(tree)
  }
  /** Where the caret goes after a part came, moved or went. */
  const focusOn = (selector: string) => requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(selector)?.focus())
  const addLine = (group: Group) => {
    const line = newLine(firstOf(fields))
    become(added(draft, group.key, line))
    focusOn(`[data-part="${line.key}"] input`)
  }
  const addGroup = (group: Group) => {
    const line = newLine(firstOf(fields))
    become(added(draft, group.key, newGroup(group.join === 'and' ? 'or' : 'and', [line])))
    focusOn(`[data-part="${line.key}"] input`)
  }
  const remove = (part: Part, group: Group) => {
    become(without(draft, part.key))
    focusOn(`[data-group="${group.key}"] [data-add]`)
  }
  const step = (event: KeyboardEvent, key: number) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (by !== 1 && by !== -1) return
    event.preventDefault()
    become(stepped(draft, key, by))
    focusOn(`[data-grip="${key}"]`)
  }
  const drag = {
    over: (event: DragEvent, group: number, at: number) => {
      if (dragged === undefined) return
      event.preventDefault()
      event.stopPropagation()
      const { top, height } = event.currentTarget.getBoundingClientRect()
      setOver({ group, at: event.clientY > top + height / 2 ? at + 1 : at })
    },
    drop: (event: DragEvent) => {
      event.preventDefault()
      event.stopPropagation()
      if (dragged !== undefined && over) become(moved(draft, dragged, over.group, over.at))
      setDragged(undefined)
      setOver(undefined)
    },
  }

  const negate = (part: Part) => become(changed(draft, part.key, (one) => ({ ...one, negated: !one.negated })))
  const notButton = (part: Part, what: string) => (
    <button
      type="button"
      className={css.not}
      aria-pressed={part.negated}
      aria-label={t(($) => $.build.negate, { what })}
      onClick={() => negate(part)}
    >
      {t(($) => $.build.not)}
    </button>
  )
  const grip = (part: Part, what: string) => (
    <button
      type="button"
      className={css.grip}
      data-grip={part.key}
      draggable
      aria-label={t(($) => $.build.move, { what })}
      onKeyDown={(event) => step(event, part.key)}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        setDragged(part.key)
      }}
      onDragEnd={() => {
        setDragged(undefined)
        setOver(undefined)
      }}
    >
      <IconGripVertical size={14} stroke={1.75} aria-hidden />
    </button>
  )

  const groupOf = (group: Group, parent: Group | null, depth: number) => {
    const means = group.join === 'and' ? (group.negated ? 'notAll' : 'allOf') : group.negated ? 'noneOf' : 'anyOf'
    return (
      <div key={group.key} className={css.group} data-group={group.key} data-part={group.key} data-negated={group.negated || undefined}>
        <div className={css.head}>
          {parent &&
            grip(
              group,
              t(($) => $.build.thisGroup),
            )}
          <span className={css.join} role="group" aria-label={t(($) => $.build.join)}>
            {(['and', 'or'] as const).map((join) => (
              <button
                key={join}
                type="button"
                aria-pressed={group.join === join}
                onClick={() => become(changed(draft, group.key, (one) => (one.kind === 'group' ? { ...one, join } : one)))}
              >
                {t(($) => $.build[join])}
              </button>
            ))}
          </span>
          {notButton(
            group,
            t(($) => $.build.thisGroup),
          )}
          <span className={css.means}>{t(($) => $.build[means])}</span>
          <span className={css.space} />
          {Count && group.parts.length > 0 && <Count tree={treeOf({ ...newGroup('and', [group]) }, isReady)} />}
          {parent && (
            <>
              <ActionIcon
                aria-label={t(($) => $.build.dissolve)}
                data-tip={t(($) => $.build.dissolve)}
                onClick={() => {
                  become(dissolved(draft, group.key))
                  focusOn(`[data-group="${parent.key}"] [data-add]`)
                }}
              >
                <IconFold size={16} stroke={1.75} aria-hidden />
              </ActionIcon>
              <ActionIcon
                aria-label={t(($) => $.build.remove, { what: t(($) => $.build.thisGroup) })}
                data-tip={t(($) => $.build.remove, { what: t(($) => $.build.thisGroup) })}
                onClick={() => remove(group, parent)}
              >
                <IconX size={14} stroke={1.75} aria-hidden />
              </ActionIcon>
            </>
          )}
        </div>
        {group.parts.map((part, at) => {
          const mark =
            over?.group === group.key
              ? over.at === at
                ? 'before'
                : over.at === at + 1 && at === group.parts.length - 1
                  ? 'after'
                  : undefined
              : undefined
          return (
            <div
              key={part.key}
              className={css.part}
              data-drop={mark}
              data-dragged={dragged === part.key || undefined}
              onDragOver={(event) => drag.over(event, group.key, at)}
              onDrop={drag.drop}
            >
              {part.kind === 'group' ? (
                groupOf(part, group, depth + 1)
              ) : (
                <div className={css.line} data-part={part.key}>
                  {grip(part, fields.label(part.field))}
                  {notButton(part, fields.label(part.field))}
                  <LineInputs
                    line={part}
                    fields={fields}
                    onChange={(condition) =>
                      become(
                        changed(draft, part.key, (one) => (one.kind === 'line' ? { ...one, ...condition, value: condition.value } : one)),
                      )
                    }
                  />
                  <span className={css.count}>{Count && <Count tree={treeOf(newGroup('and', [part]), isReady)} />}</span>
                  <ActionIcon
                    aria-label={t(($) => $.build.remove, { what: fields.label(part.field) })}
                    data-tip={t(($) => $.build.remove, { what: fields.label(part.field) })}
                    onClick={() => remove(part, group)}
                  >
                    <IconX size={14} stroke={1.75} aria-hidden />
                  </ActionIcon>
                </div>
              )}
            </div>
          )
        })}
        <div
          className={css.adders}
          data-drop={over?.group === group.key && group.parts.length === 0 ? 'before' : undefined}
          onDragOver={(event) => drag.over(event, group.key, group.parts.length)}
          onDrop={drag.drop}
        >
          <Button
            variant="subtle"
            className={css.adder}
            data-add
            disabled={full}
            leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
            aria-label={t(($) => $.build.addCondition)}
            onClick={() => addLine(group)}
          >
            {t(($) => $.build.condition)}
          </Button>
          <Button
            variant="subtle"
            className={css.adder}
            disabled={full || depth >= most.depth / 2 - 2}
            leftSection={<IconBracketsContain size={14} stroke={1.75} aria-hidden />}
            aria-label={t(($) => $.build.addGroup)}
            onClick={() => addGroup(group)}
          >
            {t(($) => $.build.group)}
          </Button>
        </div>
      </div>
    )
  }
  return (
    <div ref={box} className={css.builder}>
      {groupOf(draft, null, 0)}
    </div>
  )
}
