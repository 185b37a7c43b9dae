/** `tessera migrate`: brings the database up to date without starting the server. */
import { z } from 'zod'
import { command } from '#app/server/command.ts'
import { withDatabase } from '#app/server/withDatabase.ts'

/** The command. */
export const migrate = command({
  name: 'migrate',
  about: 'Brings the database to the shape that this version of Tessera expects. A start does it too.',
  input: z.object({}),
  async run(_input, console) {
    await withDatabase('migrate', console, async ({ applied }) => {
      for (const name of applied) console.print(name)
      console.say(applied.length > 0 ? `Applied ${applied.length} migrations.` : 'The database is up to date.')
    })
  },
})
