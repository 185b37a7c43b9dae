/** From the History to an activity: the feed is brought to it as soon as it stands there. */

const tries = 40

export function showActivity(id: number, left = tries) {
  const element = document.getElementById(`activity-${id}`)
  if (element && element.offsetParent !== null) {
    element.scrollIntoView({ block: 'center' })
    element.focus()
  } else if (left > 0) setTimeout(() => showActivity(id, left - 1), 50)
}
