/** The keys of an open ticket. They fill the form and save nothing; Take always saves. */
import { useActions } from '#platform/web/keys.ts'
import type { Beginning } from './useComposing.ts'

interface Actions {
  begin: (kind: Beginning) => void
  setClosed: () => void
  take: () => void
  save: () => void
  showForm: () => void
}

export function useTicketKeys({ begin, setClosed, take, save, showForm }: Actions) {
  const focus = (field: string) => {
    showForm()
    requestAnimationFrame(() => {
      const input = document.querySelector<HTMLInputElement>(`input[data-field="${field}"]`)
      if (!input) return
      input.focus()
      // One that is typed into opens by itself.
      if (input.readOnly) input.click()
      leaveWhenDone(input)
    })
  }
  useActions({
    ticketReply: () => begin('reply'),
    ticketReplyAll: () => begin('all'),
    ticketForward: () => begin('forward'),
    ticketComment: () => begin('comment'),
    ticketClose: setClosed,
    ticketTake: take,
    ticketSave: save,
    ticketState: () => focus('state'),
    ticketPriority: () => focus('priority'),
    ticketOwner: () => focus('userId'),
  })
}

/** Once an option is chosen, or none by Escape, the single keys work again. */
function leaveWhenDone(input: HTMLInputElement) {
  const done = new AbortController()
  const { signal } = done
  const leave = () => {
    done.abort()
    setTimeout(() => {
      if (document.activeElement === input) document.querySelector<HTMLElement>('#content')?.focus()
      if (document.activeElement === input) input.blur()
    })
  }
  input.addEventListener('keydown', ({ key }) => (key === 'Escape' || key === 'Enter') && leave(), { signal })
  input.addEventListener('blur', () => done.abort(), { signal })
  document.addEventListener('click', ({ target }) => target instanceof Element && target.closest('[role=option]') && leave(), { signal })
}
