/** Recovery codes, shown this once. */
import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './signIn.module.css'

export function RecoveryCodes({ codes, done, onDone }: { codes: readonly string[]; done: string; onDone: () => void }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = () => {
    void navigator.clipboard?.writeText(codes.join('\n')).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <div className={css.codes} role="group" aria-label={t(($) => $.signIn.enrol.codes)}>
      <p>{t(($) => $.signIn.enrol.codesHint)}</p>
      <ul>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <span className={css.line}>
        <Button
          leftSection={copied ? <IconCheck size={16} stroke={1.75} aria-hidden /> : <IconCopy size={16} stroke={1.75} aria-hidden />}
          onClick={copy}
        >
          {copied ? t(($) => $.signIn.enrol.copied) : t(($) => $.signIn.enrol.copyCodes)}
        </Button>
        <Button variant="filled" onClick={onDone}>
          {done}
        </Button>
      </span>
    </div>
  )
}
