/** The open ticket: two panels with a divider, on phones one column with tabs; its keys; leaving with unsaved changes. */
import { useAnonymise } from './useAnonymise.tsx'
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconLock } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ActivitiesPanel } from '#activities/web/ActivitiesPanel.tsx'
import { stepInFeed } from '#activities/web/feedKeys.ts'
import { showActivity } from '#activities/web/showActivity.ts'
import { SuggestedTickets } from '#activities/web/SuggestedTickets.tsx'
import { listCategories } from '#categories/api.ts'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { HistoryBar } from '#history/web/HistoryBar.tsx'
import { HistoryTab } from '#history/web/HistoryTab.tsx'
import { PastForm } from '#history/web/PastForm.tsx'
import { putBackInto } from '#history/web/putBack.ts'
import { useHistoryList } from '#history/web/useHistoryList.ts'
import { useTravel } from '#history/web/useTravel.ts'
import { listUsers } from '#people/api.ts'
import { useBeHere } from '#presence/web/present.ts'
import { PresentPeople } from '#presence/web/PresentPeople.tsx'
import { useMay, useMe } from '#people/web/session.ts'
import { useActions } from '#platform/web/keys.ts'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { KeyHint } from '#platform/web/ui/KeyHint.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { PanelPresets, Panels, usePanelShare } from '#platform/web/ui/Panels.tsx'
import { PanelTabs } from '#platform/web/ui/PanelTabs.tsx'
import { giveTemplateText } from '#templates/textForTemplate.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { TicketForm } from '#tickets/web/TicketForm.tsx'
import { TicketHeader } from '#tickets/web/TicketHeader.tsx'
import { TicketStrips } from '#tickets/web/TicketStrips.tsx'
import { useMarkRead } from '#tickets/web/ticketData.ts'
import { useTicketForm } from '#tickets/web/useTicketForm.ts'
import { TicketTimer } from '#worktime/web/TicketTimer.tsx'
import { TimeTab } from '#worktime/web/TimeTab.tsx'
import { useTicketActivity } from '#worktime/web/useTicketActivity.ts'
import { openTab, setUnsaved } from '#app/web/openTabs.ts'
import { useCloseTab } from '#app/web/shell/DeskTabs.tsx'
import { useListHref } from '#app/web/shell/listHref.ts'
import css from './TicketPage.module.css'
import { ContactTab } from './ContactTab.tsx'
import { OutgoingButton } from './OutgoingButton.tsx'
import { Neighbours } from './Neighbours.tsx'
import { type Beginning, useComposing, useWish } from './useComposing.ts'
import { useMacros } from './useMacros.ts'
import { useMarkSpam } from './useMarkSpam.tsx'
import { useTakeTicket } from './useTakeTicket.ts'
import { useTicketKeys } from './useTicketKeys.ts'
import { useTemplatesInFront } from './useTemplatesInFront.ts'
import { useTicketTabs } from './useTicketTabs.ts'
import { useWriters } from './useWriters.ts'

const TicketFiles = lazy(() => import('#activities/web/TicketFiles.tsx').then((m) => ({ default: m.TicketFiles })))
const TemplatesTab = lazy(() => import('#templates/web/TemplatesTab.tsx').then((m) => ({ default: m.TemplatesTab })))
const MacroList = lazy(() => import('#macros/web/MacroList.tsx').then((m) => ({ default: m.MacroList })))
const WritingAids = lazy(() => import('#templates/web/WritingAids.tsx').then((m) => ({ default: m.WritingAids })))
const AskBeforeClosing = lazy(() => import('#app/web/shell/AskBeforeClosing.tsx').then((m) => ({ default: m.AskBeforeClosing })))

/** What lies over the list leads: away, or to another ticket. */
export interface PeekDoors {
  onClose: () => void
  onShow: (id: number) => void
}

interface Props {
  ticket: Ticket
  put: (ticket: Ticket) => void
  reload: () => Promise<unknown>
  /** In a TicketPeek: one column over the list, and no tab unless something unsaved must not be lost. */
  peek?: PeekDoors
}

