/** The modules of the desk: what the rail and its menu are made of. */
import type { Permission } from './permission.ts'

/** In the order of the menu; without `permission` everybody has it. */
export const deskModules = {
  tickets: { permission: 'tickets.read' },
  contacts: { permission: 'contacts.read' },
  accounts: { permission: 'accounts.read' },
  time: {},
} as const satisfies Record<string, { permission?: Permission }>

export type DeskModule = keyof typeof deskModules
const isModule = (key: string): key is DeskModule => key in deskModules
export const deskModuleKeys: readonly DeskModule[] = Object.keys(deskModules).filter(isModule)
