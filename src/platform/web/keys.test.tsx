/** The keys of the page. */
import { fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { actionKeys } from '#platform/actions.ts'
import { english } from '#platform/actionWords.ts'
import { offeredNow, setKeyboard, useActions } from './keys.ts'

function Page({ run, dialog = false, ticket = false }: { run: (key: string) => void; dialog?: boolean; ticket?: boolean }) {
  useActions({ listDown: () => run('j'), listExtendDown: () => run('J'), listOpen: () => run('Enter'), showKeys: () => run('?') })
  useActions({ newTicket: () => run('new'), palette: () => run('palette') })
  useActions(ticket ? { ticketComment: () => run('comment') } : {})
  return (
    <>
      <input aria-label="text" />
      <input type="checkbox" aria-label="box" />
      <div contentEditable suppressContentEditableWarning aria-label="editor" role="textbox" tabIndex={0} />
      <button type="button">Press</button>
      {dialog && <div role="dialog" aria-modal="true" />}
    </>
  )
}
const show = (given: { dialog?: boolean; ticket?: boolean } = {}) => {
  const run = vi.fn<(key: string) => void>()
  render(<Page run={run} {...given} />)
  return run
}
const anybody = { chosen: {}, may: () => true }
afterEach(() => setKeyboard(anybody))

test('a key runs its command and is then used up', () => {
  const run = show()
  expect(fireEvent.keyDown(document.body, { key: 'j' })).toBe(false)
  fireEvent.keyDown(document.body, { key: '?', shiftKey: true })
  fireEvent.keyDown(screen.getByLabelText('box'), { key: 'j' })
  expect(run.mock.calls.flat()).toEqual(['j', '?', 'j'])
})

test('a capital means Shift; with CapsLock alone the small one is meant', () => {
  const run = show()
  fireEvent.keyDown(document.body, { key: 'J', shiftKey: true })
  expect(run).toHaveBeenLastCalledWith('J')
  fireEvent.keyDown(document.body, { key: 'J', modifierCapsLock: true })
  expect(run).toHaveBeenLastCalledWith('j')
})

test('with Ctrl, Alt or ⌘, while typing and behind a dialog the key is not ours', () => {
  const behind = show({ dialog: true })
  fireEvent.keyDown(document.body, { key: 'j' })
  expect(behind).not.toHaveBeenCalled()
})
test('what is typed or pressed with a modifier is not ours, but for the palette’s key', () => {
  const free = show()
  for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) fireEvent.keyDown(document.body, { key: 'j', [modifier]: true })
  for (const field of [screen.getByLabelText('text'), screen.getByLabelText('editor')]) fireEvent.keyDown(field, { key: 'j' })
  expect(free).not.toHaveBeenCalled()
  fireEvent.keyDown(screen.getByLabelText('text'), { key: 'k', ctrlKey: true })
  expect(free).toHaveBeenLastCalledWith('palette')
})

test('Enter on a button presses the button', () => {
  const run = show()
  fireEvent.keyDown(screen.getByRole('button'), { key: 'Enter' })
  expect(run).not.toHaveBeenCalled()
  fireEvent.keyDown(document.body, { key: 'Enter' })
  expect(run).toHaveBeenCalledWith('Enter')
})

test('on a ticket its own action has the key', () => {
  const run = show({ ticket: true })
  fireEvent.keyDown(document.body, { key: 'n' })
  expect(run.mock.calls.flat()).toEqual(['comment'])
})

test('another key may be chosen, or none; what one may not do has none', () => {
  const run = show()
  setKeyboard({ chosen: { listDown: 'y', listOpen: null }, may: (permission) => permission !== 'tickets.create' })
  for (const key of ['j', 'y', 'Enter', 'n']) fireEvent.keyDown(document.body, { key })
  expect(run.mock.calls.flat()).toEqual(['j'])
  expect(offeredNow().map(({ action }) => action)).toEqual(['listDown', 'listOpen', 'listExtendDown', 'palette', 'showKeys'])
})

test('every action has words', () => {
  for (const action of actionKeys) expect(english.action[action]).toMatch(/\S/)
})