export function OpenTicket({ ticket, put, reload, peek }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const when = useWhen()
  const router = useRouter()
  const list = useListHref()
  const { close, asking, answer } = useCloseTab()
  const small = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false })
  const peeking = peek !== undefined
  const phone = small || peeking
  const categories = useEndpoint(listCategories, {}).data?.categories ?? []
  const users = useEndpoint(listUsers, {}).data?.users ?? []
  const form = useTicketForm({ ticket, userId: me.id, onTicket: put, reload })
  const take = useTakeTicket(ticket.id, put, reload)
  const { composing, compose, begin } = useComposing(ticket.id)
  const travel = useTravel(ticket.id)
  const { left, right, side, choose, show } = useTicketTabs(ticket, travel.event !== null)
  const [share, setShare] = usePanelShare('tessera:kept:panels')
  const edited = form.edited.length
  const readOnly = ticket.bin !== null
  const mayComment = useMay('activities.comment')
  const history = useHistoryList(ticket.id, travel, left === 'history')
  const customFields = useCustomFields('ticket')
  // Whoever looks into the past has the form before them.
  const formInFront = useEffectEvent(() => choose({ right: 'form' }))
  useEffect(() => {
    if (travel.event !== null) formInFront()
  }, [travel.event])
  const macros = useMacros({ ticket, form, readOnly: readOnly || travel.event !== null, begin, show })
  const emailing = composing !== null && composing.kind !== 'comment'
  useTemplatesInFront(emailing, right, choose)
  useMarkRead(ticket)
  useTicketActivity(ticket.id)
  useBeHere(ticket.id, [
    ...(edited > 0 ? (['form'] as const) : []),
    ...(composing ? [composing.kind === 'comment' ? ('comment' as const) : ('reply' as const)] : []),
  ])
  useWriters(form, users)
  useTitle(`#${ticket.id} ${ticket.title}`)
  const unsaved = edited + (composing ? 1 : 0)
  const wantsTab = !peeking || unsaved > 0
  useEffect(() => {
    if (wantsTab) openTab({ id: ticket.id, title: ticket.title, unread: false })
  }, [ticket.id, ticket.title, wantsTab])
  useEffect(() => setUnsaved(ticket.id, unsaved), [ticket.id, unsaved])
  // A link to one activity.
  const linked = Number(/^#?activity-(\d{1,15})$/.exec(router.state.location.hash)?.[1] ?? 0)
  useEffect(() => {
    if (linked > 0 && !peeking) showActivity(linked)
  }, [linked, peeking])
  const leavePeek = peek && travel.event === null ? () => peek.onClose() : undefined
  useActions({ ticketEscape: leavePeek, closeTab: leavePeek })
  const commentKey = useKeyName('ticketComment')

  const toActivity = (activity: number) => {
    show('activities')
    showActivity(activity)
  }
  const beginHere = (kind: Beginning) => {
    if (readOnly) return
    show('activities')
    begin(kind)
  }
  useWish(ticket.id, beginHere)
  const inFeed = (step: 1 | -1) => {
    show('activities')
    requestAnimationFrame(() => stepInFeed(step))
  }
  useActions({ feedDown: peeking ? undefined : () => inFeed(1), feedUp: peeking ? undefined : () => inFeed(-1) })
  useTicketKeys({
    begin: beginHere,
    setClosed: () => !readOnly && travel.event === null && form.set('state', 'closed'),
    take: () => !readOnly && ticket.user === null && take.run(),
    save: () => !readOnly && void form.save(),
    showForm: () => show('form'),
  })

  const counted = {
    activities: { key: 'activities' as const, label: t(($) => $.activity.feed), count: when.count(ticket.activityCount) },
    history: {
      key: 'history' as const,
      label: t(($) => $.history.title),
      count: history.total ? when.count(history.total.changes) : undefined,
    },
    form: { key: 'form' as const, label: t(($) => $.ticket.form) },
    contact: { key: 'contact' as const, label: t(($) => $.crm.contactTab) },
    attachments: {
      key: 'attachments' as const,
      label: t(($) => $.ticket.attachments),
      count: ticket.attachmentCount > 0 ? when.count(ticket.attachmentCount) : undefined,
    },
  }
  const templatesTab = { key: 'templates' as const, label: t(($) => $.template.tab.title) }
  const timeTab = { key: 'time' as const, label: t(($) => $.time.tab) }
  const anonymising = useAnonymise(ticket, reload)
  const spam = useMarkSpam(ticket, reload)
  const begins = (
    <>
      {mayComment && (
        <Button
          variant="subtle"
          leftSection={<IconLock size={16} stroke={1.75} aria-hidden />}
          aria-keyshortcuts={commentKey}
          rightSection={commentKey && <KeyHint>{commentKey}</KeyHint>}
          onClick={() => begin('comment')}
        >
          {t(($) => $.activity.action.comment)}
        </Button>
      )}
      <OutgoingButton ticketId={ticket.id} onBegin={begin} />
    </>
  )
  return (
    <section className={css.page} aria-label={`#${ticket.id} ${ticket.title}`}>
      <TicketHeader
        ticket={ticket}
        title={form.values.title || ticket.title}
        userId={me.id}
        edited={edited}
        saving={form.saving}
        readOnly={readOnly}
        onSave={() => void form.save()}
        onClose={peek ? undefined : () => close(ticket.id)}
        timer={
          <>
            {!peeking && <Neighbours id={ticket.id} />}
            <TicketTimer ticketId={ticket.id} />
          </>
        }
        present={<PresentPeople ticketId={ticket.id} />}
        onBack={peek ? peek.onClose : () => router.history.push(list)}
        onMerged={(survivor) => (survivor.id === ticket.id ? put(survivor) : router.history.push(`/tickets/${survivor.id}`))}
        onDeleted={() => void reload()}
        more={[...spam.entries, ...anonymising.entries]}
      />
      {anonymising.dialog}
      {spam.dialog}
      <TicketStrips ticket={ticket} put={put} />
      {take.trouble !== null && (
        <Notice kind="warning" onDismiss={take.dismiss}>
          {take.trouble !== 'lost'
            ? take.trouble.message
            : ticket.user
              ? t(($) => $.ticket.takenBy, { name: ticket.user?.name ?? '' })
              : t(($) => $.ticket.taken)}
        </Notice>
      )}
      {macros.said !== null && <Notice onDismiss={macros.quiet}>{macros.said}</Notice>}
      <SuggestedTickets ticketId={ticket.id} readOnly={readOnly} onActivity={toActivity} />
      {phone && (
        <PanelTabs
          label={t(($) => $.ticket.panels.label)}
          tabs={[counted.activities, counted.form, templatesTab, counted.contact, counted.attachments, timeTab, counted.history]}
          current={side === 'left' ? left : right}
          onChange={show}
          panelId={side === 'left' ? 'ticket-left' : 'ticket-right'}
        />
      )}
      <Panels
        share={share}
        onShare={setShare}
        phone={side}
        single={peeking}
        left={
          <>
            {!phone && (
              <PanelTabs
                label={t(($) => $.activity.feed)}
                tabs={[counted.activities, counted.history]}
                current={left}
                onChange={show}
                panelId="ticket-left"
                end={left === 'history' ? <HistoryBar list={history} /> : !readOnly && begins}
              />
            )}
            <div className={css.panel} role="tabpanel" id="ticket-left" aria-labelledby={`ticket-left-${left}`}>
              {/* What is being written stays while one looks at the History. */}
              <div className={css.panel} hidden={left !== 'activities'}>
                <ActivitiesPanel
                  ticket={ticket}
                  userId={me.id}
                  readOnly={readOnly}
                  composing={composing}
                  onCompose={compose}
                  edits={form.edits}
                  onSent={(sentTicket, sent) => form.saved(sent, sentTicket)}
                  onTicket={put}
                  onSplit={(id) => router.history.push(`/tickets/${id}`)}
                  onTemplate={({ subject, text, quoteFrom }) => {
                    giveTemplateText({ name: subject || ticket.title, subject, text: text.slice(0, quoteFrom ?? undefined).trim() })
                    router.history.push('/manage/templates/new')
                  }}
                  onChild={(id) => router.history.push(`/tickets/new?parent=${id}`)}
                  onRefused={(error) => {
                    if ((edited === 0 && error.kind !== 'rule-broken') || error.problems.length === 0) return
                    form.failed(error)
                    choose({ right: 'form' })
                  }}
                />
                {phone && composing === null && !readOnly && <div className={css.begins}>{begins}</div>}
              </div>
              {left === 'history' && (
                <>
                  {phone && <HistoryBar list={history} />}
                  <HistoryTab
                    list={history}
                    travel={travel}
                    userId={me.id}
                    putBack={
                      readOnly
                        ? () => undefined
                        : putBackInto(form, customFields, () => {
                            travel.go(null)
                            show('form')
                          })
                    }
                    onActivity={toActivity}
                    onForm={phone ? () => show('form') : undefined}
                  />
                </>
              )}
            </div>
          </>
        }
        right={
          <>
            {!phone && (
              <PanelTabs
                label={t(($) => $.ticket.form)}
                tabs={[counted.form, templatesTab, counted.contact, counted.attachments, timeTab]}
                current={right}
                onChange={show}
                panelId="ticket-right"
                end={<PanelPresets share={share} onShare={setShare} />}
              />
            )}
            <div className={css.panel} role="tabpanel" id="ticket-right" aria-labelledby={`ticket-right-${right}`}>
              {right === 'form' && travel.event !== null ? (
                <PastForm travel={travel} users={users} unsaved={edited} />
              ) : right === 'form' ? (
                <TicketForm
                  form={form}
                  categories={categories}
                  users={users}
                  userId={me.id}
                  onTake={take.run}
                  taking={take.taking}
                  readOnly={readOnly}
                />
              ) : right === 'templates' ? (
                <Suspense>
                  <MacroList macros={macros.macros} nameOf={macros.nameOf} onApply={macros.apply} />
                  <TemplatesTab ticketId={ticket.id} />
                </Suspense>
              ) : right === 'contact' ? (
                <ContactTab ticket={ticket} />
              ) : right === 'time' ? (
                <TimeTab ticketId={ticket.id} version={ticket.version} />
              ) : (
                <Suspense>
                  <TicketFiles ticket={ticket} readOnly={readOnly} onChanged={() => void reload()} onActivity={toActivity} />
                </Suspense>
              )}
            </div>
          </>
        }
      />
      {emailing && (
        <Suspense>
          <WritingAids ticketId={ticket.id} />
        </Suspense>
      )}
      {asking && (
        <Suspense>
          <AskBeforeClosing tab={asking} onAnswer={answer} />
        </Suspense>
      )}
    </section>
  )
}
