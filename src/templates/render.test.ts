/** What placeholders become: whatever a value is, it stays text. */
import fc from 'fast-check'
import sanitizeHtml from 'sanitize-html'
import { expect, test } from 'vitest'
import { firstNameOf, placeholders, type Facts } from './placeholders.ts'
import { placeholderProblems, placeholdersIn, renderPlain, renderRich } from './render.ts'
import { templateProblems, templates } from './template.ts'

const facts = (more: Partial<Facts> = {}): Facts => ({
  'ticket.number': '1024',
  'ticket.title': 'Where is <my> order?',
  'contact.name': 'Ada Novak',
  'contact.firstName': 'Ada',
  'contact.email': 'ada@customer.example',
  'account.name': '',
  'user.name': 'Eva & Bo',
  'queue.name': 'Support',
  date: '22 November 2026',
  'custom.7': 'https://shop.example/o?id=7&x="1"',
  ...more,
})
const none: ReadonlySet<number> = new Set()

test('a placeholder becomes its value, and where that is empty the text after the bar, or nothing', () => {
  const text = 'Dear {{contact.firstName|customer}} of {{ account.name | your company }}, #{{ticket.number}}{{account.name}}.'
  expect(renderPlain(text, facts())).toBe('Dear Ada of  your company , #1024.')
  expect(renderPlain(text, facts({ 'contact.firstName': '' }))).toMatch(/^Dear customer of/)
  expect(renderRich('<p>{{&nbsp;contact.name }}, {{account.name|Sir &amp; Madam}}</p>', facts())).toBe('<p>Ada Novak, Sir &amp; Madam</p>')
})

test('in rich text a value is escaped, and its lines stay lines', () => {
  expect(renderRich('<p>{{ticket.title}} {{user.name}}</p>', facts())).toBe('<p>Where is &lt;my&gt; order? Eva &amp; Bo</p>')
  expect(renderRich('<p>{{custom.7}}</p>', facts({ 'custom.7': 'a\nb' }))).toBe('<p>a<br>b</p>')
})

