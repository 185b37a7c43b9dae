/** Where something will stand: still lines, and nothing at all for the first 300 ms, in which most things arrive. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './SkeletonLines.module.css'

const widths = ['62%', '84%', '71%', '93%', '55%', '78%']

export function SkeletonLines({ lines = 3, height = 12 }: { lines?: number; height?: number }) {
  const { t } = useTranslation()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <span className={css.lines} role="status" aria-label={late ? t(($) => $.common.loading) : undefined}>
      {late && widths.slice(0, lines).map((width) => <span key={width} className={css.line} style={{ width, height }} />)}
    </span>
  )
}
