/** The further icons that a view can wear. */
import {
  IconBolt,
  IconBug,
  IconBuilding,
  IconFlag,
  IconHeart,
  IconInbox,
  IconPhone,
  IconReceipt,
  IconShieldCheck,
  IconTag,
  IconTruck,
  type IconProps,
  type TablerIcon,
} from '@tabler/icons-react'
import type { LaterIcon } from './icons.tsx'

const icons: Record<LaterIcon, TablerIcon> = {
  inbox: IconInbox,
  flag: IconFlag,
  bolt: IconBolt,
  bug: IconBug,
  receipt: IconReceipt,
  truck: IconTruck,
  phone: IconPhone,
  building: IconBuilding,
  heart: IconHeart,
  shield: IconShieldCheck,
  tag: IconTag,
}

export function MoreIcon({ name, ...rest }: { name: LaterIcon } & IconProps) {
  const Icon = icons[name]
  return <Icon {...rest} />
}
