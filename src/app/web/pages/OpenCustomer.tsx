/** A Contact or an Account that is open, or a new one: what is edited, what belongs to it, merging and deleting. */
import { Button } from '@mantine/core'
import { IconArrowMerge, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { CustomerKind } from '#crm/customer.ts'
import { CustomerHistory } from '#crm/web/CustomerHistory.tsx'
import { CustomerPage } from '#crm/web/CustomerPage.tsx'
import { MergeDialog, type Mergeable } from '#crm/web/MergeDialog.tsx'
import { useProblemWords } from '#crm/web/problemWords.ts'
import { useCustomerForm } from '#crm/web/useCustomerForm.ts'
import { listUsers } from '#people/api.ts'
import type { Person } from '#people/user.ts'
import { useMay } from '#people/web/session.ts'
import { CallProblem } from '#platform/web/call.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { useEndpoint } from '#platform/web/query.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import { MissingPage } from '#app/web/shell/Trouble.tsx'
import { TicketsOf } from './TicketsOf.tsx'

interface Shown {
  id: number
  version: number
  name: string
  changedAt: string
  changedBy: { name: string } | null
}

interface LoadedProps<S> {
  kind: CustomerKind
  id: number
  found: { data: S | undefined; error: Error | null; refetch: () => unknown }
  children: (shown: S) => ReactNode
}

/** Waits for it, keeps it fresh, and goes on to the survivor of one that was merged. */
export function LoadedCustomer<S extends Shown>({ kind, id, found, children }: LoadedProps<S>) {
  const navigate = useNavigate()
  const shown = found.data?.id
  useLiveEvents((events) => {
    if (events.some((event) => event.subject === kind && event.id === id && !event.own)) void found.refetch()
  })
  useEffect(() => {
    if (shown !== undefined && shown !== id) void navigate({ to: `/${kind}s/$id`, params: { id: String(shown) }, replace: true })
  }, [shown, id, kind, navigate])
  if (!(id > 0) || (found.error instanceof CallProblem && found.error.status === 404)) return <MissingPage />
  if (found.error) throw found.error
  return found.data?.id === id ? children(found.data) : null
}

interface Props<V extends { name: string }, S extends Shown> {
  kind: CustomerKind
  /** Null: a new one. */
  shown: S | null
  under?: ReactNode
  shape: z.ZodType<V>
  /** What is stored, in the form's words; keep it the same until something is. */
  stored: V
  save: (values: V, version: number) => Promise<S>
  remove: (id: number) => Promise<unknown>
  /** Puts what was saved where it is loaded from. */
  put: (saved: S) => void
  reload: () => void
  /** More buttons, left of Delete. */
  buttons?: ReactNode
  /** This one, and those that may be the same. */
  alike: readonly Mergeable[]
  renderForm: (form: ReturnType<typeof useCustomerForm<V, S>> & { users: readonly Person[]; disabled: boolean }) => ReactNode
  tabs?: readonly { key: string; label: string; count?: string; content: ReactNode }[]
}

export function OpenCustomer<V extends { name: string }, S extends Shown>(props: Props<V, S>) {
  const { kind, shown, stored } = props
  const { t } = useTranslation()
  const router = useRouter()
  const users = useEndpoint(listUsers, {}).data?.users ?? []
  const [dialog, setDialog] = useState<'merge' | 'delete' | null>(null)
  const [mayCreate, mayChange, mayDelete] = [useMay(`${kind}s.create`), useMay(`${kind}s.update`), useMay(`${kind}s.delete`)]
  const mayWrite = shown ? mayChange : mayCreate
  const form = useCustomerForm<V, S>({
    name: `${kind}:${shown?.id ?? 'new'}`,
    shape: props.shape,
    stored,
    version: shown?.version ?? 0,
    save: props.save,
    onSaved: (saved) => {
      props.put(saved)
      if (!shown) router.history.push(`/${kind}s/${saved.id}`)
    },
  })
  const remove = useMutation({ mutationFn: props.remove, onSuccess: () => router.history.push(`/${kind}s`) })
  const problem = useProblemWords(remove.error instanceof CallProblem ? remove.error : null)
  const title = shown ? form.values.name || shown.name : t(($) => $.crm.list[kind].create)
  const others = props.alike.length - 1
  return (
    <>
      <CustomerPage
        title={title}
        under={props.under}
        avatar={kind === 'contact' && <Avatar name={title} kind={shown ? 'customer' : 'nobody'} size="l" />}
        back={`/${kind}s`}
        isNew={shown === null}
        edited={form.edited.length}
        saving={form.saving}
        mayChange={mayWrite}
        trouble={form.trouble}
        onSave={() => void form.save()}
        onDiscard={() => {
          form.discard()
          props.reload()
        }}
        buttons={
          shown && (
            <>
              {props.buttons}
              {mayDelete && (
                <Button variant="danger" aria-label={t(($) => $.crm.delete)} onClick={() => setDialog('delete')}>
                  <IconTrash size={16} stroke={1.75} aria-hidden />
                </Button>
              )}
            </>
          )
        }
        notice={
          mayChange &&
          others > 0 && (
            <Notice
              action={
                <Button leftSection={<IconArrowMerge size={16} stroke={1.75} aria-hidden />} onClick={() => setDialog('merge')}>
                  {t(($) => $.crm.lookAndMerge)}
                </Button>
              }
            >
              {t(($) => $.crm.merging[kind].similar, { count: others })}
            </Notice>
          )
        }
        form={props.renderForm({ ...form, users, disabled: !mayWrite })}
        facts={
          shown && (
            <span>
              {t(($) => $.crm.field.changedAt)} <Time at={shown.changedAt} as="full" />
              {shown.changedBy && ` · ${shown.changedBy.name}`}
            </span>
          )
        }
        tabs={
          shown
            ? [
                ...(props.tabs ?? []),
                {
                  key: 'tickets',
                  label: t(($) => $.crm.tickets),
                  content: <TicketsOf whose={kind === 'contact' ? { contact: shown.id } : { account: shown.id }} />,
                },
                { key: 'history', label: t(($) => $.crm.history), content: <CustomerHistory subject={kind} id={shown.id} /> },
              ]
            : []
        }
      />
      {dialog === 'merge' && (
        <MergeDialog
          kind={kind}
          choices={props.alike}
          onClose={() => setDialog(null)}
          onMerged={(id) => {
            setDialog(null)
            router.history.push(`/${kind}s/${id}`)
          }}
        />
      )}
      {shown && dialog === 'delete' && (
        <Dialog
          open
          danger
          title={t(($) => $.crm.deleteCustomer, { name: shown.name })}
          confirm={t(($) => $.crm.delete)}
          busy={remove.isPending}
          onConfirm={() => remove.mutate(shown.id)}
          onClose={() => {
            remove.reset()
            setDialog(null)
          }}
        >
          <p>{t(($) => $.crm.deleteWhat[kind])}</p>
          {remove.error && (
            <Notice kind="error" shape="box">
              {problem.of('id') ?? remove.error.message}
            </Notice>
          )}
        </Dialog>
      )}
    </>
  )
}
