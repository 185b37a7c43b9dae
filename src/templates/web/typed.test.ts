/** Placeholders are offered while they are typed. */
import { expect, test } from 'vitest'
import { matching, typedPlaceholder, typedTemplate } from './typed.ts'

test('two braces begin a placeholder, and what follows narrows the choice', () => {
  expect(typedPlaceholder('Dear {{')).toEqual({ written: '{{', name: '' })
  expect(typedPlaceholder('Dear {{ contact.f')).toEqual({ written: '{{ contact.f', name: 'contact.f' })
  for (const before of ['Dear {', 'Dear {{date}} ', '{{a b', '']) expect(typedPlaceholder(before)).toBeNull()
})

const choice = (name: string, about: string) => ({ name, about, example: '' })

test('names that begin so come before descriptions that have it', () => {
  const all = [choice('account.name', 'Name of the Account'), choice('date', 'Today'), choice('custom.7', 'Order date')]
  expect(matching(all, 'date').map((c) => c.name)).toEqual(['date', 'custom.7'])
  expect(matching(all, '')).toEqual(all)
})

test('a slash before a word begins the name of a Template; within a word or an address it is a slash', () => {
  expect(typedTemplate('/')).toEqual({ written: '/', name: '' })
  expect(typedTemplate('Hello /refund')).toEqual({ written: '/refund', name: 'refund' })
  expect(typedTemplate('Hello\n/Děk')).toEqual({ written: '/Děk', name: 'Děk' })
  for (const before of ['and/or', 'https://', '/refund it', '//x', '']) expect(typedTemplate(before)).toBeNull()
})
