/** From the History, or from a file, to an activity: the feed is brought to it as soon as it stands there, and it stands out for a moment. */

const tries = 40

export function showActivity(id: number, left = tries) {
  const element = document.getElementById(`activity-${id}`)
  if (element && element.offsetParent !== null) {
    element.scrollIntoView({ block: 'center' })
    if (!element.hasAttribute('tabindex')) element.tabIndex = -1
    element.focus()
    element.animate([{ backgroundColor: 'var(--accent-tint-2)' }, {}], { duration: 1500, easing: 'ease-out' })
  } else if (left > 0) setTimeout(() => showActivity(id, left - 1), 50)
}
