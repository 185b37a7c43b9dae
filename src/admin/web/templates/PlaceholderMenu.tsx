/** The button that inserts a placeholder where the cursor stands: found by name or by what it becomes. */
import { Button, Popover, TextInput } from '@mantine/core'
import { IconBraces } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ChoiceList, moved } from '#templates/web/ChoiceList.tsx'
import css from './templates.module.css'
import { type Choice, matching } from '#templates/web/typed.ts'

interface Props {
  choices: readonly Choice[]
  /** The button stands at the end of its line, and the list under it too. */
  atEnd?: boolean
  onChoose: (name: string) => void
}

export function PlaceholderMenu({ choices, atEnd = false, onChoose }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [open, setOpen] = useState(false)
  const [words, setWords] = useState('')
  const [active, setActive] = useState(0)
  const found = matching(choices, words)
  const choose = (choice: Choice | undefined) => {
    if (!choice) return
    setOpen(false)
    setWords('')
    onChoose(choice.name)
  }
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position={atEnd ? 'bottom-end' : 'bottom-start'} width={460}>
      <Popover.Target>
        <Button
          variant="subtle"
          leftSection={<IconBraces size={16} stroke={1.75} aria-hidden />}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setOpen(!open)}
        >
          {t(($) => $.template.insert)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={css.menu ?? ''}>
        <TextInput
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={`${id}-${active}`}
          aria-label={t(($) => $.template.find)}
          placeholder={t(($) => $.template.find)}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value)
            setActive(0)
          }}
          onKeyDown={(event) => {
            const next = moved(active, event.key, found.length)
            if (next !== null) setActive(next)
            else if (event.key === 'Enter') choose(found[active])
            else return
            event.preventDefault()
          }}
        />
        <ChoiceList id={id} choices={found} active={active} onChoose={choose} />
      </Popover.Dropdown>
    </Popover>
  )
}
