/** The HTML of a Template as it may be kept and used: what our editor can make and what signatures need, nothing that runs or loads by itself. */
import sanitizeHtml from 'sanitize-html'

const tags = 'a b blockquote br code div em h1 h2 h3 hr i img li ol p pre s small span strong sub sup table tbody td tr u ul'.split(' ')
const color = /^(?:#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([\d\s.,%]{1,40}\))$/i
const length = /^\d{1,4}(?:\.\d+)?(?:px|em|rem|pt|%)$/
const words = /^[\w\s,'-]{1,100}$/

/** Broken HTML is read otherwise once it is mended: then it is cleaned again, as often as the nesting could need. */
const most = 5

/** Any input gives an answer, and what it gives it gives again. */
export function sanitizeTemplate(html: string): string {
  let [before, clean] = [html, cleaned(html)]
  for (let n = 1; n < most && clean !== before; n++) [before, clean] = [clean, cleaned(clean)]
  return clean
}

const cleaned = (html: string) =>
  sanitizeHtml(html, {
    allowedTags: tags,
    allowedAttributes: {
      '*': ['style', 'dir', 'lang'],
      a: ['href'],
      img: ['src', 'alt', 'width', 'height'],
      td: ['colspan', 'rowspan', 'align', 'valign'],
      ol: ['start'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['https', 'data'] },
    allowProtocolRelative: false,
    allowedStyles: {
      '*': {
        color: [color],
        'background-color': [color],
        'font-family': [words],
        'font-size': [length],
        'font-weight': [words],
        'font-style': [words],
        'text-align': [words],
        'text-decoration': [words],
        'line-height': [/^[\d.]{1,5}$/, length],
      },
    },
    disallowedTagsMode: 'discard',
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'xmp', 'iframe', 'object', 'svg', 'math'],
    transformTags: { img: (tagName, attribs) => ({ tagName, attribs: image(attribs) }) },
    nestingLimit: 50,
  })

/** A picture comes from the web or lies in the text itself; never an active one. */
function image({ src = '', ...others }: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  return /^data:/i.test(src) && !/^data:image\/(?:png|gif|jpe?g|webp);base64,[a-z0-9+/=]*$/i.test(src) ? others : { ...others, src }
}
