/** The mark: a square token cut by one step, whose halves fit only each other. */
import { useTranslation } from 'react-i18next'

/** 16–32 px in the product, large only on sign-in. `decorative` where the name stands beside it. */
export function Mark({ size = 22, decorative = false }: { size?: number; decorative?: boolean }) {
  const { t } = useTranslation()
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      {...(decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': t(($) => $.common.product) })}
    >
      <path fill="var(--mark-a)" d="M5 2h9v9H8.2v11H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3z" />
      <path fill="var(--mark-b)" d="M15.8 2H19a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-9v-9h5.8z" />
    </svg>
  )
}
