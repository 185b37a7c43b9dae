/** The order, the columns and the height of a list's rows. */
import { IconArrowsSort, IconBaselineDensityMedium, IconColumns3 } from '@tabler/icons-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { MenuButton } from '#platform/web/ui/MenuButton.tsx'
import { densities, orders, type ShownColumn, type SortBy, sortKeys } from '#views/view.ts'
import css from './ListTools.module.css'
import type { Order } from './order.ts'
import type { Density } from './useTaste.ts'

const ColumnChooser = lazy(() => import('./ColumnChooser.tsx').then(({ ColumnChooser: it }) => ({ default: it })))

interface ListToolsProps {
  order: Order
  /** Words are searched for: the best hits may come first. */
  searching: boolean
  onSort: (by: SortBy | undefined, order: Order['order']) => void
  density: Density
  onDensity: (density: Density) => void
  columns: readonly ShownColumn[]
  onColumns: (columns: readonly ShownColumn[]) => void
}

export function ListTools({ order, searching, onSort, density, onDensity, columns, onColumns }: ListToolsProps) {
  const { t } = useTranslation()
  const [choosing, setChoosing] = useState(false)
  const chooser = useRef<HTMLButtonElement>(null)
  const best = { key: 'best', label: t(($) => $.views.sorts.best), on: order.by === undefined, onPick: () => onSort(undefined, 'desc') }
  return (
    <span className={css.tools}>
      <MenuButton
        label={t(($) => $.views.list.sort)}
        groups={[
          [
            ...(searching ? [best] : []),
            ...sortKeys.map((by) => ({
              key: by,
              label: t(($) => $.views.sorts[by]),
              on: order.by === by,
              onPick: () => onSort(by, order.by ? order.order : 'desc'),
            })),
          ],
          orders.toReversed().map((direction) => ({
            key: direction,
            label: t(($) => $.views.directions[direction]),
            on: order.order === direction,
            onPick: () => onSort(order.by, direction),
          })),
        ]}
      >
        {(opener) => <IconButton label={t(($) => $.views.list.sort)} icon={<IconArrowsSort size={16} stroke={1.75} />} {...opener} />}
      </MenuButton>
      <IconButton
        ref={chooser}
        className={css.wide}
        label={t(($) => $.build.columns)}
        icon={<IconColumns3 size={16} stroke={1.75} />}
        aria-expanded={choosing}
        aria-haspopup="dialog"
        onClick={() => setChoosing(!choosing)}
      />
      {choosing && (
        <Suspense>
          <ColumnChooser
            columns={columns}
            onChange={onColumns}
            opener={chooser}
            onClose={() => {
              setChoosing(false)
              chooser.current?.focus()
            }}
          />
        </Suspense>
      )}
      <MenuButton
        label={t(($) => $.views.list.density)}
        groups={[
          densities.map((one) => ({ key: one, label: t(($) => $.views.list[one]), on: one === density, onPick: () => onDensity(one) })),
        ]}
      >
        {(opener) => (
          <IconButton
            className={css.wide}
            label={t(($) => $.views.list.density)}
            icon={<IconBaselineDensityMedium size={16} stroke={1.75} />}
            {...opener}
          />
        )}
      </MenuButton>
    </span>
  )
}
