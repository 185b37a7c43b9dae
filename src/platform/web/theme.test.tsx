/** What the theme decides for every dialog. */
import { Modal } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Theme } from './Theme.tsx'

test('a dialog put together from its parts brings no style that the content policy refuses', async () => {
  render(
    <Theme>
      <Modal.Root opened onClose={() => undefined}>
        <Modal.Content>Jump to</Modal.Content>
      </Modal.Root>
    </Theme>,
  )
  await screen.findByText('Jump to')
  expect(document.body.dataset['scrollLocked']).toBeUndefined()
})
