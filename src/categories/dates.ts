/** Days of the calendar as numbers, and the feasts that move: what the rules of a Time group are made of. */
import { day } from './zone.ts'

/** Days since 1970-01-01; the time zone does not matter here. */
export type DayNumber = number

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

/** `month` and `date` count from 1; a date that the month lacks runs over into the next. */
export const dayNumber = (year: number, month: number, date: number): DayNumber => {
  const at = new Date(0)
  at.setUTCFullYear(year, month - 1, date)
  return at.getTime() / day
}
export const dayOfText = (date: string): DayNumber => Date.parse(`${date}T00:00:00Z`) / day
export const textOfDay = (number: DayNumber) => new Date(number * day).toISOString().slice(0, 10)
export const yearOf = (number: DayNumber) => new Date(number * day).getUTCFullYear()
/** 0 is Monday. */
export const weekdayOf = (number: DayNumber) => (((number + 3) % 7) + 7) % 7

export const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
export const daysIn = (year: number, month: number) => (month === 2 && isLeap(year) ? 29 : (lengths[month - 1] ?? 0))

/** Easter Sunday by the Gregorian reckoning (Meeus, Jones, Butcher). */
export function westernEaster(year: number): DayNumber {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return dayNumber(year, Math.floor(n / 31), (n % 31) + 1)
}

/** Easter Sunday by the Julian reckoning, told in today's calendar. */
export function orthodoxEaster(year: number): DayNumber {
  const d = (19 * (year % 19) + 15) % 30
  const e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
  const n = d + e + 114
  const behind = Math.floor(year / 100) - Math.floor(year / 400) - 2
  return dayNumber(year, Math.floor(n / 31), (n % 31) + 1) + behind
}

/** The `nth` such weekday of a month, -1 the last; none if the month has no fifth. */
export function nthWeekday(year: number, month: number, weekday: number, nth: number): DayNumber | undefined {
  const length = daysIn(year, month)
  const first = dayNumber(year, month, 1)
  const firstSuch = 1 + ((weekday - weekdayOf(first) + 7) % 7)
  const date = nth > 0 ? firstSuch + 7 * (nth - 1) : firstSuch + 7 * Math.floor((length - firstSuch) / 7)
  return date <= length ? first + date - 1 : undefined
}
