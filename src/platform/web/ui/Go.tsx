/** A link inside the product: a plain click moves without a reload, every other click is the browser's own (new tab, copy). */
import { useRouter } from '@tanstack/react-router'
import type { ComponentProps, MouseEvent } from 'react'

/** An `<a>`; works without a router too, as an ordinary link. `onClick` may prevent the move. */
export function Go({ href, onClick, children, ...rest }: ComponentProps<'a'> & { href: string }) {
  const router: { history: { push: (href: string) => void } } | undefined = useRouter({ warn: false })
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    if (!router || !href.startsWith('/')) return
    event.preventDefault()
    router.history.push(href)
  }
  return (
    <a href={href} onClick={follow} {...rest}>
      {children}
    </a>
  )
}
