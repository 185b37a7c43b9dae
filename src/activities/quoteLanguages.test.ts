/** Reply styles of the mail programs that people use, in the languages that they write. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markQuoted } from './quotedHtml.ts'
import { isSentLine } from './quoteMarks.ts'
import { quoteStart, signatureStart } from './quotes.ts'

const at = '<support@desk.example>'
/** Program and the line above its quote. */
const attributions: Record<string, readonly (readonly [program: string, line: string])[]> = {
  English: [
    ['Gmail', `On Tue, Nov 3, 2026 at 10:00 AM Support ${at} wrote:`],
    ['Apple Mail', `On Nov 3, 2026, at 10:00 AM, Support ${at} wrote:`],
    ['Outlook for iOS', `On Tue, Nov 3, 2026 at 10:00 AM +0100, "Support" ${at} wrote:`],
    ['Yahoo', `On Tuesday, November 3, 2026 at 10:00:00 AM GMT+1, Support ${at} wrote:`],
    ['Thunderbird', 'On 11/3/26 10:00, Support wrote:'],
  ],
  German: [
    ['Gmail', `Am Di., 3. Nov. 2026 um 10:00 Uhr schrieb Support ${at}:`],
    ['Apple Mail', `Am 03.11.2026 um 10:00 schrieb Support ${at}:`],
    ['Thunderbird', 'Am 03.11.26 um 10:00 schrieb Support:'],
    ['Yahoo', `Am Dienstag, 3. November 2026 um 10:00:00 MEZ hat Support ${at} Folgendes geschrieben:`],
    ['K-9', `Support ${at} schrieb am 3. November 2026 10:00:00 MEZ:`],
  ],
  Czech: [
    ['Gmail', `út 3. 11. 2026 v 10:00 odesílatel Support ${at} napsal:`],
    ['Thunderbird', 'Dne 03. 11. 26 v 10:00 Support napsal(a):'],
    ['Apple Mail', `3. 11. 2026 v 10:00, Support ${at}:`],
    ['K-9', `Dne 3. listopadu 2026 10:00:00 SEČ, Support ${at} napsal:`],
  ],
  Polish: [
    ['Gmail', `wt., 3 lis 2026 o 10:00 Support ${at} napisał(a):`],
    ['Apple Mail', `Wiadomość napisana przez Support ${at} w dniu 3 lis 2026, o godz. 10:00:`],
    ['Thunderbird', 'W dniu 3.11.2026 o 10:00, Support pisze:'],
    ['Yahoo', `W dniu wtorek, 3 listopada 2026 10:00:00 CET użytkownik Support ${at} napisał:`],
  ],
  French: [
    ['Gmail', `Le mar. 3 nov. 2026 à 10:00, Support ${at} a écrit :`],
    ['Apple Mail', `Le 3 nov. 2026 à 10:00, Support ${at} a écrit :`],
    ['Thunderbird', 'Le 03/11/2026 à 10:00, Support a écrit :'],
    ['Yahoo', `Le mardi 3 novembre 2026 à 10:00:00 UTC+1, Support ${at} a écrit :`],
  ],
  Spanish: [
    ['Gmail', `El mar, 3 nov 2026 a las 10:00, Support (${at}) escribió:`.replace('(<', '<').replace('>)', '>')],
    ['Apple Mail', `El 3 nov 2026, a las 10:00, Support ${at} escribió:`],
    ['Thunderbird', 'El 3/11/26 a las 10:00, Support escribió:'],
    ['Yahoo', `El martes, 3 de noviembre de 2026, 10:00:00 CET, Support ${at} escribió:`],
  ],
  Italian: [
    ['Gmail', `Il giorno mar 3 nov 2026 alle ore 10:00 Support ${at} ha scritto:`],
    ['Apple Mail', `Il giorno 3 nov 2026, alle ore 10:00, Support ${at} ha scritto:`],
    ['Thunderbird', 'Il 03/11/26 10:00, Support ha scritto:'],
    ['Yahoo', `Il martedì 3 novembre 2026 alle ore 10:00:00 CET, Support ${at} ha scritto:`],
  ],
  Portuguese: [
    ['Gmail', `Em ter., 3 de nov. de 2026 às 10:00, Support ${at} escreveu:`],
    ['Gmail, Portugal', `Support ${at} escreveu (terça, 3/11/2026 à(s) 10:00):`],
    ['Apple Mail', `Em 3 de nov. de 2026, à(s) 10:00, Support ${at} escreveu:`],
    ['Thunderbird', 'Em 03/11/2026 10:00, Support escreveu:'],
  ],
  Dutch: [
    ['Gmail', `Op di 3 nov 2026 om 10:00 schreef Support ${at}:`],
    ['Apple Mail', `Op 3 nov. 2026, om 10:00 heeft Support ${at} het volgende geschreven:`],
    ['Thunderbird', 'Op 03-11-2026 om 10:00 schreef Support:'],
    ['Yahoo', `Op dinsdag 3 november 2026 om 10:00:00 CET schreef Support ${at}:`],
  ],
  Swedish: [
    ['Gmail', `Den tis 3 nov. 2026 kl 10:00 skrev Support ${at}:`],
    ['Apple Mail', `3 nov. 2026 kl. 10:00 skrev Support ${at}:`],
    ['Thunderbird', 'Den 2026-11-03 kl. 10:00, skrev Support:'],
    ['Yahoo', `Den tisdag 3 november 2026 10:00:00 CET skrev Support ${at}:`],
  ],
  Russian: [
    ['Gmail', `вт, 3 нояб. 2026 г. в 10:00, Support ${at}:`],
    ['Apple Mail', `3 нояб. 2026 г., в 10:00, Support ${at} написал(а):`],
    ['Thunderbird', '03.11.2026 10:00, Support пишет:'],
    ['Mail.ru', `Вторник, 3 ноября 2026, 10:00 +03:00 от Support ${at}:`],
  ],
  Japanese: [
    ['Gmail', `2026年11月3日(火) 10:00 Support ${at}:`],
    ['Apple Mail', `2026/11/03 10:00、Support ${at}のメール:`],
    ['Thunderbird', '2026/11/03 10:00、Support さんは書きました:'],
    ['Yahoo', `On Tuesday, November 3, 2026 at 10:00:00 GMT+9, Support ${at} wrote:`],
  ],
  Chinese: [
    ['Gmail', `Support ${at} 于2026年11月3日周二 10:00写道：`],
    ['Gmail, traditional', `Support ${at} 於 2026年11月3日 週二 上午10:00寫道：`],
    ['Apple Mail', `2026年11月3日 10:00，Support ${at} 写道：`],
    ['163', `在 2026-11-03 10:00:00，"Support" ${at} 写道：`],
  ],
}
const heads: Record<string, string> = {
  English: 'From: Support\nSent: Tuesday\nTo: Jane\nSubject: Printer',
  German: 'Von: Support\nGesendet: Dienstag\nAn: Jane\nBetreff: Drucker',
  Czech: 'Od: Support\nOdesláno: úterý\nKomu: Jana\nPředmět: Tiskárna',
  Polish: 'Od: Support\nWysłano: wtorek\nDo: Jana\nTemat: Drukarka',
  French: 'De : Support\nEnvoyé : mardi\nÀ : Jeanne\nObjet : Imprimante',
  Spanish: 'De: Support\nEnviado el: martes\nPara: Juana\nAsunto: Impresora',
  Italian: 'Da: Support\nInviato: martedì\nA: Giovanna\nOggetto: Stampante',
  Portuguese: 'De: Support\nEnviada em: terça-feira\nPara: Joana\nAssunto: Impressora',
  Dutch: 'Van: Support\nVerzonden: dinsdag\nAan: Janneke\nOnderwerp: Printer',
  Swedish: 'Från: Support\nSkickat: den 3 november\nTill: Johanna\nÄmne: Skrivare',
  Russian: 'От: Support\nОтправлено: вторник\nКому: Иванна\nТема: Принтер',
  Japanese: '差出人: Support\n送信日時: 2026年11月3日\n宛先: Jane\n件名: プリンター',
  Chinese: '发件人: Support\n发送时间: 2026年11月3日\n收件人: Jane\n主题: 打印机',
  'Chinese, traditional': '寄件者: Support\n寄件日期: 2026年11月3日\n收件者: Jane\n主旨: 印表機',
}
const originals = [
  '-----Original Message-----',
  '-----Ursprüngliche Nachricht-----',
  '---------- Původní e-mail ----------',
  '-----Wiadomość oryginalna-----',
  "-----Message d'origine-----",
  '-----Mensaje original-----',
  '-----Messaggio originale-----',
  '-----Mensagem original-----',
  '-----Oorspronkelijk bericht-----',
  '-----Ursprungligt meddelande-----',
  '-----Исходное сообщение-----',
  '-----元のメッセージ-----',
  '------------------ 原始邮件 ------------------',
]
const sentLines = [
  'Sent from my iPhone',
  'Sent from my Samsung Galaxy smartphone.',
  'Get Outlook for iOS',
  'Sent from Mail for Windows',
  'Sent from my mobile phone',
  'Von meinem Handy gesendet',
  'Odesláno z mého telefonu',
  'Von meinem iPhone gesendet',
  'Gesendet mit der GMX Mail App',
  'Outlook für Android beziehen',
  'Odesláno z iPhonu',
  'Odesláno z mého telefonu Samsung',
  'Získejte Outlook pro Android',
  'Wysłane z iPhone’a',
  'Envoyé de mon iPhone',
  'Envoyé à partir d’Outlook pour Android',
  'Enviado desde mi iPhone',
  'Inviato da iPhone',
  'Enviado do meu iPhone',
  'Verstuurd vanaf mijn iPhone',
  'Skickat från min iPhone',
  'Отправлено с iPhone',
  'Отправлено из Почты Mail.ru для Android',
  'iPhoneから送信',
  'Outlook for iOS を入手',
  '发自我的iPhone',
  '從我的 iPhone 傳送',
]
const quote = '> Hello,\n>\n> try again.\n>> Earlier words.'
const own = (text: string) => text.slice(0, signatureStart(text) ?? quoteStart(text) ?? undefined).trim()
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const shown = (html: string) => {
  const marked = markQuoted(html)
  expect(marked.replaceAll(/<div data-(?:quoted|signature)="">/g, '').replaceAll('</div>', '')).toBe(html.replaceAll('</div>', ''))
  return marked
    .replaceAll(/<div data-(?:quoted|signature)="">.*$/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

describe('A quote is folded in every language', () => {
  const all = Object.entries(attributions).flatMap(([language, lines]) =>
    lines.map(([program, line]) => [language, program, line] as const),
  )
  test.each(all)('%s, %s', (_, program, line) => {
    expect(own(`New words.\n\n${line}\n\n${quote}`)).toBe('New words.')
    expect(own(`New words.\n\n-- \nJane Doe\n+420 123 456 789\n\n${line}\n${quote}\n`)).toBe('New words.')
    expect(shown(`<p>New words.</p><p>${escape(line)}<br /></p><blockquote><p>Hello</p></blockquote>`)).toBe('New words.')
    expect(
      shown(`<div>New words.</div><div><br /></div><div data-quote="part"><div>${escape(line)}</div><blockquote>Hello</blockquote></div>`),
    ).toBe('New words.')
    // Programs that do not mark what they quote, but say the address.
    if (line.includes(at) && program !== 'Apple Mail') expect(own(`New words.\n\n${line}\n\nHello,\ntry again.`)).toBe('New words.')
  })

  test.each(Object.entries(heads))('Outlook, %s', (_, head) => {
    expect(own(`New words.\n\n${head}\n\nHello,\ntry again.`)).toBe('New words.')
    expect(own(`New words.\n\n________________________________\n${head}\n\nHello`)).toBe('New words.')
    expect(shown(`<p>New words.</p><p><b>${head.replaceAll('\n', '<br /><b>').replaceAll(':', ':</b>')}</p><p>Hello</p>`)).toBe(
      'New words.',
    )
  })

  test.each(originals)('%s', (line) => {
    expect(own(`New words.\n\n${line}\nHello,\ntry again.`)).toBe('New words.')
    expect(shown(`<div>New words.</div><div>${line}</div><div>Hello</div>`)).toBe('New words.')
  })
})

describe('A signature is folded', () => {
  test.each(sentLines)('%s', (line) => {
    expect(isSentLine(line)).toBe(true)
    expect(own(`New words.\n\n${line}`)).toBe('New words.')
    expect(own(`New words.\n\n-- \nJane\n${line}\n\nOn 11/3/26 10:00, Support wrote:\n${quote}`)).toBe('New words.')
    expect(
      shown(`<div>New words.<br /><br /><div>${line}</div></div><div data-quote="part">On Tue wrote:<blockquote>Hello</blockquote></div>`),
    ).toBe('New words.')
  })

  test('that mail programs mark, above the quote or at the end', () => {
    expect(shown('<div>New words.</div><div data-quote="signature">-- <br />Jane Doe</div>')).toBe('New words.')
    expect(
      shown(
        '<div>New words.<br /><span data-quote="signature">-- </span><br /><div data-quote="signature">Jane Doe</div></div><div data-quote="part">On Tue, x wrote:<blockquote>Hello</blockquote></div>',
      ),
    ).toBe('New words.')
    expect(markQuoted('<p>New words.</p><div data-quote="signature">Jane</div><div data-quote="end">From: Support</div><p>Hello</p>')).toBe(
      '<p>New words.</p><div data-signature=""><div data-quote="signature">Jane</div></div><div data-quoted=""><div data-quote="end">From: Support</div><p>Hello</p></div>',
    )
  })

  test.each([
    ['words like it', 'I need it by Friday.\nSent from Prague last week'],
    ['somebody wrote on below it', 'Thanks\n-- \nJane Doe\n\nPS: it also makes a strange noise now.'],
    ['a question in it', 'Thanks\n-- \nWhen do you come?'],
    ['a dash and a long text', `Thanks\n--\n${'A line of a report.\n'.repeat(20)}`],
    ['nothing above it', '-- \nJane Doe'],
    ['a parcel', 'I ask for this one.\nOdesláno z Prahy, dorazilo do Brna'],
    ['an address', 'It did not arrive.\nSent from my email address'],
    ['a list', 'Je to ono?\nOdesláno ze seznamu'],
    ['a call', 'Nothing came.\nSent via mobile yesterday'],
    ['a password', '请帮忙\n获取 Outlook 密码'],
    ['a way', '届きません\nメールで送信'],
  ])('%s: all of it stays in sight', (_, text) => expect(signatureStart(text)).toBeNull())

  test.each([
    ['words below it', '<p>Thanks</p><div data-quote="signature">Jane</div><p>PS: more words</p>'],
    ['a question in it', '<p>Thanks</p><div data-quote="signature">Jane<br />When do you come?</div>'],
    ['nothing above it', '<div data-quote="signature">The blue one.</div>'],
  ])('%s: all of the formatted text stays, too', (_, html) => expect(markQuoted(html)).toBe(html))
})

test('a line of one’s own is no end of the message, Outlook’s is', () => {
  const line = `<p>${'_'.repeat(32)}</p>`
  const drawn = `<p>Thanks</p>${line}<p>What I still wanted to say.</p>`
  expect(markQuoted(drawn)).toBe(drawn)
  expect(shown(`<p>New words.</p>${line}<p>From: Support<br />Sent: Tuesday<br />To: Jane<br />Subject: Printer</p><p>Hello</p>`)).toBe(
    'New words.',
  )
})

test.each([
  [
    'a mail that is passed on',
    `Please look.\n\n---------- Forwarded message ---------\nFrom: Joe ${at}\nDate: Tue\nSubject: Printer\nTo: Jane\n\nIt burns.`,
  ],
  ['in Apple Mail', `Please look.\n\nBegin forwarded message:\n\n> From: Joe\n> Subject: Printer\n>\n> It burns.`],
  ['in Czech', `Prosím.\n\n---------- Přeposlaná zpráva ----------\nOd: Joe\nDatum: út\nPředmět: Tiskárna\nKomu: Jana\n\nHoří.`],
  ['a list of one’s own', 'Please book this.\n\nFrom: Prague\nTo: London\nDate: 3 November\n\nThe cheapest one.'],
])('what is to be read is never folded: %s', (_, text) => expect(quoteStart(text)).toBeNull())

test.each([
  'Sent from my iPhone\n\nOn 11/3/26 10:00, Support wrote:\n> Which printer?\n> The blue one.',
  '-- \nJane Doe\n\nOn 11/3/26 10:00, Support wrote:\n> Which printer?\n> The blue one.',
])('with nothing but a signature above it, the answer may stand within the quote: %j', (text) => {
  expect(quoteStart(text)).toBeNull()
  const [signature, ...rest] = text.split('\n\n')
  const html = `<div>${signature?.replace('\n', '<br />')}</div><div data-quote="part">${rest.join(' ').replaceAll('>', '&gt;')}<blockquote>q</blockquote></div>`
  expect(markQuoted(html)).toBe(html)
})

describe('Words put in before, between and after quotes stay in sight', () => {
  const line = fc.constantFrom(...Object.values(attributions).flatMap((lines) => lines.map(([, text]) => text)))
  const words = fc.constantFrom(
    'The blue one.',
    'ano, děkuji',
    'Да',
    '青いほうです。',
    '蓝色的',
    'Ja: gerne',
    'I wrote to him',
    'Ignore this: 10:00',
    'No',
  )
  const quoted = fc.constantFrom('> Which printer?', '>> deeper', '> > and more', '>', '> -- ', '> Sent from my iPhone')
  const gap = fc.constantFrom('', '\n')

  test('in plain text', () => {
    const message = fc.array(
      fc.oneof({ weight: 3, arbitrary: quoted }, { weight: 2, arbitrary: words }, { weight: 1, arbitrary: line }, gap),
      { maxLength: 14 },
    )
    fc.assert(
      fc.property(message, (lines) => {
        const text = lines.join('\n')
        const start = signatureStart(text) ?? quoteStart(text)
        // Below such a line and with no mark at all, all is quoted: nothing tells words of one from those of the other.
        if (start !== null && !/^>/m.test(text.slice(start))) return
        const hidden = start === null ? '' : text.slice(start)
        const known = new Set(Object.values(attributions).flatMap((all) => all.map(([, said]) => said)))
        for (const piece of hidden.split('\n')) expect(piece.trim() === '' || piece.startsWith('>') || known.has(piece)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })

  test('in HTML', () => {
    const part = fc.oneof(
      { weight: 3, arbitrary: words.map((w) => `<p>${w}</p>`) },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          '<blockquote data-quote="part"><p>Which?</p></blockquote>',
          '<blockquote><div>q</div><blockquote>older</blockquote></blockquote>',
        ),
      },
      { weight: 2, arbitrary: line.map((l) => `<div>${escape(l)}</div>`) },
      {
        weight: 1,
        arbitrary: words.map((w) => `<div data-quote="part"><div>On Tue x wrote:</div><blockquote>q</blockquote><div>${w}</div></div>`),
      },
      { weight: 1, arbitrary: fc.constant('<br />') },
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
        const marked = markQuoted(`<div>${parts.join('')}</div>`)
        const [, ...hidden] = marked.split(/<div data-(?:quoted|signature)="">/)
        for (const said of [
          'The blue one.',
          'ano, děkuji',
          'Да',
          '青いほうです。',
          '蓝色的',
          'Ja: gerne',
          'I wrote to him',
          'Ignore this',
          'No',
        ])
          expect(hidden.join(' ').includes(`>${said}`)).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })
})
