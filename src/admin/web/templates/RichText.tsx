/** The rich text of a Template: the editor of emails, with placeholders. */
import type { Editor } from '@tiptap/react'
import { useEffect, useRef, useState } from 'react'
import { RichEditor } from '#activities/web/RichEditor.tsx'
import { PlaceholderMenu } from './PlaceholderMenu.tsx'
import { Suggesting, type Typing } from './Suggesting.tsx'
import css from './templates.module.css'
import { type Choice, typedPlaceholder } from '#templates/web/typed.ts'

interface Props {
  label: string
  value: string
  choices: readonly Choice[]
  onChange: (html: string) => void
  /** Pictures and files that are pasted into it; without it they are left out. */
  onFiles?: (files: File[], insert: (address: string) => void) => void
  onReady?: (editor: Editor) => void
}

export function RichText({ label, value, choices, onChange, onFiles, onReady }: Props) {
  const [editor, setEditor] = useState<Editor | null>(null)
  const typing = useTyping(editor)
  const [begun, setBegun] = useState({ html: value, n: 0 })
  const [written, setWritten] = useState(value)
  // It came from elsewhere: what was discarded, or another's version.
  if (value !== written) {
    setWritten(value)
    setBegun({ html: value, n: begun.n + 1 })
  }
  const put = (name: string, typed = '') => {
    if (!editor) return
    const { from, to } = editor.state.selection
    const closed = typed !== '' && editor.state.doc.textBetween(to, Math.min(to + 2, editor.state.doc.content.size)) === '}}'
    editor
      .chain()
      .focus()
      .deleteRange({ from: from - typed.length, to: closed ? to + 2 : to })
      .insertContent({ type: 'text', text: `{{${name}}}` })
      .run()
  }
  return (
    <Suggesting typing={typing} choices={choices} onChoose={put}>
      <RichEditor
        key={begun.n}
        initial={begun.html}
        label={label}
        cursor={false}
        onReady={(now) => {
          setEditor(now)
          onReady?.(now)
        }}
        onFiles={(files, insert) => onFiles?.(files, insert)}
        onChange={(html) => {
          setWritten(html)
          onChange(html)
        }}
      >
        {(text, tools) => (
          <div className={css.rich}>
            <div className={css.tools}>
              {tools}
              <PlaceholderMenu atEnd choices={choices} onChoose={put} />
            </div>
            <div className={css.paper}>{text}</div>
          </div>
        )}
      </RichEditor>
    </Suggesting>
  )
}

/** What of a placeholder stands before the cursor. */
function useTyping(editor: Editor | null): Typing | null {
  const [typing, setTyping] = useState<Typing | null>(null)
  const shown = useRef('')
  useEffect(() => {
    if (!editor) return undefined
    const look = () => {
      const { from, empty } = editor.state.selection
      const typed =
        empty && editor.isFocused ? typedPlaceholder(editor.state.doc.textBetween(Math.max(0, from - 80), from, '\n', ' ')) : null
      const key = typed ? `${from} ${typed.written}` : ''
      if (key === shown.current) return
      shown.current = key
      const at = typed && editor.view.coordsAtPos(from)
      const frame = editor.view.dom.closest(`.${css.suggesting}`)?.getBoundingClientRect()
      setTyping(
        typed && at && frame
          ? { ...typed, left: Math.min(at.left - frame.left, Math.max(0, frame.width - 460)), top: at.bottom - frame.top + 4 }
          : null,
      )
    }
    editor.on('transaction', look).on('blur', look)
    return () => void editor.off('transaction', look).off('blur', look)
  }, [editor])
  return typing
}
