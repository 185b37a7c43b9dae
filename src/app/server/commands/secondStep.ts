/** `tessera user second-step-off`: lets somebody in who lost their device, also the last administrator. */
import { z } from 'zod'
import { command } from '#app/server/command.ts'
import { withDatabase } from '#app/server/withDatabase.ts'
import { findUser } from '#people/server/userQueries.ts'
import { resetSecondStep } from '#people/signIn/server/ownSecondStep.ts'
import { emailInput } from '#people/user.ts'
import { NotFound } from '#platform/problem.ts'

/** Where two-step sign-in is required, they set it up anew when they sign in. */
export const userSecondStepOff = command({
  name: 'user second-step-off',
  about: 'Switches off the two-step sign-in of a User who lost their device.',
  input: z.object({ email: emailInput.describe('address of the User') }),
  run: ({ email }, console) =>
    withDatabase('user second-step-off', console, async ({ ctx }) => {
      const id = await findUser(ctx, email)
      if (id === undefined) throw new NotFound(`There is no User with the address ${email}.`)
      await resetSecondStep(ctx, { id })
      console.say(`${email} signs in without a second step.`)
    }),
})
