/** Keys in the feed: from activity to activity, and to what came since one was here. */
const feeds = '[data-feed]'

/** The activity after or before the one that has the focus; without one, the first or last that is on the screen. */
export function stepInFeed(step: 1 | -1) {
  const feed = [...document.querySelectorAll<HTMLElement>(feeds)].findLast((one) => one.offsetParent !== null)
  if (!feed) return
  const articles = [...feed.querySelectorAll<HTMLElement>('article[id]')]
  const at = articles.findIndex((article) => article.contains(document.activeElement))
  const view = feed.getBoundingClientRect()
  const inView = articles.filter((article) => {
    const { top, bottom } = article.getBoundingClientRect()
    return bottom > view.top && top < view.bottom
  })
  const next = at < 0 ? (step > 0 ? inView[0] : inView.at(-1)) : articles[at + step]
  if (!next) return
  if (!next.hasAttribute('tabindex')) next.tabIndex = -1
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
}
