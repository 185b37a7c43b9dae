/** Filters for property tests: any tree over any field, with the values that are most likely to be misunderstood. */
import fc from 'fast-check'
import type { Condition, Filter, Operator, Value } from '#platform/filter.ts'
import { arity, type Catalogue, type FilterField } from '#platform/filterField.ts'

/** Texts that fold in more than one way, that a pattern could misread, and that are nothing when folded. */
export const trapTexts = [
  'Σίσυφος',
  'ΣΑΣ',
  'σας',
  'İstanbul',
  'istanbul',
  'Straße',
  'STRASSE',
  'e\u0301',
  'é',
  'E',
  '\u0301',
  'two  spaces',
  'two spaces',
  '100%_\\',
  'o\'"; --',
  'ﬁn Å Ａ',
  '東京',
  '',
  ' ',
]
export const trapAddresses = [
  'Jane@Example.com',
  'jane@example.com',
  'JOSÉ@x.cz',
  'josé@x.cz',
  'a..b@xn--bcher-kva.example',
  'jane',
  '@EXAMPLE',
]
/** Around changes of clocks, midnights of zones with half an hour, and each other. */
export const trapMoments = [
  '2026-03-28T23:00:00.000Z',
  '2026-03-29T00:59:59.999Z',
  '2026-03-29T01:00:00.000Z',
  '2026-03-29T18:15:00.000Z',
  '2026-03-29T18:30:00.000Z',
  '2026-03-30T00:00:00.000Z',
  '2026-03-31T22:00:00.000Z',
  '2026-04-04T15:00:00.000Z',
  '2026-04-05T13:30:00.000Z',
  '2018-11-04T02:59:59.999Z',
  '2018-11-04T03:00:00.000Z',
  '2011-12-30T09:59:59.999Z',
  '2011-12-30T10:00:00.000Z',
]
export const trapDays = ['2026-03-28', '2026-03-29', '2026-03-30', '2026-04-05', '2018-11-04', '2011-12-30', '2024-02-29']
export const trapNumbers = [0, -0, 1, 2, 0.1 + 0.2, 0.3, -5, 1e21, 1e-7, 3]

const relative = ['now', 'today', 'yesterday', 'tomorrow', 'start_of_week', 'start_of_month', '-1d', '+1d', '-4h', '+30m', '-1w', '+2w']
const lengths = ['30m', '4h', '1d', '7d', '2w']

function oneOf(field: FilterField, ids: readonly number[]): fc.Arbitrary<string | number | boolean> {
  if (field.type === 'text') return fc.constantFrom(...trapTexts.filter((text) => text !== '' && text !== '\u0301'))
  if (field.type === 'address') return fc.constantFrom(...trapAddresses)
  if (field.type === 'number') return field.whole ? fc.constantFrom(0, 1, 2, 3, ...ids.slice(0, 3)) : fc.constantFrom(...trapNumbers)
  if (field.type === 'choice') return fc.constantFrom(...(field.choices ?? ['none']))
  if (field.type === 'option') return fc.constantFrom(...(field.options ?? []).map(({ id }) => id), 999)
  if (field.type === 'moment') return fc.constantFrom(...relative, ...trapDays, ...trapMoments)
  if (field.type === 'date') return fc.constantFrom(...relative, ...trapDays)
  if (field.type === 'time') return fc.constantFrom('00:00', '08:30', '09:00', '23:59')
  if (field.type === 'flag' || field.type === 'yes_no') return fc.boolean()
  if (field.type === 'user') return fc.constantFrom<string | number>('me', 'my_team', ...ids, 999_999)
  return fc.constantFrom(...ids, 999_999)
}

function valueFor(field: FilterField, op: Operator, ids: readonly number[], words: readonly string[]): fc.Arbitrary<Value | undefined> {
  const one = oneOf(field, ids)
  const plain = one.filter((value) => typeof value !== 'boolean')
  const takes = arity(op)
  if (takes === 'none') return fc.constant(undefined)
  if (takes === 'one') return one
  if (takes === 'length') return fc.constantFrom(...lengths)
  if (takes === 'words') return fc.constantFrom(...words)
  if (takes === 'list') return fc.array(plain, { maxLength: 4 })
  return fc.record({ from: plain, to: plain })
}

const conditionFor = (field: FilterField, ids: readonly number[], words: readonly string[]): fc.Arbitrary<Condition> =>
  fc
    .constantFrom(...field.operators)
    .chain((op) => valueFor(field, op, ids, words).map((value) => ({ field: field.key, op, ...(value === undefined ? {} : { value }) })))

/** `idsOf`: the numbers that a field may name; one of them names nothing. */
export function anyFilter(
  catalogue: Catalogue,
  idsOf: (field: FilterField) => readonly number[],
  words: readonly string[],
): fc.Arbitrary<Filter> {
  const condition: fc.Arbitrary<Filter> = fc.constantFrom(...catalogue.values()).chain((field) => conditionFor(field, idsOf(field), words))
  const { tree } = fc.letrec<{ tree: Filter }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      condition,
      fc.array(tie('tree'), { maxLength: 3 }).map((and) => ({ and })),
      fc.array(tie('tree'), { maxLength: 3 }).map((or) => ({ or })),
      tie('tree').map((not) => ({ not })),
    ),
  }))
  return tree
}