test('in an address a value is a part of it; a whole address only where it leads to a page, a mailbox or a phone', () => {
  expect(renderRich('<a href="https://x.example/{{ticket.title}}?u={{user.name}}">x</a>', facts())).toBe(
    '<a href="https://x.example/Where%20is%20%3Cmy%3E%20order%3F?u=Eva%20%26%20Bo">x</a>',
  )
  expect(renderRich('<a href="{{custom.7}}">x</a>', facts())).toBe('<a href="https://shop.example/o?id=7&amp;x=&quot;1&quot;">x</a>')
  for (const bad of ['javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', '" onclick="alert(1)'])
    expect(renderRich('<a href="{{custom.7}}">x</a>', facts({ 'custom.7': bad }))).not.toMatch(/javascript:|data:|onclick="/)
})

test('for whoever writes on, a placeholder stays where nothing is known and nothing else is said, but never within an address', () => {
  const text = 'Dear {{ account.name }}, {{account.name|Sir}}, {{contact.name}} {{nobody}}'
  expect(renderPlain(text, facts(), { gaps: true })).toBe('Dear {{account.name}}, Sir, Ada Novak ')
  expect(renderRich('<p>{{&nbsp;account.name}} <a href="{{account.name}}">{{custom.9}}</a></p>', facts(), { gaps: true })).toBe(
    '<p>{{account.name}} <a href="">{{custom.9}}</a></p>',
  )
  expect(placeholdersIn('a {{account.name}} {{b}} {{custom.7|x}}')).toEqual([
    { name: 'account.name', fallback: null, from: 2, to: 18 },
    { name: 'custom.7', fallback: 'x', from: 25, to: 39 },
  ])
})

test('what is no placeholder is named with its place', () => {
  expect(placeholderProblems('Hi {{contact.nmae}}, {{custom.7}} {{custom.8}} {{ticket', new Set([7]))).toEqual([
    { code: 'unknown_placeholder', details: { placeholder: 'contact.nmae', position: 3 } },
    { code: 'unknown_placeholder', details: { placeholder: 'custom.8', position: 34 } },
    { code: 'malformed_placeholder', details: { placeholder: '{{ticket', position: 47 } },
  ])
  expect(placeholderProblems('{{contact.<b>name</b>}}', none)).toMatchObject([{ code: 'malformed_placeholder' }])
  expect(placeholderProblems('{{{ticket.number}}} {{constructor}}', none)).toMatchObject([
    { code: 'unknown_placeholder', details: { placeholder: 'constructor' } },
  ])
  expect(renderPlain('{{constructor}}{{__proto__|x}}', facts())).toBe('x')
})

const names = [...placeholders.map((p) => p.name), 'custom.7']
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    'javascript:alert(1)',
    'JaVa\tScript:alert(1)',
    '{{custom.7}}',
    '&lt;script&gt;',
    '</a><svg/onload=alert(1)>',
    '\ud800',
    'https://x" onclick="alert(1)',
    '-->',
    '$&$1$`',
  ),
)
const someFacts = fc.record(Object.fromEntries(names.map((name) => [name, nasty])))
/** All elements and attributes, and the addresses in them. */
function skeleton(html: string) {
  const seen: string[] = []
  sanitizeHtml(html, {
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true,
    allowedSchemes: [],
    transformTags: {
      '*': (tagName, attribs) => {
        if (tagName !== 'br') seen.push([tagName, ...Object.keys(attribs)].join(' '))
        if (attribs['href'] !== undefined && /^\s*(?!https?:|mailto:|tel:)[^/?#]*:/i.test(attribs['href'])) seen.push(`bad address`)
        return { tagName, attribs }
      },
    },
  })
  return seen
}
const rich = fc
  .array(
    fc.oneof(
      fc.constantFrom('<p>', '</p>', 'Hello ', '<b>x</b>', '<br>', '&amp; '),
      fc.constantFrom(...names).map((name) => `{{${name}}}`),
      fc.constantFrom(...names).map((name) => `<a href="{{${name}}}">x</a>`),
      fc.constantFrom(...names).map((name) => `<a href="https://x.example/{{${name}|&quot;y}}" title="{{${name}}}">{{${name}|z}}</a>`),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

test('no value, whatever it is, adds an element, an attribute or an address that runs', () => {
  const plain = Object.fromEntries(names.map((name) => [name, 'x']))
  fc.assert(
    fc.property(rich, someFacts, (html, values) => {
      expect(skeleton(renderRich(html, facts(values)))).toEqual(skeleton(renderRich(html, facts(plain))))
    }),
    { numRuns: 2000 },
  )
})

test('plain text with any value ends, and values are not read for placeholders again', () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), nasty, (name, value) => {
      expect(renderPlain(`a {{${name}}} b`, facts({ [name]: value }))).toBe(`a ${value} b`)
    }),
  )
})

test('a first name is found in the usual ways of writing a name', () => {
  for (const name of ['Ada Novak', 'Novak, Ada', 'Dr. Ada Novak', ' Mrs Ada', 'Ada']) expect(firstNameOf(name)).toBe('Ada')
  expect([firstNameOf(''), firstNameOf('ada@x.example'), firstNameOf('Dr.')]).toEqual(['', '', ''])
})

const given = (more: object) =>
  templateProblems(templates.parse({ name: 'T', kind: 'email', body: '<p>x</p>', ...more }), none).map((p) => p.code)

test('SMS and comments are plain, only an email has a subject, and a Template says something', () => {
  expect(given({ subject: 'About {{ticket.title}}' })).toEqual([])
  expect(given({ kind: 'sms' })).toEqual(['not_rich'])
  expect(given({ kind: 'comment', format: 'plain', subject: 'x' })).toEqual(['no_subject'])
  expect(given({ body: '<p> </p>' })).toEqual(['required'])
  expect(given({ body: '<p><img src="https://x.example/a.png"></p>' })).toEqual([])
  expect(templates.parse({ name: 'T', kind: 'email', body: 'x', folder: ' Orders // Late / ' }).folder).toBe('Orders/Late')
})
