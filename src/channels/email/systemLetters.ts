/** What the desk itself writes to its Users. */

export interface SystemLetter {
  subject: string
  text: string
}

/** By the kind of a password link. */
export const letters: Record<'reset' | 'invitation', (to: { name: string; email: string }, link: string) => SystemLetter> = {
  reset: ({ name, email }, link) => ({
    subject: 'Set a new password',
    text: `Hello ${name},

somebody asked for a new password for ${email} in Tessera. If it was you, set it here:

${link}

The link works once and for one hour. When you set a new password, you are signed out everywhere.

If it was not you, you need not do anything: your password stays as it is.
`,
  }),
  invitation: ({ name, email }, link) => ({
    subject: 'Your sign-in for Tessera',
    text: `Hello ${name},

you can now work in Tessera as ${email}. Choose your password here:

${link}

The link works once and for seven days. After that, ask your administrator for a new one.
`,
  }),
}
