/** A Status: its colour as a tile, its title beside it. */
import css from './StatusChip.module.css'

/** `plain` stands in a list of options, without the chip around it. */
export function StatusChip({ title, color, plain = false }: { title: string; color: string; plain?: boolean }) {
  return (
    <span className={plain ? css.plain : css.chip}>
      <StatusTile color={color} />
      <span className="cut">{title}</span>
    </span>
  )
}

export const StatusTile = ({ color }: { color: string }) => <i className={css.tile} data-color={color} aria-hidden />
