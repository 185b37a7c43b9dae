/** Lets a style object carry CSS variables, which is how numbers reach the stylesheets. */

/** The name of a CSS variable. */
export type CssVariable = `--${string}`

declare module 'react' {
  interface CSSProperties {
    [variable: CssVariable]: string | number | undefined
  }
}
