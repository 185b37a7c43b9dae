/** The look in Mantine's terms: colours, type, sizes and habits of its parts, so that a plain `<Button>` or `<Select>` is already ours. */
import { createTheme, type CSSVariablesResolver, localStorageColorSchemeManager } from '@mantine/core'
import type { SyntheticEvent } from 'react'

const verdigris = ['#e7f1f0', '#d3e6e5', '#b3d2d2', '#8ab9ba', '#5f9da0', '#3a8287', '#1d777e', '#166a71', '#0f5e65', '#0b4c52'] as const
const dark = ['#ece8e0', '#b9b2a6', '#9d968a', '#7d766b', '#423e38', '#2e2b27', '#24221f', '#1c1b18', '#161513', '#100f0e'] as const
const gray = ['#f6f4f0', '#f5f3ee', '#ece8e1', '#e6e1d8', '#d0c9bd', '#9a9387', '#8d8577', '#6a6359', '#575148', '#211e1a'] as const

const floating = { transitionProps: { duration: 140, transition: 'fade' as const }, radius: 'md', shadow: 'none' }

/** What stands in a searchable Select is a choice, not the beginning of what is looked for: typing replaces it. */
const ready = ({ currentTarget }: SyntheticEvent<HTMLInputElement>) => {
  if (!currentTarget.readOnly) currentTarget.select()
}

const dialog = { overlay: 't-scrim', content: 't-dialog', title: 't-dialog-title', close: 't-dialog-close' }

/** Sizes, colours and defaults of every Mantine part; `size="lg"` on inputs and buttons is the 36 px of sign-in pages. */
export const theme = createTheme({
  primaryColor: 'verdigris',
  primaryShade: { light: 8, dark: 6 },
  colors: { verdigris, dark, gray },
  black: '#211e1a',
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '14px', xl: '15px' },
  lineHeights: { xs: '16px', sm: '16px', md: '20px', lg: '21px', xl: '20px' },
  headings: { fontWeight: '600', fontFamily: 'var(--font)' },
  radius: { xs: '3px', sm: '5px', md: '8px' },
  defaultRadius: 'sm',
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  cursorType: 'pointer',
  focusClassName: 'ring',
  activeClassName: '',
  respectReducedMotion: true,
  // Named, not imported: a part's code comes with the page that uses it.
  components: {
    Button: { defaultProps: { size: 'xs', variant: 'default' }, classNames: { root: 't-button' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Input: { defaultProps: { size: 'xs' }, classNames: { wrapper: 't-wrapper', input: 't-input' } },
    InputWrapper: {
      defaultProps: { size: 'xs' },
      classNames: { label: 't-label', error: 't-error', description: 't-description' },
    },
    Select: { defaultProps: { onFocus: ready, onClick: ready } },
    NumberInput: { defaultProps: { hideControls: true } },
    Checkbox: { defaultProps: { size: 'xs' }, classNames: { input: 't-check' } },
    SegmentedControl: {
      defaultProps: { size: 'xs', transitionDuration: 140 },
      classNames: { root: 't-segments', indicator: 't-segments-indicator', label: 't-segments-label' },
    },
    Combobox: { defaultProps: floating, classNames: { dropdown: 't-float', option: 't-option' } },
    Popover: { defaultProps: { ...floating, returnFocus: true }, classNames: { dropdown: 't-float' } },
    Menu: { defaultProps: { ...floating, withInitialFocusPlaceholder: false }, classNames: { dropdown: 't-float', item: 't-item' } },
    // The page itself never scrolls, and the lock brings a style element that the content policy refuses.
    Modal: {
      defaultProps: { transitionProps: { duration: 140, transition: 'fade' }, centered: true, lockScroll: false },
      classNames: dialog,
    },
    ModalRoot: { defaultProps: { lockScroll: false } },
    Drawer: {
      defaultProps: { transitionProps: { duration: 140 }, lockScroll: false },
      classNames: dialog,
    },
  },
})

/** Mantine's own colour variables follow the tokens, in both colour schemes. */
export const themeVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--paper)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-default': 'var(--paper)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-2)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-error': 'var(--red-ink)',
    '--mantine-color-anchor': 'var(--accent-ink)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-disabled': 'var(--desk)',
    '--mantine-color-disabled-color': 'var(--ink-off)',
  }
  return { variables: {}, light: both, dark: both }
}

/** The chosen colour scheme stays on this device; until one is chosen the system's is followed. */
export const colourScheme = localStorageColorSchemeManager({ key: 'tessera-colour-scheme' })
