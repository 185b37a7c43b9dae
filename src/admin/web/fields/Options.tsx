/** The options of a select: renamed, put in order, taken out of the form. Their numbers stay for ever, so values keep what they mean. */
import { Button, TextInput } from '@mantine/core'
import { IconArrowBackUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FieldOption } from '#fields/customField.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { Handle } from '#admin/web/frame/Handle.tsx'
import { moved, useDragOrder } from '#admin/web/frame/useDragOrder.ts'
import css from './fields.module.css'

export function Options({ options, onChange }: { options: readonly FieldOption[]; onChange: (options: FieldOption[]) => void }) {
  const { t } = useTranslation()
  const drag = useDragOrder(options.length, (from, to) => onChange(moved(options, from, to)))
  const add = () => onChange([...options, { id: Math.min(0, ...options.map((one) => one.id)) - 1, title: '', removed: false }])
  return (
    <>
      <ul className={css.options}>
        {options.map((option, n) => {
          const name = option.title || t(($) => $.manage.customField.optionNumber, { n: n + 1 })
          return (
            <li key={option.id} className={css.option} data-removed={option.removed || undefined} {...drag.row(n)}>
              <Handle label={t(($) => $.manage.list.move, { title: name })} {...drag.handle(n)} />
              <TextInput
                aria-label={t(($) => $.manage.customField.optionNumber, { n: n + 1 })}
                value={option.title}
                disabled={option.removed}
                onChange={(e) => onChange(options.with(n, { ...option, title: e.currentTarget.value }))}
                onKeyDown={(e) => {
                  if (e.key !== 'Enter') return
                  e.preventDefault()
                  add()
                }}
              />
              {option.removed ? (
                <IconButton
                  label={t(($) => $.manage.customField.restoreOption, { name })}
                  icon={<IconArrowBackUp size={16} stroke={1.75} />}
                  onClick={() => onChange(options.with(n, { ...option, removed: false }))}
                />
              ) : (
                <IconButton
                  label={t(($) => $.common.remove, { what: name })}
                  icon={<IconTrash size={16} stroke={1.75} />}
                  onClick={() => onChange(option.id > 0 ? options.with(n, { ...option, removed: true }) : options.toSpliced(n, 1))}
                />
              )}
            </li>
          )
        })}
      </ul>
      <Button leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={add}>
        {t(($) => $.manage.customField.addOption)}
      </Button>
    </>
  )
}
