import { describe, expect, test } from 'vitest'
import { markQuoted } from './quotedHtml.ts'

const folded = (html: string) =>
  markQuoted(html)
    .replaceAll(/<div data-quoted="">.*?$/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
const text = (html: string) => html.replaceAll(/<[^>]*>/g, '')

describe('Quoted HTML is wrapped, to be folded', () => {
  test.each([
    [
      'Gmail',
      '<div dir="ltr">Thanks!</div><br /><div data-quote="part"><div dir="ltr" data-quote="intro">On Tue Jane &lt;j@x.example&gt; wrote:<br /></div><blockquote data-quote="part"><p>Hello</p></blockquote></div>',
    ],
    [
      'Apple Mail',
      '<div>Thanks!<br /><div><br /><blockquote data-quote="part"><div>On 3. Nov 2026, Jane wrote:</div><br /><div>Hello</div></blockquote></div></div>',
    ],
    [
      'Thunderbird',
      '<p>Thanks!</p><div data-quote="intro">Am 03.11.26 um 10:00 schrieb Jane:<br /></div><blockquote data-quote="part"><p>Hello</p></blockquote>',
    ],
    [
      'Outlook',
      '<div><p>Thanks!</p><p>\u00a0</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt" data-quote="end"><p><b>From:</b> Support<br /><b>Sent:</b> Tuesday<br /></p></div></div><p>Hello</p></div>',
    ],
    ['Outlook in the web', '<div>Thanks!</div><hr /><div data-quote="end"><b>Od:</b> Support</div><div><p>Hello</p></div>'],
    [
      'Outlook without its look',
      '<p>Thanks!</p><p><b>Von:</b> Support<br /><b>Gesendet:</b> Dienstag<br /><b>An:</b> Jane<br /><b>Betreff:</b> Drucker</p><p>Hello</p>',
    ],
    [
      'an attribution before a blockquote',
      '<p>Thanks!</p><p>Le mar. 3 nov. 2026 à 10:00, Jane a écrit :</p><blockquote><p>Hello</p></blockquote>',
    ],
    ['Yahoo', '<div>Thanks!</div><div data-quote="part"><div>On Tuesday, Jane wrote:</div><div><blockquote>Hello</blockquote></div></div>'],
  ])('%s', (_, html) => {
    const marked = markQuoted(html)
    expect(folded(html)).toBe('Thanks!')
    expect(text(marked)).toBe(text(html))
    expect(marked.split('<div').length - 1).toBe(marked.split('</div>').length - 1)
  })

  test('the rest of every element around it is wrapped too', () => {
    expect(markQuoted('<div><div>Thanks!</div><div data-quote="end">From: a</div></div><p>Hello</p>')).toBe(
      '<div><div>Thanks!</div><div data-quoted=""><div data-quote="end">From: a</div></div></div><div data-quoted=""><p>Hello</p></div>',
    )
  })
})

describe('New words stay', () => {
  test.each([
    ['an answer below the quote', '<blockquote data-quote="part">Which?</blockquote><p>The blue one.</p>'],
    ['an answer below, greeting above', '<p>Hello</p><blockquote data-quote="part">Which?</blockquote><p>The blue one.</p>'],
    [
      'answers between quotes',
      '<p>Hello</p><div data-quote="part">On Tue Jane wrote:<blockquote>Which?</blockquote><p>The blue one.</p><blockquote>Since when?</blockquote></div>',
    ],
    [
      'answers in red',
      '<p>My answers are in red below.</p><div data-quote="end">From: a</div><p>Which? <font color="red">The blue one</font></p>',
    ],
    ['a forwarded mail', '<div data-quote="end">From: a</div><p>Please look</p>'],
    ['nothing but a quote', '<blockquote>Which?</blockquote>'],
    ['an image below the quote', '<p>Hello</p><blockquote>Which?</blockquote><img src="cid:x" alt="" />'],
    ['within a table, where nothing can be wrapped', '<table><tbody><tr><blockquote data-quote="end">x</blockquote></tr></tbody></table>'],
    [
      'a long text in a part that claims to be a quote',
      `<p>Hello</p><div data-quote="part">${'new words '.repeat(100)}<blockquote>q</blockquote></div>`,
    ],
    ['no quote at all', '<p>Hello</p><p>Regards: Jane</p>'],
    ['a very long document', `<p>x</p>${'<b>y</b>'.repeat(50_000)}<blockquote>q</blockquote>`],
  ])('%s', (_, html) => expect(markQuoted(html)).toBe(html))
})
