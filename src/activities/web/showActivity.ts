/** From the History, a file or the banner to an activity: the feed is brought to it as soon as it stands there, and it stands out for a moment. */
import { wantActivity } from './wantedActivity.ts'

/** A long feed is loaded page by page until it stands there. */
const patience = 15_000
const settled = 1000
let asked = 0

export function showActivity(id: number) {
  const mine = ++asked
  const until = Date.now() + patience
  wantActivity(id)
  const look = () => {
    if (mine !== asked) return
    const element = document.getElementById(`activity-${id}`)
    if (element && element.offsetParent !== null) {
      bring(element)
      // Its part of the feed stays drawn by itself once it is seen to be near.
      setTimeout(() => mine === asked && wantActivity(null), settled)
    } else if (Date.now() < until) setTimeout(look, 50)
    else wantActivity(null)
  }
  look()
}

function bring(element: HTMLElement) {
  element.scrollIntoView({ block: 'center' })
  if (!element.hasAttribute('tabindex')) element.tabIndex = -1
  element.focus()
  element.animate([{ backgroundColor: 'var(--accent-tint-2)' }, {}], { duration: 1500, easing: 'ease-out' })
}
