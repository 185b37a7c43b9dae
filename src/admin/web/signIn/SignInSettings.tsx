/** Manage, Sign-in: what is asked of everyone who signs in, and from which queue the desk itself writes. */
import { Button, Checkbox, NumberInput, Select } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { changeSystemAddress, getSystemAddress } from '#channels/email/api.ts'
import { changeSignInSettings, getSignInSettings } from '#people/signIn/api.ts'
import type { SignInSettings as Settings } from '#people/signIn/settings.ts'
import signIn from '#people/signIn/web/signIn.module.css'
import { useMay } from '#people/web/session.ts'
import { call, CallProblem, problemOf } from '#platform/web/call.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import editor from '#admin/web/frame/editor.module.css'
import { Row, Section } from '#admin/web/frame/Row.tsx'

type Address = z.output<(typeof getSystemAddress)['output']>

export function SignInSettings() {
  const { t } = useTranslation()
  const settings = useEndpoint(getSignInSettings, {}, { refetchOnMount: 'always' })
  const address = useEndpoint(getSystemAddress, {}, { refetchOnMount: 'always' })
  useTitle(t(($) => $.manage.page['sign-in']))
  const error = settings.error ?? address.error
  if (error)
    return (
      <Notice kind="error" action={<Button onClick={() => void settings.refetch()}>{t(($) => $.common.retry)}</Button>}>
        {t(($) => $.signIn.manage.loadFailed)}
      </Notice>
    )
  if (!settings.data || !address.data)
    return (
      <div className={editor.loading}>
        <SkeletonLines />
      </div>
    )
  return <Form stored={settings.data} address={address.data} />
}

function Form({ stored, address }: { stored: Settings; address: Address }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const may = useMay('settings.update')
  const [values, setValues] = useState(stored)
  const [queueId, setQueueId] = useState(address.queueId)
  const [said, setSaid] = useState<{ error: Error | null } | null>(null)
  const [saving, setSaving] = useState(false)
  const changed = JSON.stringify(values) !== JSON.stringify(stored) || queueId !== address.queueId
  const set = (change: Partial<Settings>) => {
    setSaid(null)
    setValues((now) => ({ ...now, ...change }))
  }
  const save = async () => {
    setSaving(true)
    try {
      if (JSON.stringify(values) !== JSON.stringify(stored)) await call(changeSignInSettings, values)
      if (queueId !== address.queueId) await call(changeSystemAddress, { queueId })
      setSaid({ error: null })
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error
      setSaid({ error })
    } finally {
      await queries.invalidateQueries()
      setSaving(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (may && changed) void save()
  }
  const problem = (field: string) => (problemOf(said?.error, field) ? t(($) => $.people.wrongValue) : undefined)
  const ownFirst = problemOf(said?.error, 'secondStepRequired')?.code === 'own_first'
  return (
    <form className={editor.page} onSubmit={submit} noValidate>
      <header className={editor.head}>
        <h1>{t(($) => $.manage.page['sign-in'])}</h1>
        <div className={editor.end}>
          {may && (
            <Button type="submit" variant="filled" loading={saving} disabled={!changed}>
              {t(($) => $.signIn.manage.save)}
            </Button>
          )}
        </div>
      </header>
      {said?.error && !said.error.message ? null : said?.error ? (
        <Notice kind="error">{ownFirst ? t(($) => $.signIn.manage.ownFirst) : said.error.message}</Notice>
      ) : (
        said && !changed && <Notice kind="done">{t(($) => $.signIn.manage.saved)}</Notice>
      )}
      <div className={editor.body}>
        <fieldset className={editor.fields} disabled={!may} aria-label={t(($) => $.manage.page['sign-in'])}>
          <Section title={t(($) => $.signIn.manage.rules)}>
            <Row
              label={t(($) => $.signIn.manage.secondStep)}
              about={t(($) => $.signIn.manage.secondStepAbout)}
              error={ownFirst ? t(($) => $.signIn.manage.ownFirst) : undefined}
            >
              {({ id }) => (
                <>
                  <Checkbox
                    id={id}
                    pt={6}
                    label={t(($) => $.signIn.manage.secondStepRequired)}
                    checked={values.secondStepRequired}
                    onChange={(event) => set({ secondStepRequired: event.currentTarget.checked })}
                  />
                  {values.secondStepRequired && !stored.secondStepRequired && (
                    <p className={signIn.hint}>{t(($) => $.signIn.manage.secondStepNow)}</p>
                  )}
                </>
              )}
            </Row>
            <Row
              label={t(($) => $.signIn.manage.inactivity)}
              about={t(($) => $.signIn.manage.inactivityAbout)}
              error={problem('inactivityMinutes')}
            >
              {({ id }) => (
                <span className={signIn.number}>
                  <NumberInput
                    id={id}
                    min={0}
                    max={1440}
                    allowDecimal={false}
                    value={values.inactivityMinutes}
                    onChange={(minutes) => set({ inactivityMinutes: Number(minutes) })}
                  />
                  {t(($) => $.signIn.manage.minutes)}
                </span>
              )}
            </Row>
            <Row
              label={t(($) => $.signIn.manage.minimum)}
              about={t(($) => $.signIn.manage.minimumAbout)}
              error={problem('minimumPassword')}
            >
              {({ id }) => (
                <span className={signIn.number}>
                  <NumberInput
                    id={id}
                    min={10}
                    max={64}
                    allowDecimal={false}
                    value={values.minimumPassword}
                    onChange={(minimum) => set({ minimumPassword: Number(minimum) })}
                  />
                  {t(($) => $.signIn.manage.characters)}
                </span>
              )}
            </Row>
          </Section>
          <Section title={t(($) => $.signIn.manage.mail)}>
            <Row
              label={t(($) => $.signIn.manage.systemAddress)}
              about={t(($) => $.signIn.manage.systemAddressAbout)}
              error={problem('queueId')}
            >
              {({ id }) => (
                <Select
                  id={id}
                  maw={360}
                  clearable
                  clearButtonProps={{ 'aria-label': t(($) => $.common.clear) }}
                  placeholder={t(($) => $.signIn.manage.noAddress)}
                  data={address.queues.map((queue) => ({ value: String(queue.id), label: `${queue.name} (${queue.address})` }))}
                  value={queueId === null ? null : String(queueId)}
                  onChange={(chosen) => {
                    setSaid(null)
                    setQueueId(chosen === null ? null : Number(chosen))
                  }}
                />
              )}
            </Row>
          </Section>
          <Section title={t(($) => $.signIn.manage.providers)}>
            <Row group label={t(($) => $.signIn.manage.toProviders)} about={t(($) => $.signIn.manage.providersAbout)}>
              {() => (
                <Go href="/manage/sso-providers" className="link">
                  {t(($) => $.manage.page['sso-providers'])}
                </Go>
              )}
            </Row>
          </Section>
        </fieldset>
      </div>
    </form>
  )
}
