/** Manage, Single sign-on: the providers by which people come in without a password here. */
import { Checkbox, SegmentedControl, Stack, TagsInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { accesses } from '#people/access.ts'
import { rights } from '#people/right.ts'
import { ssoProviders, type SsoProvider } from '#people/signIn/provider.ts'
import type { FieldsProps, Kind } from '#admin/web/frame/kind.ts'
import { PickOne } from '#admin/web/frame/Pick.tsx'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { ThingEditor } from '#admin/web/frame/ThingEditor.tsx'
import { ThingList } from '#admin/web/frame/ThingList.tsx'
import { useThings } from '#admin/web/frame/useThings.ts'
import type { EditorProps } from '#admin/web/pages.ts'
import { ProviderSecret } from './ProviderSecret.tsx'

const kind: Kind<SsoProvider> = {
  thing: ssoProviders,
  path: 'sso-providers',
  title: 'name',
  columns: (t) => [
    { key: 'issuer', head: t(($) => $.signIn.manage.provider.issuer), cell: ({ issuer }) => issuer },
    {
      key: 'domains',
      head: t(($) => $.signIn.manage.provider.domains),
      cell: ({ domains }) => (domains.length > 0 ? domains.join(', ') : t(($) => $.signIn.manage.provider.everyDomain)),
      wide: true,
    },
    {
      key: 'active',
      head: t(($) => $.signIn.manage.provider.activeColumn),
      cell: ({ active }) => t(($) => $.signIn.manage.provider[active ? 'yes' : 'no']),
    },
  ],
  blank: () => ({
    name: '',
    issuer: '',
    clientId: '',
    domains: [],
    accessId: null,
    rightId: null,
    trustsAddresses: false,
    privateNetwork: false,
    active: true,
  }),
  cloned: () => ({ active: false }),
  Fields: ProviderFields,
}

function ProviderFields({ id: providerId, values, stored, set, problem }: FieldsProps<SsoProvider>) {
  const { t } = useTranslation()
  const known = useThings(accesses).things
  const scopes = useThings(rights).things
  const creates = values.accessId !== null || values.rightId !== null
  const newcomers = (how: string) =>
    how === 'create'
      ? set({
          accessId: values.accessId ?? least(known),
          rightId: values.rightId ?? scopes?.find((r) => !r.everything)?.id ?? scopes?.[0]?.id ?? null,
        })
      : set({ accessId: null, rightId: null })
  return (
    <>
      <Section title={t(($) => $.signIn.manage.provider.about)}>
        <Row
          label={t(($) => $.signIn.manage.provider.name)}
          about={t(($) => $.signIn.manage.provider.nameAbout, { name: values.name || t(($) => $.signIn.manage.provider.nameFallback) })}
          error={problem('name')}
        >
          {({ id }) => <TextInput id={id} maw={360} value={values.name} onChange={(e) => set({ name: e.currentTarget.value })} />}
        </Row>
        <Row
          label={t(($) => $.signIn.manage.provider.issuer)}
          about={t(($) => $.signIn.manage.provider.issuerAbout)}
          error={problem('issuer')}
        >
          {({ id }) => (
            <TextInput id={id} maw={560} type="url" value={values.issuer} onChange={(e) => set({ issuer: e.currentTarget.value.trim() })} />
          )}
        </Row>
        <Row label={t(($) => $.signIn.manage.provider.clientId)} error={problem('clientId')}>
          {({ id }) => (
            <TextInput
              id={id}
              maw={560}
              spellCheck={false}
              value={values.clientId}
              onChange={(e) => set({ clientId: e.currentTarget.value })}
            />
          )}
        </Row>
        <ProviderSecret id={providerId} forgotten={stored !== null && stored.issuer !== values.issuer} />
      </Section>
      <Section title={t(($) => $.signIn.manage.provider.who)}>
        <Row
          label={t(($) => $.signIn.manage.provider.domains)}
          about={t(($) => $.signIn.manage.provider.domainsAbout)}
          error={problem('domains')}
        >
          {({ id }) => <TagsInput id={id} maw={560} value={values.domains} onChange={(domains) => set({ domains })} />}
        </Row>
        <Row
          group
          label={t(($) => $.signIn.manage.provider.newcomers)}
          about={t(($) => $.signIn.manage.provider.newcomersAbout)}
          error={problem('accessId') ?? problem('rightId')}
        >
          {({ labelId }) => (
            <Stack gap={8} align="flex-start">
              <SegmentedControl
                aria-labelledby={labelId}
                value={creates ? 'create' : 'existing'}
                onChange={newcomers}
                data={[
                  { value: 'existing', label: t(($) => $.signIn.manage.provider.onlyExisting) },
                  { value: 'create', label: t(($) => $.signIn.manage.provider.create) },
                ]}
              />
              {creates && (
                <>
                  <label htmlFor="provider-access">{t(($) => $.signIn.manage.provider.access)}</label>
                  <PickOne id="provider-access" from={known} value={values.accessId} onChange={(accessId) => set({ accessId })} />
                  <label htmlFor="provider-right">{t(($) => $.signIn.manage.provider.right)}</label>
                  <PickOne id="provider-right" from={scopes} value={values.rightId} onChange={(rightId) => set({ rightId })} />
                </>
              )}
            </Stack>
          )}
        </Row>
        <Row label={t(($) => $.signIn.manage.provider.addresses)} about={t(($) => $.signIn.manage.provider.trustsAbout)}>
          {({ id }) => (
            <Checkbox
              id={id}
              pt={6}
              label={t(($) => $.signIn.manage.provider.trusts)}
              checked={values.trustsAddresses}
              onChange={(event) => set({ trustsAddresses: event.currentTarget.checked })}
            />
          )}
        </Row>
        <Row label={t(($) => $.signIn.manage.provider.network)} about={t(($) => $.signIn.manage.provider.privateAbout)}>
          {({ id }) => (
            <Checkbox
              id={id}
              pt={6}
              label={t(($) => $.signIn.manage.provider.private)}
              checked={values.privateNetwork}
              onChange={(event) => set({ privateNetwork: event.currentTarget.checked })}
            />
          )}
        </Row>
        <Row label={t(($) => $.signIn.manage.provider.shown)}>
          {({ id }) => (
            <Checkbox
              id={id}
              pt={6}
              label={t(($) => $.signIn.manage.provider.active)}
              checked={values.active}
              onChange={(event) => set({ active: event.currentTarget.checked })}
            />
          )}
        </Row>
      </Section>
    </>
  )
}

/** Somebody new begins with the least; more is chosen on purpose. */
const least = (from: readonly { id: number; permissions: readonly string[] }[] = []) =>
  from.toSorted((a, b) => a.permissions.length - b.permissions.length)[0]?.id ?? null

export const ProviderList = () => <ThingList kind={kind} />
export const ProviderEditor = (props: EditorProps) => <ThingEditor kind={kind} {...props} />
