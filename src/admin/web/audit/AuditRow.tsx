/** One entry of the audit log: a sentence, and on demand every old and new value. */
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '#admin/auditEntry.ts'
import { english } from '#admin/words.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import { hrefOfUse } from '#admin/web/frame/UsedIn.tsx'
import css from './audit.module.css'

const dids = english.manage.audit.did
const own = english.manage.audit.own
const isOwn = (verb: string): verb is keyof typeof own => Object.hasOwn(own, verb)
const isKnown = (verb: string): verb is keyof typeof dids => Object.hasOwn(dids, verb)

/** “statusRequired” reads “Status required”. */
const fieldName = (field: string) => {
  const words = field
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
    .replace(/ ids?$/, '')
  return words === 'sla' ? 'SLA' : words.charAt(0).toUpperCase() + words.slice(1)
}

export function AuditRow({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation()
  const { who, subject, subjectId, title, changes } = entry
  const verb = entry.name.split('.')[1] ?? ''
  const did = isKnown(verb) ? t(($) => $.manage.audit.did[verb]) : verb.replaceAll('_', ' ')
  const name = who.name ?? t(($) => $.manage.audit.desk)
  const about = title ?? `#${subjectId}`
  const href = verb === 'deleted' ? undefined : hrefOfUse({ what: subject, id: subjectId, title: about })
  const bySelf = subject === 'user' && who.kind === 'user' && who.id === subjectId && isOwn(verb) ? verb : undefined
  const fields = Object.entries(changes)
  const sentence = (
    <>
      <span className={css.at}>
        <Time at={entry.at} as="full" />
      </span>
      <span className={css.said}>
        <b>{name}</b>{' '}
        {bySelf ? (
          <span className="ink2">{t(($) => $.manage.audit.own[bySelf])}</span>
        ) : (
          <>
            <span className="ink2">{did}</span> {t(($) => $.manage.audit.subject[subject])}{' '}
            {subject !== 'installation' && <span className={css.title}>{about}</span>}
          </>
        )}
        {entry.via !== 'ui' && <span className="ink3"> ({t(($) => $.manage.audit.via[entry.via])})</span>}
      </span>
    </>
  )
  if (fields.length === 0)
    return (
      <li className={css.entry}>
        <div className={css.line}>{sentence}</div>
      </li>
    )
  return (
    <li className={css.entry}>
      <details>
        <summary className={`${css.line} ring-inside`}>
          {sentence}
          <span className={css.fields}>{fields.map(([field]) => fieldName(field)).join(', ')}</span>
        </summary>
        {href && (
          <p className={css.open}>
            <Go href={href} className="link">
              {t(($) => $.manage.audit.open, { title: about })}
            </Go>
          </p>
        )}
        <table className={css.values}>
          <thead>
            <tr>
              <th scope="col">{t(($) => $.manage.audit.field)}</th>
              <th scope="col">{t(($) => $.manage.audit.before)}</th>
              <th scope="col">{t(($) => $.manage.audit.after)}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(([field, { from, to }]) => (
              <tr key={field}>
                <th scope="row">{fieldName(field)}</th>
                <td>{from ?? <span className="ink3">–</span>}</td>
                <td>{to ?? <span className="ink3">–</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </li>
  )
}
