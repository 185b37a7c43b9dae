/** One’s own keys: another one for each action, none, or all as they were. */
import { Button } from '@mantine/core'
import { IconRestore } from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ActionKey, actionOf, type ChosenKeys, keyOfAction, movable, possibleKey, scopes, takenBy } from '#platform/actions.ts'
import { keyTyped } from '#platform/web/keys.ts'
import { useKeyNames } from '#platform/web/useKeyNames.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import css from './Keyboard.module.css'
import { Section } from './Section.tsx'
import { useMe } from './session.ts'
import { usePreference } from './usePreferences.ts'

/** A key was pressed that other actions have. */
interface Clash {
  action: ActionKey
  key: string
  by: ActionKey[]
}

export function Keyboard() {
  const { t } = useTranslation()
  const { permissions } = useMe()
  const nameOf = useKeyNames()
  const [chosen, choose] = usePreference('keys')
  const [listening, setListening] = useState<ActionKey>()
  const [clash, setClash] = useState<Clash>()
  const [trouble, setTrouble] = useState<string>()
  const buttons = useRef(new Map<ActionKey, HTMLButtonElement | null>())

  const save = (to: ChosenKeys) => {
    setClash(undefined)
    setTrouble(undefined)
    choose(to).catch((error: unknown) => setTrouble(error instanceof Error ? error.message : ''))
  }
  const set = (action: ActionKey, key: string | null, others: readonly ActionKey[] = []) => {
    const next: ChosenKeys = { ...chosen, [action]: key }
    for (const other of others) next[other] = null
    // What is as usual need not be remembered.
    for (const one of movable) if (next[one] === actionOf(one).key) delete next[one]
    save(next)
  }
  const press = (event: KeyboardEvent, action: ActionKey) => {
    if (listening !== action || ['Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'Tab'].includes(event.key)) return
    event.preventDefault()
    event.stopPropagation()
    event.nativeEvent.stopImmediatePropagation()
    setListening(undefined)
    const key = keyTyped(event.nativeEvent)
    if (key === 'Escape') return
    if (!possibleKey.test(key)) return setTrouble(t(($) => $.people.keyboard.impossible))
    setTrouble(undefined)
    const by = takenBy(action, key, chosen)
    if (by.length > 0) setClash({ action, key, by })
    else set(action, key)
  }
  const shown = movable.filter((action) => {
    const { permission } = actionOf(action)
    return permission === undefined || permissions.includes(permission)
  })
  const row = (action: ActionKey) => {
    const name = t(($) => $.action[action])
    const key = keyOfAction(action, chosen)
    const on = listening === action
    return (
      <li key={action} className={css.row} data-own={chosen[action] !== undefined || undefined}>
        <span className={css.name}>{name}</span>
        <span className={css.keys}>
          {chosen[action] !== undefined && (
            <IconButton
              label={t(($) => $.people.keyboard.resetOne, { action: name })}
              icon={<IconRestore size={14} stroke={1.75} aria-hidden />}
              onClick={() => {
                const usual = actionOf(action).key
                const by = usual === null ? [] : takenBy(action, usual, chosen)
                if (usual !== null && by.length > 0) setClash({ action, key: usual, by })
                else set(action, usual)
                buttons.current.get(action)?.focus()
              }}
            />
          )}
          <button
            type="button"
            ref={(element) => void buttons.current.set(action, element)}
            className={css.key}
            data-on={on || undefined}
            aria-label={t(($) => $.people.keyboard.keyOf, {
              action: name,
              key: key === null ? t(($) => $.people.keyboard.none) : nameOf(key),
            })}
            onClick={() => {
              setClash(undefined)
              setListening(on ? undefined : action)
            }}
            onBlur={() => setListening(undefined)}
            onKeyDown={(event) => press(event, action)}
          >
            {on ? t(($) => $.people.keyboard.press) : key === null ? t(($) => $.people.keyboard.none) : nameOf(key)}
          </button>
        </span>
        {clash?.action === action && (
          <div className={css.clash}>
            <Notice
              kind="warning"
              shape="box"
              onDismiss={() => setClash(undefined)}
              action={
                <Button
                  onClick={() => {
                    set(action, clash.key, clash.by)
                    buttons.current.get(action)?.focus()
                  }}
                >
                  {t(($) => $.people.keyboard.takeOver)}
                </Button>
              }
            >
              {t(($) => $.people.keyboard.taken, {
                key: nameOf(clash.key),
                action: clash.by.map((by) => t(($) => $.action[by])).join(', '),
              })}
            </Notice>
          </div>
        )}
      </li>
    )
  }
  return (
    <Section name={t(($) => $.people.keyboard.title)} hint={t(($) => $.people.keyboard.hint)}>
      <div className={css.all} id="keyboard">
        <p className="sr" role="status">
          {listening && t(($) => $.people.keyboard.listening, { action: t(($) => $.action[listening]) })}
        </p>
        {trouble !== undefined && (
          <Notice kind="error" shape="box" onDismiss={() => setTrouble(undefined)}>
            {trouble}
          </Notice>
        )}
        {scopes.map((scope) => (
          <section key={scope} aria-label={t(($) => $.actionScope[scope])}>
            <h3 className={css.scope}>{t(($) => $.actionScope[scope])}</h3>
            <ul className={css.rows}>{shown.filter((action) => actionOf(action).scope === scope).map(row)}</ul>
          </section>
        ))}
        <Button disabled={Object.keys(chosen).length === 0} onClick={() => save({})}>
          {t(($) => $.people.keyboard.resetAll)}
        </Button>
      </div>
    </Section>
  )
}
