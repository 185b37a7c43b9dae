/** `npx tsx bench/deadlines.ts`: how long the deadlines of many tickets take when a Time group was edited. Prints the time of the processor, of one core. */
import { parseArgs } from 'node:util'
import { clockOf } from '#categories/clock.ts'
import type { ClockState, Fact } from '#categories/clockFact.ts'
import { openHours, type OpenHours } from '#categories/openHours.ts'
import { timeGroup } from '#categories/timeGroup.ts'

const { values } = parseArgs({ options: { tickets: { type: 'string', default: '100000' } } })
const tickets = Number(values.tickets)
const hour = 3_600_000
const now = Date.UTC(2026, 10, 22, 12)

const nine = [{ from: '09:00', to: '17:00' }]
const split = [
  { from: '08:00', to: '12:00' },
  { from: '13:00', to: '17:30' },
]
const week = { monday: nine, tuesday: split, wednesday: nine, thursday: split, friday: nine, saturday: [{ from: '22:00', to: '06:00' }] }
const holidays = timeGroup.parse({
  zone: 'UTC',
  week: {},
  yearly: [
    ...Array.from({ length: 12 }, (_, n) => ({ kind: 'date', month: n + 1, date: 8, title: 'Holiday' })),
    { kind: 'easter', offset: 1, title: 'Easter Monday' },
  ],
})
const zones = ['Europe/Prague', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe']
const groups = zones.map((zone) =>
  timeGroup.parse({ zone, week, includes: [0], exceptions: [{ date: '2026-12-24', title: 'Half a day', intervals: nine }] }),
)

/** The same numbers each time. */
let seed = 1
const random = (below: number) => {
  seed = (seed * 48_271) % 2_147_483_647
  return seed % below
}

/** Up to ten years old, with up to nine changes of state, an answer and a changed Priority. */
function life(n: number): Fact[] {
  const age = n % 10 === 0 ? random(10 * 365 * 24) : random(60 * 24)
  let at = now - age * hour - random(hour)
  const targets = { response: 60 + random(480), solution: 240 + random(4800) }
  const terms = { targets, timeGroup: n % zones.length, grantMinutes: 60, dueSoonMinutes: 60 }
  const facts: Fact[] = [{ kind: 'created', at, state: 'open', terms }]
  const states: ClockState[] = ['waiting', 'open', 'closed', 'open']
  const changes = random(10)
  for (let change = 0; change < changes; change++) {
    at = Math.min(now, at + random((2 * age * hour) / (changes + 1) + 1))
    facts.push({ kind: 'state', at, state: states[change % 4] ?? 'open' })
    if (change === 1) facts.push({ kind: 'answered', at })
    if (change === 3) facts.push({ kind: 'terms', at, by: 'priority', terms: { targets: { ...targets, solution: 120 + random(2400) } } })
  }
  return facts
}
const lives = Array.from({ length: tickets }, (_, n) => life(n))

const [began, beganCpu] = [performance.now(), process.cpuUsage()]
const hours: OpenHours[] = groups.map((group) => openHours(group, () => holidays))
const hoursOf = (id: number | null): OpenHours => {
  const found = hours[id ?? 0]
  if (!found) throw new Error('A ticket of no group')
  return found
}
let overdue = 0
for (const facts of lives) {
  const { deadline } = clockOf(facts, now, hoursOf)
  if (deadline !== null && deadline <= now) overdue++
}
const passed = (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(beganCpu)
const seconds = (user + system) / 1e6
process.stdout.write(
  `${tickets} deadlines recomputed in ${seconds.toFixed(2)} s of processor time (${passed.toFixed(2)} s passed), ${Math.round(tickets / seconds)} /s, ` +
    `${((seconds / tickets) * 1e6).toFixed(1)} µs each; ${overdue} overdue (aim: 100,000 in 5 s)\n`,
)
