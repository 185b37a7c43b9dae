/** `tessera token create`: lets a program act as a User, through the API. */
import { z } from 'zod'
import { command } from '#app/server/command.ts'
import { withDatabase } from '#app/server/withDatabase.ts'
import { createToken } from '#people/server/tokens.ts'
import { findUser } from '#people/server/userQueries.ts'
import { emailInput } from '#people/user.ts'
import { NotFound } from '#platform/problem.ts'
import { line } from '#platform/shapes.ts'

/** Prints the token and nothing else, so that a script can take it. */
export const tokenCreate = command({
  name: 'token create',
  about: 'Makes an API token that acts as a User, and prints it. It cannot be shown again.',
  input: z.object({
    email: emailInput.describe('address of the User that the token acts as'),
    name: line(80).default('Command line').describe('what it is for, as the list of tokens shows it; "Command line" if not given'),
    days: z.coerce.number().int().min(1).max(3650).optional().describe('days until it expires; if not given, it does not'),
  }),
  run: ({ email, name, days }, console) =>
    withDatabase('token create', console, async ({ ctx }) => {
      const id = await findUser(ctx, email)
      if (id === undefined) throw new NotFound(`There is no User with the address ${email}.`)
      const { token } = await createToken(ctx, { name, days: days ?? null, permissions: null }, id)
      console.print(token)
    }),
})
