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
  const at = clean.search(/<div data-(?:quoted|signature)="">/)
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
    [
      'Gmail with a signature',
      '<div dir="ltr">Thanks!<div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div dir="ltr"><b>Jane Doe</b><div>Customer Inc.</div></div></div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">вт, 3 нояб. 2026 г. в 10:00, Support &lt;<a href="mailto:support@desk.example">support@desk.example</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0px"><div>Please try again.</div></blockquote></div>',
    ],
    [
      'Gmail on Android',
      '<div dir="auto">Thanks!</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Le mar. 3 nov. 2026, 10:00, Support &lt;support@desk.example&gt; a écrit :<br></div><blockquote class="gmail_quote"><div>Please try again.</div></blockquote></div>',
    ],
    [
      'Outlook for iOS',
      '<html><head></head><body><div dir="ltr">Thanks!</div><div dir="ltr"><br></div><div id="ms-outlook-mobile-signature" dir="ltr"><div></div>Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div><div id="ms-outlook-mobile-body-separator-line" dir="ltr"><br></div><div id="mail-editor-reference-message-container"><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><b>Von:</b> Support<br><b>Gesendet:</b> Dienstag<br><b>An:</b> Jane<br><b>Betreff:</b> Drucker</div><div>Please try again.</div></div></body></html>',
    ],
    [
      'Outlook for Mac',
      '<html><body><div class="WordSection1"><p class="MsoNormal">Thanks!</p><p class="MsoNormal">&nbsp;</p><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>Van: </b>Support<br><b>Datum: </b>dinsdag<br><b>Aan: </b>Janneke<br><b>Onderwerp: </b>Printer</p></div><p class="MsoNormal">Please try again.</p></div></body></html>',
    ],
    [
      'Outlook of another colour',
      '<div><p class="MsoNormal">Thanks!</p></div><div><div style="border:none;border-top:solid windowtext 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><b>差出人:</b> Support<br><b>送信日時:</b> 2026年11月3日<br><b>宛先:</b> Jane<br><b>件名:</b> プリンター</p></div></div><p>Please try again.</p>',
    ],
    [
      'iPhone',
      '<html><head></head><body dir="auto">Thanks!<br><br><div dir="ltr">Von meinem iPhone gesendet</div><div dir="ltr"><br><blockquote type="cite">Am 03.11.2026 um 10:00 schrieb Support &lt;support@desk.example&gt;:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">Please try again.</div></blockquote></body></html>',
    ],
    [
      'Samsung',
      '<html><head></head><body><div dir="auto">Thanks!</div><div dir="auto"><br></div><div id="composer_signature" dir="auto"><div style="font-size:12px">Wysłane z telefonu Galaxy</div></div><div dir="auto"><br></div><div><br></div><div align="left" style="font-size:100%" dir="auto"><div>-------- Oryginalna wiadomość --------</div><div>Od: Support &lt;support@desk.example&gt;</div><div>Data: 3.11.2026 10:00</div><div>Do: Jana</div><div>Temat: Drukarka</div></div><div>Please try again.</div></body></html>',
    ],
    [
      'GMX and WEB.DE',
      '<html><head></head><body><div style="font-family:Verdana"><div>Thanks!</div><div>&nbsp;<div name="quote" style="margin:10px 5px;border-left:2px solid #C3D9E5"><div style="margin:0 0 10px 0"><b>Gesendet:</b>&nbsp;Dienstag, 3. November 2026 um 10:00 Uhr<br><b>Von:</b>&nbsp;Support &lt;support@desk.example&gt;<br><b>An:</b>&nbsp;jane@customer.example<br><b>Betreff:</b>&nbsp;Drucker</div><div name="quoted-content">Please try again.</div></div></div></div></body></html>',
    ],
    [
      'QQ',
      '<div>Thanks!</div><div><br></div><div style="font-size:12px;padding:2px 0 2px 0;">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="font-size:12px;background:#efefef;"><div><b>发件人:</b>&nbsp;"Support"&lt;support@desk.example&gt;;</div><div><b>发送时间:</b>&nbsp;2026年11月3日(星期二) 上午10:00</div><div><b>收件人:</b>&nbsp;"Jane";</div><div><b>主题:</b>&nbsp;打印机</div></div><div>Please try again.</div>',
    ],
    [
      '163',
      '<div style="line-height:1.7">Thanks!<br/><br/><br/><div id="spnEditorContent"></div><p style="margin: 0;">在 2026-11-03 10:00:00，"Support" &lt;support@desk.example&gt; 写道：</p><blockquote id="isReplyContent" style="PADDING-LEFT: 1ex"><div>Please try again.</div></blockquote></div>',
    ],
    [
      'Proton Mail',
      '<div style="font-family: Arial">Thanks!</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Sent with <a href="https://proton.me/">Proton Mail</a> secure email.</div></div><div class="protonmail_quote">On Tuesday, November 3rd, 2026 at 10:00 AM, Support &lt;support@desk.example&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">Please try again.</blockquote></div>',
    ],
    [
      'Yandex',
      '<div>Thanks!</div><div> </div><div>03.11.2026, 10:00, "Support" &lt;support@desk.example&gt;:</div><blockquote><p>Please try again.</p></blockquote>',
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
