/** Lets a style object carry CSS variables, which is how numbers reach the stylesheets. */
declare module 'react' {
  interface CSSProperties {
    [variable: `--${string}`]: string | number | undefined
  }
}

export {}
