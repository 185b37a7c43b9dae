/** The text of an activity on its way to Manage → Templates, where a new Template begins with it. */
interface TemplateText {
  name: string
  subject: string
  text: string
}

let waiting: TemplateText | undefined

/** The new Template that is opened next begins with it; then it is forgotten (undefined). */
export const giveTemplateText = (text: TemplateText | undefined) => {
  waiting = text
}

export const templateText = () => waiting
