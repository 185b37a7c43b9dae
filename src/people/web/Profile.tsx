/** One’s own name and time zone. */
import { Button, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#platform/web/call.ts'
import { useCommand } from '#platform/web/query.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { changeMe } from '#people/api.ts'
import css from './account.module.css'
import { Section } from './Section.tsx'
import { rememberMe, useMe } from './session.ts'

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

export function Profile() {
  const { t } = useTranslation()
  const me = useMe()
  const queries = useQueryClient()
  const [name, setName] = useState(me.name)
  const [timeZone, setTimeZone] = useState(me.timeZone)
  const save = useCommand(changeMe, { onSuccess: (now) => rememberMe(queries, now) })
  const changed = name.trim() !== me.name || timeZone !== me.timeZone
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ name, timeZone })
  }
  return (
    <Section name={t(($) => $.people.account.profile)}>
      <form onSubmit={submit} className={css.form}>
        <TextInput
          className={css.field ?? ''}
          label={t(($) => $.people.name)}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={problemOf(save.error, 'name') && t(($) => $.people.wrongValue)}
          required
          withAsterisk={false}
          maxLength={120}
          autoComplete="name"
        />
        <TextInput
          className={css.field ?? ''}
          label={t(($) => $.people.email)}
          description={t(($) => $.people.account.emailHint)}
          inputWrapperOrder={['label', 'input', 'description']}
          value={me.email}
          readOnly
        />
        <Select
          className={css.field ?? ''}
          label={t(($) => $.people.account.timeZone)}
          placeholder={t(($) => $.people.account.timeZoneOfBrowser, { zone: ownZone })}
          data={Intl.supportedValuesOf('timeZone')}
          value={timeZone}
          onChange={setTimeZone}
          error={problemOf(save.error, 'timeZone') && t(($) => $.people.wrongValue)}
          searchable
          clearable
          limit={60}
          clearButtonProps={{ 'aria-label': t(($) => $.common.clear) }}
        />
        {save.error && !problemOf(save.error, 'name') && !problemOf(save.error, 'timeZone') && (
          <Notice kind="error" shape="box">
            {save.error.message}
          </Notice>
        )}
        <div className={css.line}>
          <Button type="submit" variant="filled" disabled={!changed} loading={save.isPending}>
            {t(($) => $.people.account.save)}
          </Button>
          <span role="status" className={css.done}>
            {save.isSuccess && !changed && t(($) => $.people.account.saved)}
          </span>
        </div>
      </form>
    </Section>
  )
}
