/** `tessera user …`: lets people in, shows who is in, and keeps people out, also when nobody can sign in to do it in the browser. */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { command } from '#app/server/command.ts'
import { withDatabase } from '#app/server/withDatabase.ts'
import { createUser } from '#people/server/createUser.ts'
import { disableUser, enableUser } from '#people/server/changeUser.ts'
import { setPassword } from '#people/server/setPassword.ts'
import { findUser, listUsersInFull } from '#people/server/userQueries.ts'
import { emailInput, newPassword } from '#people/user.ts'
import { NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { line } from '#platform/shapes.ts'

const address = emailInput.describe('address of the User')

/** Prints the password if it had to make one. */
export const userCreate = command({
  name: 'user create',
  about: 'Creates a User who can sign in.',
  input: z.object({
    email: address,
    name: line(120).describe('full name, as colleagues and customers see it'),
    access: z
      .string()
      .default('Agent')
      .describe('what they may do, the name of an Access: Administrator, Team lead, Agent, Observer …; Agent if not given'),
    right: z.string().default('Everything').describe('to which data, the name of a Right; Everything if not given'),
    password: newPassword.optional().describe('at least 10 characters; if not given, one is made and printed'),
  }),
  run: ({ password, ...user }, console) =>
    withDatabase('user create', console, async ({ ctx }) => {
      const made = randomBytes(12).toString('base64url')
      await createUser(ctx, { ...user, password: password ?? made })
      console.say(`${user.name} <${user.email}> can sign in as ${user.access}${password ? '.' : ', with this password:'}`)
      if (!password) console.print(made)
    }),
})

/** One line per User, those who are disabled marked. */
export const userList = command({
  name: 'user list',
  about: 'Lists all Users with what they may do.',
  input: z.object({ json: z.boolean().default(false).describe('as JSON, for programs') }),
  run: ({ json }, console) =>
    withDatabase('user list', console, async ({ ctx }) => {
      const users = await listUsersInFull(ctx)
      if (json) return console.print(JSON.stringify(users))
      const width = Math.max(0, ...users.map((u) => u.email.length))
      for (const u of users) console.print(`${u.email.padEnd(width)}  ${u.access.padEnd(14)} ${u.name}${u.active ? '' : ' (disabled)'}`)
      if (users.length === 0) console.say('There are no Users yet: tessera user create --help')
    }),
})

/** Signs them out everywhere too. */
export const userDisable = command({
  name: 'user disable',
  about: 'Keeps a User from signing in; sessions and API tokens end at once.',
  input: z.object({ email: address }),
  run: ({ email }, console) =>
    withDatabase('user disable', console, async ({ ctx }) => {
      await disableUser(ctx, await idOf(ctx, email))
      console.say(`${email} is disabled.`)
    }),
})

/** What ended with disabling stays ended: they sign in anew. */
export const userEnable = command({
  name: 'user enable',
  about: 'Lets a disabled User sign in again.',
  input: z.object({ email: address }),
  run: ({ email }, console) =>
    withDatabase('user enable', console, async ({ ctx }) => {
      await enableUser(ctx, await idOf(ctx, email))
      console.say(`${email} can sign in again.`)
    }),
})

/** Also for an administrator who has lost theirs. */
export const userPassword = command({
  name: 'user password',
  about: 'Gives a User a new password; their sessions end.',
  input: z.object({
    email: address,
    password: newPassword.optional().describe('at least 10 characters; if not given, one is made and printed'),
  }),
  run: ({ email, password }, console) =>
    withDatabase('user password', console, async ({ ctx }) => {
      const made = randomBytes(12).toString('base64url')
      await setPassword(ctx, await idOf(ctx, email), password ?? made)
      console.say(`${email} has a new password${password ? '.' : ':'}`)
      if (!password) console.print(made)
    }),
})

async function idOf(ctx: Context, email: string) {
  const id = await findUser(ctx, email)
  if (id === undefined) throw new NotFound(`There is no User with the address ${email}.`)
  return id
}
