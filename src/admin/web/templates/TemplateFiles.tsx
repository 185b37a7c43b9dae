/** The files that go with a Template: uploaded at once, kept when it is saved. */
import { Button, FileButton } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadAttachment } from '#activities/api.ts'
import { Attached } from '#activities/web/ComposerParts.tsx'
import { useUploads } from '#activities/web/useUploads.ts'
import { addressOf } from '#platform/web/call.ts'
import { AttachmentChip } from '#platform/web/ui/AttachmentChip.tsx'
import type { TemplateValues } from '#templates/template.ts'
import css from './templates.module.css'

interface Props {
  files: TemplateValues['files']
  onChange: (files: TemplateValues['files']) => void
}

export function TemplateFiles({ files, onChange }: Props) {
  const { t } = useTranslation()
  // Several may arrive before the form is drawn again.
  const held = useRef(files)
  useEffect(() => {
    held.current = files
  }, [files])
  const uploads = useUploads(({ id, name, mediaType, size }) => {
    held.current = [...held.current, { id, name, mediaType, size }]
    onChange(held.current)
  })
  return (
    <div className={css.files}>
      {files.map((file) => (
        <AttachmentChip
          key={file.id}
          name={file.name}
          mediaType={file.mediaType}
          size={file.size}
          href={addressOf(downloadAttachment, { id: file.id })}
          onRemove={() => onChange(files.filter((one) => one.id !== file.id))}
        />
      ))}
      <Attached
        attachments={[]}
        uploads={uploads.uploads}
        onRemove={() => undefined}
        onRemoveUpload={uploads.remove}
        onRetryUpload={uploads.retry}
      />
      <FileButton multiple onChange={uploads.add}>
        {(props) => (
          <Button {...props} leftSection={<IconPaperclip size={16} stroke={1.75} aria-hidden />}>
            {t(($) => $.template.addFile)}
          </Button>
        )}
      </FileButton>
    </div>
  )
}
