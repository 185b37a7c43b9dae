/** Which Template of a kind an Email queue uses for something. */
import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { templates, type TemplateValues } from '#templates/template.ts'
import { Field } from './Field.tsx'

interface Props {
  kind: TemplateValues['kind']
  label: string
  about?: string
  /** What stands there without one. */
  none: string
  value: number | null
  error: string | undefined
  onChange: (templateId: number | null) => void
}

/** Whoever may not read Templates sees that there is one, by its number. */
export function TemplateField({ kind, label, about, none, value, error, onChange }: Props) {
  const { t } = useTranslation()
  const { data } = useEndpoint(templates.doors.list, {}, { enabled: useMay('templates.read') })
  const offered = (data?.items ?? []).flatMap((given) => {
    const { id, name, active, kind: is } = templates.shown.parse(given)
    return is === kind && (active || id === value) ? [{ value: String(id), label: name }] : []
  })
  const known = value === null || offered.some((one) => one.value === String(value))
  return (
    <Field label={label} {...(about === undefined ? {} : { about })} error={error}>
      {(id) => (
        <Select
          id={id}
          clearable
          clearButtonProps={{ 'aria-label': t(($) => $.common.clear) }}
          placeholder={none}
          value={value === null ? null : String(value)}
          data={known ? offered : [...offered, { value: String(value), label: `#${value}` }]}
          onChange={(chosen) => onChange(chosen === null ? null : Number(chosen))}
        />
      )}
    </Field>
  )
}
