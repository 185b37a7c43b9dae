/** Single keys as commands. */
import { fireEvent, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { useKeys } from './keys.ts'

function Page({ run, dialog = false }: { run: (key: string) => void; dialog?: boolean }) {
  useKeys({ j: () => run('j'), J: () => run('J'), Enter: () => run('Enter'), '?': () => run('?') })
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
const show = (dialog = false) => {
  const run = vi.fn<(key: string) => void>()
  render(<Page run={run} dialog={dialog} />)
  return run
}

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
})

test('with Ctrl, Alt or ⌘, while typing and behind a dialog the key is not ours', () => {
  const run = show(true)
  fireEvent.keyDown(document.body, { key: 'j' })
  expect(run).not.toHaveBeenCalled()
  const free = show()
  for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) fireEvent.keyDown(document.body, { key: 'j', [modifier]: true })
  for (const field of [...screen.getAllByLabelText('text'), ...screen.getAllByLabelText('editor')]) fireEvent.keyDown(field, { key: 'j' })
  expect(free).not.toHaveBeenCalled()
})

test('Enter on a button presses the button', () => {
  const run = show()
  fireEvent.keyDown(screen.getByRole('button'), { key: 'Enter' })
  expect(run).not.toHaveBeenCalled()
  fireEvent.keyDown(document.body, { key: 'Enter' })
  expect(run).toHaveBeenCalledWith('Enter')
})
