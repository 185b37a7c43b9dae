/**
 * The tooltips of the page: one element for all of them, so that a list of hundreds of buttons costs nothing.
 * A control asks for one by `data-tip` (its text), `data-tip-key` (its key) and `data-tip-side="right"`; it carries the same text as its name.
 */
import { useEffect, useRef } from 'react'
import css from './Tips.module.css'

const delay = 400
const gap = 6

/** Below its control, above where there is no room, or at its right; always within the window. */
function place(tip: HTMLElement, target: Element) {
  const at = target.getBoundingClientRect()
  const { width, height } = tip.getBoundingClientRect()
  const right = target.getAttribute('data-tip-side') === 'right'
  const below = at.bottom + gap + height <= window.innerHeight
  const left = right ? at.right + gap : at.left + at.width / 2 - width / 2
  const top = right ? at.top + at.height / 2 - height / 2 : below ? at.bottom + gap : at.top - gap - height
  tip.style.left = `${Math.max(4, Math.min(left, window.innerWidth - width - 4))}px`
  tip.style.top = `${Math.max(4, top)}px`
}

/** Once around the page, after hover or keyboard focus; any press, key or scroll takes it away. */
export function Tips() {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let current: Element | null = null
    const hide = () => {
      clearTimeout(timer)
      current = null
      if (box.current) box.current.hidden = true
    }
    const show = (target: Element) => {
      const tip = box.current
      if (!tip || !target.isConnected) return
      const key = target.getAttribute('data-tip-key')
      tip.textContent = target.getAttribute('data-tip')
      if (key) tip.appendChild(Object.assign(document.createElement('kbd'), { textContent: key }))
      tip.hidden = false
      place(tip, target)
    }
    const ask = (event: Event, isMeant: (target: Element) => boolean) => {
      const target = event.target instanceof Element ? event.target.closest('[data-tip]') : null
      if (target === current) return
      hide()
      if (!target || !isMeant(target)) return
      current = target
      timer = setTimeout(() => show(target), delay)
    }
    const over = (event: PointerEvent) => ask(event, () => event.pointerType === 'mouse')
    const focus = (event: FocusEvent) => ask(event, (target) => target.matches(':focus-visible'))
    const stop = new AbortController()
    const listening = { signal: stop.signal, capture: true, passive: true }
    document.addEventListener('pointerover', over, listening)
    document.addEventListener('focusin', focus, listening)
    for (const away of ['focusout', 'pointerdown', 'keydown', 'scroll']) document.addEventListener(away, hide, listening)
    document.documentElement.addEventListener('pointerleave', hide, { signal: stop.signal })
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [])
  return <div ref={box} className={css.tip} aria-hidden hidden />
}
