/** A Template: a text with placeholders that an email, an SMS, a comment or a signature begins with. */
import { z } from 'zod'
import type { FieldProblem } from '#platform/problem.ts'
import { id, line, text } from '#platform/shapes.ts'
import { thing } from '#platform/thing.ts'
import { placeholderProblems } from './render.ts'

export const templateKinds = ['email', 'sms', 'comment', 'signature'] as const
export const formats = ['rich', 'plain'] as const

const folderDepth = 8

/** A path such as `Orders/Late`: its parts trimmed, empty ones left out. */
export const folder = text(400).overwrite((path) =>
  path
    .split('/')
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .slice(0, folderDepth)
    .join('/'),
)

/** What is written in a Template, apart from where it stands. */
export const templateText = {
  /** Of an email. */
  subject: text(998).overwrite((subject) => subject.replaceAll(/\s+/g, ' ')),
  /** `rich` is HTML as the editor makes it; everything else in it is taken out when it is saved. */
  format: z.enum(formats),
  body: text(100_000),
  /** As in `de` or `pt-BR`: also how dates and numbers are written. */
  language: z
    .string()
    .max(20)
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .nullable(),
}

/** A file that goes with it. In what is sent to be saved, the number counts; the rest is known by it. */
const file = z.strictObject({ id, name: text(255).default(''), mediaType: text(255).default(''), size: z.int().min(0).default(0) })
const mostFiles = 20

const shape = z.strictObject({
  name: line(120),
  kind: z.enum(templateKinds),
  folder: folder.default(''),
  language: templateText.language.default(null),
  /** None: every queue. */
  queueIds: z.array(id).max(500).default([]),
  subject: templateText.subject.default(''),
  format: templateText.format.default('rich'),
  body: templateText.body,
  files: z.array(file).max(mostFiles).default([]),
  active: z.boolean().default(true),
})
export type TemplateValues = z.output<typeof shape>

export const templates = thing({ name: 'template', path: 'templates', module: 'templates', called: ['a Template', 'Templates'], shape })

/** SMS and comments are plain text. */
export const mayBeRich = (kind: TemplateValues['kind']) => kind === 'email' || kind === 'signature'
/** An SMS carries none, and a signature stands under text that has its own. */
export const hasFiles = (kind: TemplateValues['kind']) => kind === 'email' || kind === 'comment'
export const hasSubject = (kind: TemplateValues['kind']) => kind === 'email'

/** What is wrong with a Template, asked by the editor and by the server. `customIds` are the ticket's custom fields there are. */
export function templateProblems({ kind, format, subject, body, files }: TemplateValues, customIds: ReadonlySet<number>): FieldProblem[] {
  const problems: FieldProblem[] = []
  if (body.replaceAll(/<(?!img)[^>]*>/g, '').trim() === '') problems.push({ field: 'body', code: 'required' })
  if (format === 'rich' && !mayBeRich(kind)) problems.push({ field: 'format', code: 'not_rich' })
  if (subject !== '' && !hasSubject(kind)) problems.push({ field: 'subject', code: 'no_subject' })
  if (files.length > 0 && !hasFiles(kind)) problems.push({ field: 'files', code: 'no_files' })
  for (const problem of placeholderProblems(subject, customIds)) problems.push({ field: 'subject', ...problem })
  for (const problem of placeholderProblems(body, customIds)) problems.push({ field: 'body', ...problem })
  return problems
}
