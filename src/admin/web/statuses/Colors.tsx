/** The colours of Statuses: shown as a tile with the colour's name, chosen from all there are. */
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { colors } from '#categories/status.ts'
import css from './Colors.module.css'

type Color = (typeof colors)[number]

export function ColorDot({ color }: { color: Color }) {
  const { t } = useTranslation()
  return (
    <span className={css.named}>
      <i className={css.tile} data-color={color} aria-hidden />
      {t(($) => $.manage.status.colorOf[color])}
    </span>
  )
}

export function ColorPicker({ labelId, value, onChange }: { labelId: string; value: Color; onChange: (color: Color) => void }) {
  const { t } = useTranslation()
  const name = useId()
  return (
    <div role="radiogroup" aria-labelledby={labelId} className={css.colors}>
      {colors.map((color) => (
        <label key={color} className={css.choice} data-chosen={color === value || undefined}>
          <input type="radio" className="sr" name={name} value={color} checked={color === value} onChange={() => onChange(color)} />
          <i className={css.tile} data-color={color} aria-hidden />
          {t(($) => $.manage.status.colorOf[color])}
        </label>
      ))}
    </div>
  )
}
