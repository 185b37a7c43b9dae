/** Account: what one is told and by which way, when mail comes, and the days on which one is away. */
import { Button, Checkbox, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { kinds, usualChannels, type Kind } from '#notifications/kinds.ts'
import type { Channels } from '#people/preferences.ts'
import { usePreference } from '#people/web/usePreferences.ts'
import { Section } from '#people/web/Section.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import css from './NotificationChoices.module.css'

const channels = ['app', 'desktop', 'email'] as const
const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${String(hour).padStart(2, '0')}:00` }))
const moments = ['soon', 'hourly', 'daily'] as const

/** The desktop says what stands here: neither is without it. */
const together = (ways: Channels, changed: keyof Channels): Channels =>
  changed === 'app' ? { ...ways, desktop: ways.app && ways.desktop } : { ...ways, app: ways.app || ways.desktop }

export function NotificationChoices() {
  const { t } = useTranslation()
  const [chosen, choose] = usePreference('notify')
  const [digest, setDigest] = usePreference('digest')
  const [problem, setProblem] = useState<string>()
  const keep = (kept: Promise<void>) => kept.then(() => setProblem(undefined)).catch((error: Error) => setProblem(error.message))
  const of = (kind: Kind) => chosen[kind] ?? usualChannels[kind]
  return (
    <div id="notifications">
      <Section name={t(($) => $.notify.matrix.title)} hint={t(($) => $.notify.matrix.about)}>
        {problem !== undefined && <Notice kind="error">{problem}</Notice>}
        <table className={css.matrix}>
          <thead>
            <tr>
              <th scope="col">{t(($) => $.notify.matrix.what)}</th>
              {channels.map((channel) => (
                <th key={channel} scope="col">
                  {t(($) => $.notify.matrix[channel])}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => {
              const what = t(($) => $.notify.matrix.kind[kind])
              return (
                <tr key={kind}>
                  <th scope="row">{what}</th>
                  {channels.map((channel) => (
                    <td key={channel}>
                      <Checkbox
                        aria-label={t(($) => $.notify.matrix.channel, { what, channel: t(($) => $.notify.matrix[channel]) })}
                        checked={of(kind)[channel]}
                        onChange={({ currentTarget }) =>
                          void keep(choose({ ...chosen, [kind]: together({ ...of(kind), [channel]: currentTarget.checked }, channel) }))
                        }
                      />
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
        <div className={css.mail}>
          <Select
            label={t(($) => $.notify.matrix.mail)}
            allowDeselect={false}
            value={digest.how}
            data={moments.map((value) => ({ value, label: t(($) => $.notify.matrix.how[value]) }))}
            onChange={(value) => {
              const how = moments.find((one) => one === value)
              if (how) void keep(setDigest({ ...digest, how }))
            }}
          />
          {digest.how === 'daily' && (
            <Select
              label={t(($) => $.notify.matrix.hour)}
              allowDeselect={false}
              value={String(digest.hour)}
              data={hours}
              onChange={(value) => void keep(setDigest({ ...digest, hour: Number(value) }))}
            />
          )}
        </div>
        <Desktop />
      </Section>
    </div>
  )
}

/** The browser asks once; what it was told it keeps. */
function Desktop() {
  const { t } = useTranslation()
  const [state, setState] = useState(() => ('Notification' in window ? Notification.permission : 'granted'))
  if (state === 'granted') return null
  if (state === 'denied') return <p className="ink3 meta">{t(($) => $.notify.matrix.denied)}</p>
  return (
    <div>
      <Button onClick={() => void Notification.requestPermission().then(setState)}>{t(($) => $.notify.matrix.allow)}</Button>
    </div>
  )
}
