/** Which Template stands under the mails of a queue. */
import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { templates } from '#templates/template.ts'
import { Field } from './Field.tsx'

interface Props {
  value: number | null
  error: string | undefined
  onChange: (templateId: number | null) => void
}

/** Whoever may not read Templates sees that there is one, by its number. */
export function SignatureField({ value, error, onChange }: Props) {
  const { t } = useTranslation()
  const { data } = useEndpoint(templates.doors.list, {}, { enabled: useMay('templates.read') })
  const offered = (data?.items ?? []).flatMap((given) => {
    const { id, kind, name, active } = templates.shown.parse(given)
    return kind === 'signature' && (active || id === value) ? [{ value: String(id), label: name }] : []
  })
  const known = value === null || offered.some((one) => one.value === String(value))
  return (
    <Field label={t(($) => $.email.signature)} about={t(($) => $.email.signatureHint)} error={error}>
      {(id) => (
        <Select
          id={id}
          clearable
          clearButtonProps={{ 'aria-label': t(($) => $.common.clear) }}
          placeholder={t(($) => $.email.noSignature)}
          value={value === null ? null : String(value)}
          data={known ? offered : [...offered, { value: String(value), label: `#${value}` }]}
          onChange={(chosen) => onChange(chosen === null ? null : Number(chosen))}
        />
      )}
    </Field>
  )
}
