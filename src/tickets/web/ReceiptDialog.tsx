/** The receipt of a deadline: which SLA, each interval with its rule, the sums, and what is left; in the Time group's own zone, to be copied as text. */
import { Button, Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { useEndpoint } from '#platform/web/query.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { getReceipt } from '#tickets/api.ts'
import { copyText } from './copyText.ts'
import css from './Receipt.module.css'
import { ReceiptDays } from './ReceiptDays.tsx'
import { receiptDays, receiptText } from './receiptDays.ts'
import { useReceiptWords } from './useReceiptWords.ts'

export type Receipt = z.output<typeof getReceipt.output>

export function ReceiptDialog({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation()
  const phone = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false })
  const { data, error, refetch } = useEndpoint(getReceipt, { id }, { staleTime: 0, gcTime: 0 })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(($) => $.ticket.receipt.title, { id })}
      size={620}
      fullScreen={phone}
      closeButtonProps={{ 'aria-label': t(($) => $.common.close) }}
    >
      {data ? (
        <Shown id={id} receipt={data} />
      ) : error ? (
        <Notice kind="error" shape="box" action={<Button onClick={() => void refetch()}>{t(($) => $.common.retry)}</Button>}>
          {t(($) => $.ticket.receipt.failed)}
        </Notice>
      ) : (
        <SkeletonLines lines={6} />
      )}
    </Modal>
  )
}

function Shown({ id, receipt }: { id: number; receipt: Receipt }) {
  const { t } = useTranslation()
  const words = useReceiptWords(receipt)
  const days = receiptDays(receipt.receipt.rows, words.zoneOf)
  const [copied, setCopied] = useState(false)
  const copy = () => {
    const sums = words.sums.map(({ name, value }) => `${name}\t${value}`)
    copyText(receiptText([t(($) => $.ticket.receipt.title, { id }), words.headline, ...words.facts], days, words, sums))
    setCopied(true)
  }
  return (
    <div className={css.receipt}>
      <p className={css.headline}>{words.headline}</p>
      {words.facts.length > 0 && <p className={css.facts}>{words.facts.join(' ')}</p>}
      {days.length === 0 ? <p className="ink2">{t(($) => $.ticket.receipt.nothing)}</p> : <ReceiptDays days={days} words={words} />}
      {words.sums.length > 0 && (
        <dl className={css.sums}>
          {words.sums.map(({ name, value, strong }) => (
            <div key={name} data-strong={strong || undefined}>
              <dt>{name}</dt>
              <dd className="n">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className={css.foot}>
        <Button
          leftSection={copied ? <IconCheck size={16} stroke={1.75} aria-hidden /> : <IconCopy size={16} stroke={1.75} aria-hidden />}
          onClick={copy}
        >
          {copied ? t(($) => $.ticket.receipt.copied) : t(($) => $.ticket.receipt.copy)}
        </Button>
      </div>
    </div>
  )
}
