/** Which Template stands under the mails of a queue. */
import { useTranslation } from 'react-i18next'
import { TemplateField } from './TemplateField.tsx'

interface Props {
  value: number | null
  error: string | undefined
  onChange: (templateId: number | null) => void
}

export function SignatureField(props: Props) {
  const { t } = useTranslation()
  return (
    <TemplateField
      kind="signature"
      label={t(($) => $.email.signature)}
      about={t(($) => $.email.signatureHint)}
      none={t(($) => $.email.noSignature)}
      {...props}
    />
  )
}
