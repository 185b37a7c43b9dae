/** The text of an email while it is written: bold, lists, links and quotes; loaded when a composer first opens. */
import { Button, Popover, TextInput } from '@mantine/core'
import { IconBlockquote, IconBold, IconLink, IconList } from '@tabler/icons-react'
import { Image } from '@tiptap/extension-image'
import { type Editor, EditorContent, useEditor, useEditorState } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import { type MouseEvent, type ReactNode, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import './richEditor.css'
import { isPicture } from './useUploads.ts'

export interface RichEditorProps {
  /** HTML that the editing begins with; later changes come from the editor alone. */
  initial: string
  label: string
  onChange: (html: string) => void
  /** Files pasted; `insert` puts a picture, by its address, where the cursor stands. */
  onFiles: (files: File[], insert: (address: string) => void) => void
  /** A text was pasted that is no message any more; it became a file. */
  onLongPaste?: () => void
  /** Whether the writing begins here at once. */
  cursor: boolean
  /** Hands out the editor for what a page adds to it. */
  onReady?: (editor: Editor) => void
  /** The frame around the text and the tools. */
  children: (text: ReactNode, tools: ReactNode) => ReactNode
}

/** Characters that are pasted into the text; more become a file. */
const longest = 300_000

const kit = [
  StarterKit.configure({
    heading: false,
    codeBlock: false,
    horizontalRule: false,
    link: { openOnClick: false, autolink: true, defaultProtocol: 'https', protocols: ['http', 'https', 'mailto', 'tel'] },
  }),
  Image.configure({ inline: true }),
]

export function RichEditor({ initial, label, onChange, onFiles, onLongPaste, cursor, onReady, children }: RichEditorProps) {
  const made = useRef<Editor>(null)
  const files = useEffectEvent((given: FileList | null | undefined) => {
    const list = [...(given ?? [])]
    if (list.length === 0) return false
    onFiles(list, (address) => made.current?.chain().focus().setImage({ src: address }).run())
    return true
  })
  const pictures = useEffectEvent((given: FileList | null | undefined, at: number | undefined) => {
    const list = [...(given ?? [])]
    if (at === undefined || list.length === 0 || !list.every((file) => isPicture(file))) return false
    onFiles(list, (address) =>
      made.current
        ?.chain()
        .focus()
        .insertContentAt(Math.min(at, made.current.state.doc.content.size), { type: 'image', attrs: { src: address } })
        .run(),
    )
    return true
  })
  const longText = useEffectEvent((given: DataTransfer | null) => {
    const plain = given?.getData('text/plain') ?? ''
    if (plain.length <= longest && (given?.getData('text/html') ?? '').length <= longest * 3) return false
    onFiles([new File([plain], 'pasted-text.txt', { type: 'text/plain' })], () => undefined)
    onLongPaste?.()
    return true
  })
  const ready = useEffectEvent((now: Editor) => onReady?.(now))
  const changed = useEffectEvent((html: string) => onChange(html))
  const editor = useEditor({
    extensions: kit,
    content: initial,
    injectCSS: false,
    autofocus: cursor ? 'end' : false,
    editorProps: {
      attributes: { 'aria-label': label, role: 'textbox', 'aria-multiline': 'true', class: 'rich-text' },
      // Pictures stand where they are pasted or dropped; other dropped files are the composer's own to take.
      handlePaste: (_, event) => {
        const taken = files(event.clipboardData?.files) || longText(event.clipboardData)
        if (taken) event.stopPropagation()
        return taken
      },
      handleDrop: (view, event, _, moved) => {
        const taken = !moved && pictures(event.dataTransfer?.files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos)
        if (taken) event.preventDefault()
        return taken
      },
    },
    onCreate: ({ editor: now }) => {
      made.current = now
      ready(now)
    },
    onUpdate: ({ editor: now }) => changed(now.isEmpty ? '' : now.getHTML()),
  })
  return children(<EditorContent editor={editor} className="rich-editor" />, editor && <Tools editor={editor} />)
}

function Tools({ editor }: { editor: Editor }) {
  const { t } = useTranslation()
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      list: now.isActive('bulletList'),
      quote: now.isActive('blockquote'),
    }),
  })
  // The text keeps the cursor: a press on a tool must not take it away.
  const keepCursor = { onMouseDown: (event: MouseEvent) => event.preventDefault() }
  return (
    <>
      <IconButton
        {...keepCursor}
        label={t(($) => $.activity.compose.bold)}
        icon={<IconBold size={16} stroke={1.75} aria-hidden />}
        on={on.bold}
        onClick={() => editor.chain().focus().toggleBold().run()}
      />
      <IconButton
        {...keepCursor}
        label={t(($) => $.activity.compose.list)}
        icon={<IconList size={16} stroke={1.75} aria-hidden />}
        on={on.list}
        onClick={() => editor.chain().focus().toggleBulletList().run()}
      />
      <IconButton
        {...keepCursor}
        label={t(($) => $.activity.compose.quote)}
        icon={<IconBlockquote size={16} stroke={1.75} aria-hidden />}
        on={on.quote}
        onClick={() => editor.chain().focus().toggleBlockquote().run()}
      />
      <LinkTool editor={editor} />
    </>
  )
}

/** Asks for the address in a small panel beside the button. */
function LinkTool({ editor }: { editor: Editor }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [address, setAddress] = useState('')
  const isLink = useEditorState({ editor, selector: ({ editor: now }) => now.isActive('link') })
  const apply = () => {
    const href = /^[a-z]+:/i.test(address) ? address : `https://${address}`
    const chain = editor.chain().focus().extendMarkRange('link')
    if (address.trim() === '') chain.unsetLink().run()
    else if (editor.state.selection.empty && !isLink)
      chain.insertContent({ type: 'text', text: address, marks: [{ type: 'link', attrs: { href } }] }).run()
    else chain.setLink({ href }).run()
    setOpen(false)
  }
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="top">
      <Popover.Target>
        <IconButton
          label={t(($) => $.activity.compose.link)}
          icon={<IconLink size={16} stroke={1.75} aria-hidden />}
          on={isLink}
          onClick={() => {
            const href: unknown = editor.getAttributes('link').href
            setAddress(typeof href === 'string' ? href : '')
            setOpen(!open)
          }}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className="rich-link"
          onSubmit={(event) => {
            event.preventDefault()
            event.stopPropagation()
            apply()
          }}
        >
          <TextInput
            aria-label={t(($) => $.activity.compose.linkAddress)}
            placeholder="https://"
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
          />
          <Button type="submit" size="xs">
            {t(($) => $.activity.compose.applyLink)}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
