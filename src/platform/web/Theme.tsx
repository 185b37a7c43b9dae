/** Puts the product's look around the page: fonts, tokens, Mantine's theme, and the nonce that lets its styles pass the content policy. */
import '@fontsource-variable/inter/opsz.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './base.css'
import './mantineStyles.ts'
import './tokens.css'
import './theme.css'
import { MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import { Tips } from './ui/Tips.tsx'
import { colourScheme, theme, themeVariables } from './theme.ts'

const nonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/** `inTests` takes away transitions and portals. */
export function Theme({ children, inTests = false }: { children: ReactNode; inTests?: boolean }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={themeVariables}
      colorSchemeManager={colourScheme}
      defaultColorScheme="auto"
      getStyleNonce={nonce}
      env={inTests ? 'test' : 'default'}
    >
      {children}
      <Tips />
    </MantineProvider>
  )
}
