/** Account: the name and address by which one's mail leaves each Email queue. */
import { Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { listSenders } from '#activities/api.ts'
import { mySenders, setMySender } from '#channels/email/senderApi.ts'
import { Section } from '#people/web/Section.tsx'
import { keyOf, useCommand, useEndpoint } from '#platform/web/query.ts'
import css from './senders.module.css'

type Sender = z.output<typeof setMySender.output>

/** Nothing for those whose Right has no queue. */
export function MySenders() {
  const { t } = useTranslation()
  const senders = useEndpoint(mySenders, {}).data?.senders ?? []
  if (senders.length === 0) return null
  return (
    <Section name={t(($) => $.email.senders.title)} hint={t(($) => $.email.senders.about)}>
      {senders.map((sender) => (
        <Line key={sender.id} sender={sender} />
      ))}
    </Section>
  )
}

/** Saved when it is left; what is chosen, at once. */
function Line({ sender }: { sender: Sender }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [name, setName] = useState(sender.name)
  const save = useCommand(setMySender, {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keyOf(mySenders) })
      void queries.invalidateQueries({ queryKey: keyOf(listSenders) })
    },
  })
  return (
    <fieldset className={css.sender}>
      <legend>{sender.queue}</legend>
      <TextInput
        label={t(($) => $.email.senders.name)}
        value={name}
        disabled={sender.ofQueue}
        onChange={(e) => setName(e.currentTarget.value)}
        onBlur={() => {
          if (name.trim() !== sender.name) save.mutate({ id: sender.id, name, address: sender.address })
        }}
      />
      <Select
        label={t(($) => $.email.senders.address)}
        clearable
        clearButtonProps={{ 'aria-label': t(($) => $.common.clear) }}
        placeholder={t(($) => $.email.senders.usual)}
        value={sender.address}
        data={sender.addresses}
        onChange={(address) => save.mutate({ id: sender.id, name: sender.name, address })}
      />
      <p className={css.shown} role={save.error ? 'alert' : undefined}>
        {save.error
          ? save.error.message
          : sender.ofQueue
            ? t(($) => $.email.senders.ofQueue, { name: sender.shownAs })
            : t(($) => $.email.senders.shownAs, { name: sender.shownAs })}
      </p>
    </fieldset>
  )
}
