/** How keys are written: “J”, “Shift T”, “Space”, “Ctrl K” or “⌘ K”. */
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActionKey } from '#platform/actions.ts'
import { useKeyOf } from './keys.ts'

const apple = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '')
const signs: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc', PageUp: 'Page ↑', PageDown: 'Page ↓' }

/** Writes any key. */
export function useKeyNames() {
  const { t } = useTranslation()
  return useCallback(
    (key: string): string => {
      if (key === ' ') return t(($) => $.keyName.space)
      if (key.startsWith('Mod+')) {
        const letter = key.slice('Mod+'.length).toUpperCase()
        return apple ? `⌘ ${letter}` : t(($) => $.keyName.ctrl, { key: letter })
      }
      if (key.length > 1) return signs[key] ?? key
      const letter = key.toUpperCase()
      return key === letter && key !== key.toLowerCase() ? t(($) => $.keyName.shift, { key: letter }) : letter
    },
    [t],
  )
}

/** The key that an action has now, as it is written; undefined: none. */
export function useKeyName(action: ActionKey): string | undefined {
  const name = useKeyNames()
  const key = useKeyOf(action)
  return key === null ? undefined : name(key)
}
