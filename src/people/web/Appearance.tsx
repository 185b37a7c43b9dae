/** Light, dark, or as the system; it stays on this device. */
import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Section } from './Section.tsx'

const schemes = ['auto', 'light', 'dark'] as const

export function Appearance() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Section name={t(($) => $.people.account.appearance)}>
      <SegmentedControl
        aria-label={t(($) => $.people.account.theme)}
        value={colorScheme}
        onChange={(value) => {
          const scheme = schemes.find((one) => one === value)
          if (scheme) setColorScheme(scheme)
        }}
        data={schemes.map((value) => ({ value, label: t(($) => $.people.account[value]) }))}
      />
    </Section>
  )
}
