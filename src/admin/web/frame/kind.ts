/** What Manage must know of a kind of thing to list and edit it; all else follows from its declaration. */
import type { TFunction } from 'i18next'
import type { ComponentType, ReactNode } from 'react'
import type { Filled, Shown, Thing } from '#platform/thing.ts'
import type { english } from '#admin/words.ts'

export interface Kind<V extends Filled> {
  thing: Thing<V>
  /** `/manage/<path>`, and its words in the catalogue. */
  path: keyof typeof english.manage.one
  /** The value that people call it by. */
  title: keyof V & string
  /** The value that says its place, where people put the list in order. */
  position?: keyof V & string
  /** The order is one of those alone that share this value. */
  within?: keyof V & string
  columns: (t: TFunction) => readonly Column<V>[]
  /** What a new one begins with; `others` are those that are there. */
  blank: (others: readonly Shown<V>[]) => V
  /** What a clone does not take over. */
  cloned?: (values: V) => Partial<V>
  Fields: ComponentType<FieldsProps<V>>
  /** What a save would do, at the side, before it is done. */
  Preview?: ComponentType<SideProps<V>>
  /** What helps to judge the values, at the side. */
  Aside?: ComponentType<SideProps<V>>
  /** Further commands of a stored one, in the editor's head. */
  Commands?: ComponentType<{ stored: Shown<V> }>
}

/** A fact in the list. */
export interface Column<V> {
  key: string
  head: string
  cell: (one: Shown<V>) => ReactNode
  /** Given up first where there is little room. */
  wide?: boolean
}

export interface FieldsProps<V> {
  /** Null: a new one. */
  id: number | null
  values: V
  /** What is stored. */
  stored: Shown<V> | null
  set: (change: Partial<V>) => void
  /** What is wrong with a field, in words; `week.monday` also answers for what lies inside of it. */
  problem: (field: string) => string | undefined
}

export interface SideProps<V> {
  id: number | null
  values: V
  stored: Shown<V> | null
}
