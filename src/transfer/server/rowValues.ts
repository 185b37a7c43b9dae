/** What a row says of its ticket: every cell as the value of its field. People and names that are not known are refused, left empty or created, as was chosen. */
import { importValue } from '#crm/importValue.ts'
import { contactFor } from '#crm/server/contactFor.ts'
import { insertAccount } from '#crm/server/saveAccount.ts'
import { insertContact } from '#crm/server/saveContact.ts'
import { keptCategories } from '#categories/server/categorySettings.ts'
import { keptStatuses } from '#categories/server/statuses.ts'
import { hasOptions, holdsSeveral, type CustomField } from '#fields/customField.ts'
import { keptCustomFields } from '#fields/server/customFields.ts'
import { addressKey, isAddress } from '#platform/emailAddress.ts'
import { fold } from '#platform/fold.ts'
import type { FieldProblem } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'
import { allow } from '#platform/server/allow.ts'
import { readMoment } from '#transfer/readMoment.ts'
import { readPriority, readState } from '#transfer/readWords.ts'
import { pastTargets, type Choices, type Column } from '#transfer/ticketImport.ts'
import type { Past } from '#tickets/server/createTickets.ts'
import { mayPutInto } from '#tickets/rights.ts'
import { changeable, type Changeable, type CustomKey } from '#tickets/ticket.ts'
import { cellOf, knownOfDesk, mailboxesIn, shortName, type Known } from './knownNames.ts'

export interface Reading {
  columns: readonly Column[]
  choices: Choices
}

export interface Making {
  /** What a refused row made is taken back: called before the first. */
  begin: () => Promise<void>
  /** A setting was changed: what was asked of settings is asked again. */
  changed: () => void
}

export interface RowValues {
  values: Partial<Changeable>
  past: Past
  problems: FieldProblem[]
}

