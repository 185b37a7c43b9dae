import { describe, expect, test } from 'vitest'
import { sanitizeMail } from './sanitizeMail.ts'

const text = (part: string) =>
  part
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/[\s\u00a0]+/g, ' ')
    .trim()

/** As the feed shows it: what is quoted folded away. */
function shown(html: string) {
  const clean = sanitizeMail(html, { allowRemoteImages: false, cidUrl: () => null }).html
  const at = clean.indexOf('<div data-quoted="">')
  return { above: text(at === -1 ? clean : clean.slice(0, at)), folded: at === -1 ? '' : text(clean.slice(at)) }
}

describe('Quotes as mail programs really write them are folded', () => {
  test.each([
    [
      'Gmail',
      '<div dir="ltr">Thanks!</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Tue, Nov 3, 2026 at 10:00 AM Support &lt;<a href="mailto:support@desk.example">support@desk.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div>Please try again.</div></blockquote></div>',
    ],
    [
      'Outlook for Windows',
      "<html xmlns:o='urn:x'><head><style>p.MsoNormal{margin:0}</style></head><body lang=EN-US><div class=WordSection1><p class=MsoNormal>Thanks!<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>From:</b> Support &lt;support@desk.example&gt; <br><b>Sent:</b> Tuesday<br><b>To:</b> Jane<br><b>Subject:</b> Printer<o:p></o:p></p></div></div><p class=MsoNormal>Please try again.<o:p></o:p></p></div></body></html>",
    ],
    [
      'Outlook in the web',
      '<div class="elementToProof">Thanks!</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>Od:</b> Support<br><b>Odesláno:</b> úterý</font></div><div><p>Please try again.</p></div>',
    ],
    [
      'Apple Mail',
      '<html><body style="overflow-wrap: break-word;">Thanks!<br><div><br><blockquote type="cite"><div>On 3. Nov 2026, at 10:00, Support &lt;support@desk.example&gt; wrote:</div><br class="Apple-interchange-newline"><div>Please try again.</div></blockquote></div><br></body></html>',
    ],
    [
      'Thunderbird',
      '<p>Thanks!</p><div class="moz-cite-prefix">Dne 03. 11. 26 v 10:00 Support napsal(a):<br></div><blockquote type="cite" cite="mid:x@desk.example"><p>Please try again.</p></blockquote>',
    ],
    [
      'Yahoo',
      '<div class="ydp1 yahoo-style-wrap"><div>Thanks!</div></div><div id="ydp2yahoo_quoted_1" class="ydp2yahoo_quoted"><div><div>On Tuesday, November 3, 2026, Support wrote:</div><div>Please try again.</div></div></div>',
    ],
    [
      'Seznam',
      '<html><body>Thanks!<br><br><aside style="color:#666"><div>---------- Původní e-mail ----------<br>Od: Support<br>Komu: Jana<br>Datum: 3. 11. 2026 10:00:00<br>Předmět: Tiskárna</div></aside><div>Please try again.</div></body></html>',
    ],
  ])('%s', (_, html) => {
    const { above, folded } = shown(html)
    expect(above).toBe('Thanks!')
    expect(folded).toContain('Please try again.')
  })

  test.each([
    [
      'Gmail, answered within',
      '<div dir="ltr">Hello</div><div class="gmail_quote"><div class="gmail_attr">On Tue Support wrote:</div><blockquote class="gmail_quote">Which one?</blockquote><div>The blue one.</div><blockquote class="gmail_quote">Since when?</blockquote><div>Yesterday.</div></div>',
    ],
    [
      'Thunderbird, answered below',
      '<div class="moz-cite-prefix">On 3 Nov Support wrote:</div><blockquote type="cite">Which one?</blockquote><p>The blue one.</p>',
    ],
    [
      'Outlook, answered in red',
      '<p>Hello, see my answers in red.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Support</p></div><p>Which one? <span style="color:red">The blue one.</span></p>',
    ],
    ['nothing but the mark of Outlook in the web', '<div>The blue one.</div><div id="appendonsend"></div>'],
  ])('%s: all of it stays in sight', (_, html) => {
    const { above, folded } = shown(html)
    expect(folded).toBe('')
    expect(above).toContain('The blue one.')
  })
})
