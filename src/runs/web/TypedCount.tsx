/** Before very many are written to, their number is typed: nobody does that by a slip of the hand. */
import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useWhen } from '#platform/web/useWhen.ts'
import { unasked } from '#runs/run.ts'

/** Whether so many may be written to now. */
export const isConfirmed = (count: number, typed: string) => count <= unasked || Number(typed.replaceAll(/\D/g, '')) === count

export function TypedCount({ count, typed, onType }: { count: number; typed: string; onType: (typed: string) => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  if (count <= unasked) return null
  return (
    <TextInput
      label={t(($) => $.runs.reply.type, { n: when.count(count) })}
      inputMode="numeric"
      maw={360}
      value={typed}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  )
}