const splitList = (cell: string) =>
  cell
    .split(/[;|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

const optionOf = (of: CustomField, name: string) => of.options.find((option) => !option.removed && fold(option.title) === fold(name))?.id

/** Several names in one cell; where they are parted by commas only, no title with a comma is broken up. */
function namesIn(cell: string, isKnown: (name: string) => boolean): string[] {
  return splitList(cell).flatMap((part) =>
    isKnown(part)
      ? [part]
      : part
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== ''),
  )
}

/** Empty cells say nothing. */
export async function rowValues(
  ctx: Writing,
  cells: readonly string[],
  { columns, choices }: Reading,
  known: Known,
  making: Making,
): Promise<RowValues> {
  const values: Partial<Changeable> = {}
  const problems: FieldProblem[] = []
  const past: Past = {}
  const cell = (target: Exclude<Column, null | `custom.${number}`>) => cellOf(cells, columns, target)
  const unknown = (field: string, name: string) =>
    void problems.push({ field, code: 'unknown_name', details: { name: name.slice(0, 200) } })
  const moment = (field: string, text: string) => {
    const at = readMoment(text, choices.zone, choices.dates)
    if (at === null) problems.push({ field, code: 'not_a_moment' })
    return at
  }
  const make = async <T>(work: () => Promise<T>) => {
    await making.begin()
    return work()
  }
  const settingChanged = async () => {
    making.changed()
    Object.assign(known, await knownOfDesk(ctx))
  }

  const title = cell('title')
  if (title !== '') {
    const read = changeable.shape.title.safeParse(title)
    if (read.success) values.title = read.data
    else problems.push({ field: 'title', code: 'invalid_value' })
  }
  const description = cell('description')
  if (description !== '') {
    const read = changeable.shape.description.safeParse(description.replaceAll(/\r\n?/g, '\n'))
    if (read.success) values.description = read.data
    else problems.push({ field: 'description', code: 'invalid_value' })
  }
  const priority = cell('priority')
  if (priority !== '') {
    const read = readPriority(priority)
    if (read === null) unknown('priority', priority)
    else values.priority = read
  }
  const state = cell('state')
  if (state !== '') {
    const read = readState(state)
    if (read === null) unknown('state', state)
    else values.state = read
  }
  const category = cell('category')
  if (category !== '') {
    // One out of sight is as unknown as one that is not there.
    const found = known.categories.find(
      ({ id, name }) => fold(name) === fold(category) && (choices.categories === 'create' || mayPutInto(ctx.actor, id)),
    )
    if (found) values.categoryId = found.id
    else if (choices.categories === 'create')
      values.categoryId = await make(async () => {
        const { id } = await keptCategories.createIn(ctx, keptCategories.parse({ name: shortName(category).slice(0, 120) }))
        await settingChanged()
        return id
      })
    else if (choices.categories === 'refuse') unknown('categoryId', category)
  }
  const userOf = (field: string, name: string) => {
    const word = fold(name.replace(/^.*<([^>]+)>$/, '$1'))
    const byAddress = known.users.filter(({ email }) => fold(email) === word)
    const found = byAddress.length > 0 ? byAddress : known.users.filter((user) => fold(user.name) === word)
    if (found.length === 1 && found[0]) return found[0].id
    // A system's own nobody is nobody here.
    if (choices.users === 'refuse' && !['-', 'nobody', 'unassigned', 'none'].includes(word)) unknown(field, name)
    return null
  }
  const user = cell('user')
  if (user !== '') {
    const found = userOf('userId', user)
    if (found !== null) values.userId = found
  }
  const followers = cell('followers')
  if (followers !== '')
    values.followerIds = [
      ...new Set(
        namesIn(followers, (name) => known.users.some((one) => fold(one.name) === fold(name))).flatMap(
          (name) => userOf('followerIds', name) ?? [],
        ),
      ),
    ]
  const contact = cell('contact')
  const contactName = cell('contactName')
  const boxes = mailboxesIn(contact)
  const [box] = boxes
  if (box) {
    const key = addressKey(box.address)
    const found = known.contactsByAddress.get(key)
    if (found !== undefined) values.contactId = found
    else if (choices.contacts === 'create')
      values.contactId = await make(async () => {
        allow(ctx, 'contacts.create')
        const made = await contactFor(ctx, { address: box.address, name: contactName || box.name })
        known.contactsByAddress.set(key, made.id)
        return made.id
      })
    else if (choices.contacts === 'refuse') unknown('contactId', contact)
  } else if (contact !== '' || contactName !== '') {
    const name = contact || contactName
    const found = known.contactsByName.get(fold(name)) ?? []
    if (found.length === 1) values.contactId = found[0] ?? null
    else if (found.length > 1) problems.push({ field: 'contactId', code: 'several_of_name', details: { name: name.slice(0, 200) } })
    else if (choices.contacts === 'create')
      values.contactId = await make(async () => {
        allow(ctx, 'contacts.create')
        const id = await insertContact(ctx, { name: shortName(name), emails: [], phones: [], accountId: null, note: '', custom: {} })
        known.contactsByName.set(fold(name), [id])
        return id
      })
    else if (choices.contacts === 'refuse') unknown('contactId', name)
  }
  const account = cell('account')
  if (account !== '') {
    const folded = fold(shortName(account))
    const found = known.accounts.get(folded)
    if (found !== undefined) values.accountId = found
    else if (choices.accounts === 'create')
      values.accountId = await make(async () => {
        allow(ctx, 'accounts.create')
        const id = await insertAccount(ctx, { name: shortName(account), slaId: null, note: '', custom: {} })
        known.accounts.set(folded, id)
        return id
      })
    else if (choices.accounts === 'refuse') unknown('accountId', account)
  }
  const participants = cell('participants')
  const others = participants === '' ? [] : participants.split(/[;,\n]+/).filter((one) => one.trim() !== '')
  const addresses = [...others.flatMap((one) => mailboxesIn(one)), ...(participants === '' && boxes.length < 2 ? [] : boxes.slice(1))]
  for (const one of others)
    if (mailboxesIn(one).length === 0)
      problems.push({ field: 'participants', code: 'malformed_address', details: { name: one.slice(0, 200) } })
  if (addresses.length > 0) values.participants = [...new Set(addresses.map(({ address }) => addressKey(address)).filter(isAddress))]
  const statuses = cell('statuses')
  if (statuses !== '') {
    const ids: number[] = []
    const statusOf = (name: string) => known.statuses.find((status) => fold(status.name) === fold(name))
    for (const name of namesIn(statuses, (one) => statusOf(one) !== undefined)) {
      const found = statusOf(name)
      if (found) ids.push(found.id)
      else if (choices.statuses === 'create')
        ids.push(
          await make(async () => {
            const { id } = await keptStatuses.createIn(ctx, keptStatuses.parse({ title: name.slice(0, 80) }))
            await settingChanged()
            return id
          }),
        )
      else if (choices.statuses === 'refuse') unknown('statusIds', name)
    }
    values.statusIds = [...new Set(ids)]
  }
  for (const field of ['deadline', 'reopenAt'] as const) {
    const text = cell(field)
    if (text === '') continue
    const at = moment(field, text)
    if (at !== null) values[field] = at
  }
  if (choices.asTheyWere)
    for (const field of pastTargets) {
      const text = cell(field)
      if (text === '') continue
      const at = moment(field, text)
      if (at === null) continue
      if (Date.parse(at) > ctx.now.getTime()) problems.push({ field, code: 'in_future' })
      else past[field] = at
    }
  for (const field of ['closedAt', 'editedAt', 'firstAnswerAt'] as const) {
    const at = past[field]
    if (past.createdAt !== undefined && at !== undefined && at < past.createdAt) problems.push({ field, code: 'before_created' })
  }
  for (const [n, column] of columns.entries()) {
    if (column === null || !column.startsWith('custom.')) continue
    const text = (cells[n] ?? '').trim()
    const field = known.fields.byId.get(Number(column.slice('custom.'.length)))
    if (text === '' || !field) continue
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- asked above
    const key = column as CustomKey
    const value = await customValue(key, field, text)
    if (value !== undefined) values[key] = value
  }
  return { values, past, problems }

  async function customValue(key: CustomKey, field: CustomField, text: string): Promise<unknown> {
    if (hasOptions(field.type)) return optionsOf(key, field, text)
    const parts = field.several ? namesIn(text, () => field.type === 'text') : [text]
    const read = parts.map((part) => {
      if (field.type === 'user') return userOf(key, part)
      if (field.type === 'date_time') return moment(key, part)
      if (field.type === 'date') return readMoment(part, 'UTC', choices.dates)?.slice(0, 10) ?? part
      if (field.type === 'time') return part.replace(/^(\d):/, '0$1:').replace(/^(\d\d:\d\d):\d\d$/, '$1')
      return importValue({ ...field, several: false }, part)
    })
    const there = read.filter((one) => one !== null)
    return there.length === 0 ? undefined : holdsSeveral(field) ? there : there[0]
  }

  async function optionsOf(key: CustomKey, field: CustomField, text: string): Promise<unknown> {
    const names = holdsSeveral(field) ? namesIn(text, (name) => optionOf(field, name) !== undefined) : [text]
    const ids: number[] = []
    for (const name of names) {
      const found = optionOf(known.fields.byId.get(field.id) ?? field, name)
      if (found !== undefined) ids.push(found)
      else if (choices.options === 'create') {
        const made = await make(async () => {
          const held = await keptCustomFields.get(ctx, field.id)
          const { id, version, changedAt: _at, changedBy: _by, ...rest } = held
          await keptCustomFields.changeIn(ctx, {
            ...rest,
            options: [...held.options, { id: 0, title: name.slice(0, 200), removed: false }],
            id,
            version,
          })
          await settingChanged()
          return optionOf(known.fields.byId.get(field.id) ?? field, name.slice(0, 200))
        })
        if (made !== undefined) ids.push(made)
      } else if (choices.options === 'refuse') unknown(key, name)
    }
    return ids.length === 0 ? undefined : holdsSeveral(field) ? [...new Set(ids)] : ids[0]
  }
}
