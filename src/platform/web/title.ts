/** The window's title and icon: the page's name, and in front of it how much is new, so that a glance at the browser's tabs tells. */
import { useEffect } from 'react'

const product = 'Tessera'
let page = ''
const news = new Map<string, number>()

function show() {
  const count = [...news.values()].reduce((sum, n) => sum + n, 0)
  const name = page === '' ? product : `${page} · ${product}`
  document.title = count > 0 ? `(${count}) ${name}` : name
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')
  const wanted = count > 0 ? '/mark-new.svg' : '/mark.svg'
  if (icon && icon.getAttribute('href') !== wanted) icon.setAttribute('href', wanted)
}

/** The page's name while the component is mounted; what lay under it gets its name back. */
export function useTitle(name: string) {
  useEffect(() => {
    const before = page
    page = name
    show()
    return () => {
      page = before
      show()
    }
  }, [name])
}

/** How much is new in one place of the page; the sum over all places stands before the title. */
export function useTitleNews(place: string, count: number) {
  useEffect(() => {
    if (count > 0) news.set(place, count)
    else news.delete(place)
    show()
    return () => {
      news.delete(place)
      show()
    }
  }, [place, count])
}
