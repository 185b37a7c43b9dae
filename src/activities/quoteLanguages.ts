/**
 * What mail programs write around a quoted mail, language by language: this table is all that there is to teach. `…` stands for what differs
 * (names, dates), `<@>` for an address in brackets.
 */
export interface QuoteLanguage {
  /** The line above a quote, without its colon. One that begins with `…` counts only with a date or an address in it. */
  wrote: readonly string[]
  /** Between dashes above a mail that is answered. */
  original: readonly string[]
  /** Between dashes above a mail that is passed on: that is what the sender wants to be read, and stays open. */
  forwarded: readonly string[]
  /** Lines of the head of a quoted mail. */
  head: Readonly<Record<'from' | 'date' | 'to' | 'subject' | 'copy', readonly string[]>>
  /** What a program or device says of itself beneath a message. */
  sent: readonly string[]
  /** Words by which one says that the answers stand within the quote. */
  below: readonly string[]
}

const english: QuoteLanguage = {
  wrote: ['On … wrote', '… <@> wrote', 'On … <@> said'],
  original: ['Original Message', 'Original Appointment', 'Reply message'],
  forwarded: ['Forwarded Message', 'Begin forwarded message'],
  head: { from: ['From'], date: ['Sent', 'Date'], to: ['To'], subject: ['Subject'], copy: ['Cc'] },
  sent: ['Sent from …', 'Sent via …', 'Sent with …', 'Sent using …', 'Get Outlook for …', 'Get BlueMail for …'],
  below: [
    'inline',
    'in-line',
    'in line',
    'below',
    'in red',
    'in blue',
    'in green',
    'interspersed',
    'see my answers',
    'see my comments',
    'see my replies',
  ],
}
const german: QuoteLanguage = {
  wrote: ['Am … schrieb', 'Am … schrieb …', '… schrieb am …', 'Am … hat … geschrieben', 'Am … hat … folgendes geschrieben'],
  original: ['Ursprüngliche Nachricht', 'Urspruengliche Nachricht', 'Originalnachricht', 'Original-Nachricht', 'Ursprünglicher Termin'],
  forwarded: ['Weitergeleitete Nachricht'],
  head: { from: ['Von'], date: ['Gesendet', 'Datum'], to: ['An'], subject: ['Betreff'], copy: ['Kopie'] },
  sent: [
    'Von meinem … gesendet',
    'Gesendet von …',
    'Gesendet mit …',
    'Gesendet über …',
    'Diese Nachricht wurde von meinem … gesendet',
    'Outlook für … beziehen',
    'Holen Sie sich Outlook für …',
  ],
  below: ['unten', 'untenstehend', 'im text', 'in rot', 'in blau', 'in grün', 'zwischen den zeilen'],
}
const czech: QuoteLanguage = {
  wrote: [
    ...['Dne', 'D.', 'V', 'Ve', 'po', 'út', 'st', 'čt', 'pá', 'so', 'ne'].flatMap((day) =>
      ['napsal', 'napsala', 'napsal(a)', 'napsal/a', 'píše'].map((verb) => `${day} … ${verb}`),
    ),
    '… odesílatel … napsal',
    '… <@> napsal(a)',
  ],
  original: ['Původní zpráva', 'Původní e-mail', 'Původní email', 'Puvodni zprava'],
  forwarded: ['Přeposlaná zpráva', 'Přeposlaný e-mail', 'Přeposlaný email'],
  head: { from: ['Od'], date: ['Odesláno', 'Datum'], to: ['Komu', 'Pro'], subject: ['Předmět'], copy: ['Kopie'] },
  sent: ['Odesláno z …', 'Odesláno ze …', 'Odesláno pomocí …', 'Posláno z …', 'Získejte Outlook pro …', 'Získat Outlook pro …'],
  below: ['níže', 'nize', 'v textu', 'do textu', 'červeně', 'cervene', 'modře', 'zeleně', 'mezi řádky', 'dole'],
}
const slovak: QuoteLanguage = {
  wrote: ['Dňa … napísal', 'Dňa … napísala', 'Dňa … napísal(a)', 'Dna … napisal', '… <@> napísal(a)'],
  original: ['Pôvodná správa', 'Pôvodný e-mail'],
  forwarded: ['Preposlaná správa'],
  head: { from: ['Od'], date: ['Odoslané', 'Dátum'], to: ['Komu'], subject: ['Predmet'], copy: ['Kópia'] },
  sent: ['Odoslané z …', 'Odoslané zo …', 'Získajte Outlook pre …'],
  below: ['nižšie', 'červenou', 'v texte'],
}
const polish: QuoteLanguage = {
  wrote: [
    ...['W dniu', 'Dnia', 'pon.,', 'wt.,', 'śr.,', 'czw.,', 'pt.,', 'sob.,', 'niedz.,'].flatMap((day) =>
      ['pisze', 'napisał', 'napisała', 'napisał(a)'].map((verb) => `${day} … ${verb}`),
    ),
    '… <@> napisał(a)',
    'Wiadomość napisana przez … w dniu …',
    'Wiadomość napisana w dniu … przez …',
  ],
  original: ['Wiadomość oryginalna', 'Oryginalna wiadomość', 'Wiadomosc oryginalna'],
  forwarded: ['Przekazana wiadomość', 'Wiadomość przekazana', 'Treść przekazanej wiadomości'],
  head: { from: ['Od', 'Nadawca'], date: ['Wysłano', 'Data', 'Wysłane'], to: ['Do', 'Adresat'], subject: ['Temat'], copy: ['DW', 'Kopia'] },
  sent: ['Wysłane z …', 'Wysłano z …', 'Wysłane przy pomocy …', 'Pobierz program Outlook dla …', 'Pobierz aplikację Outlook dla …'],
  below: ['poniżej', 'ponizej', 'na czerwono', 'na niebiesko', 'w tekście', 'w treści'],
}
const french: QuoteLanguage = {
  wrote: ['Le … a écrit', '… <@> a écrit'],
  original: ["Message d'origine", 'Message d’origine', 'Message original', 'E-mail d’origine', "E-mail d'origine"],
  forwarded: ['Message transféré', 'Message réexpédié', 'Début du message réexpédié', 'Début du message transféré'],
  head: { from: ['De'], date: ['Envoyé', 'Date'], to: ['À', 'A'], subject: ['Objet', 'Sujet'], copy: ['Cc', 'Copie à'] },
  sent: [
    'Envoyé de mon …',
    'Envoyé de …',
    'Envoyé depuis …',
    'Envoyé à partir …',
    'Envoyé avec …',
    'Envoyé via …',
    'Obtenez Outlook pour …',
    'Obtenir Outlook pour …',
    'Télécharger Outlook pour …',
    'Téléchargez Outlook pour …',
  ],
  below: ['ci-dessous', 'en rouge', 'en bleu', 'en vert', 'dans le texte', 'plus bas'],
}
const spanish: QuoteLanguage = {
  wrote: ['El … escribió', '… <@> escribió', 'El … ha escrito'],
  original: ['Mensaje original', 'Mensaje de origen'],
  forwarded: ['Mensaje reenviado', 'Inicio del mensaje reenviado'],
  head: { from: ['De'], date: ['Enviado', 'Enviado el', 'Fecha'], to: ['Para', 'A'], subject: ['Asunto'], copy: ['CC'] },
  sent: ['Enviado desde …', 'Enviado de …', 'Enviado con …', 'Obtener Outlook para …', 'Obtén Outlook para …'],
  below: ['abajo', 'más abajo', 'a continuación', 'en rojo', 'en azul', 'en verde', 'entre líneas'],
}
const italian: QuoteLanguage = {
  wrote: ['Il … ha scritto', '… <@> ha scritto', 'Il … scrive'],
  original: ['Messaggio originale', 'Messaggio Originale'],
  forwarded: ['Messaggio inoltrato', 'Forwarded message', 'Inizio messaggio inoltrato'],
  head: { from: ['Da'], date: ['Inviato', 'Data'], to: ['A'], subject: ['Oggetto'], copy: ['Cc'] },
  sent: ['Inviato da …', 'Inviato dal …', 'Inviato con …', 'Ottieni Outlook per …', 'Scarica Outlook per …'],
  below: ['sotto', 'qui sotto', 'di seguito', 'in rosso', 'in blu', 'in verde', 'nel testo'],
}
const portuguese: QuoteLanguage = {
  wrote: [
    'Em … escreveu',
    'No dia … escreveu',
    'A … escreveu',
    '… <@> escreveu',
    '… escreveu no dia …',
    '… escreveu em …',
    '… <@> escreveu …',
  ],
  original: ['Mensagem original', 'Mensagem Original'],
  forwarded: ['Mensagem encaminhada', 'Mensagem reencaminhada', 'Início da mensagem encaminhada'],
  head: {
    from: ['De'],
    date: ['Enviado', 'Enviada', 'Enviado em', 'Enviada em', 'Data'],
    to: ['Para'],
    subject: ['Assunto'],
    copy: ['Cc'],
  },
  sent: [
    'Enviado do meu …',
    'Enviado do …',
    'Enviado a partir …',
    'Enviado pelo …',
    'Enviado via …',
    'Enviado com …',
    'Obter o Outlook para …',
    'Obtenha o Outlook para …',
    'Obtenha Outlook para …',
  ],
  below: ['abaixo', 'em vermelho', 'em azul', 'em verde', 'no texto', 'a seguir'],
}
const dutch: QuoteLanguage = {
  wrote: ['Op … schreef', 'Op … schreef …', '… schreef op …', 'Op … heeft … geschreven', '… <@> schreef'],
  original: ['Oorspronkelijk bericht', 'Oorspronkelijke afspraak', 'Origineel bericht'],
  forwarded: ['Doorgestuurd bericht', 'Begin doorgestuurd bericht'],
  head: { from: ['Van'], date: ['Verzonden', 'Datum'], to: ['Aan'], subject: ['Onderwerp'], copy: ['CC', 'Kopie'] },
  sent: [
    'Verstuurd vanaf …',
    'Verstuurd van …',
    'Verstuurd met …',
    'Verstuurd via …',
    'Verzonden vanaf …',
    'Verzonden met …',
    'Verzonden via …',
    'Outlook voor … downloaden',
    'Outlook downloaden voor …',
    'Download Outlook voor …',
  ],
  below: ['hieronder', 'onderstaand', 'in het rood', 'in rood', 'in blauw', 'tussen de regels', 'in de tekst'],
}
const scandinavian: QuoteLanguage = {
  wrote: [
    'Den … skrev',
    'Den … skrev …',
    'På … skrev',
    'På … skrev …',
    '… kl. … skrev …',
    '… kl … skrev …',
    '… <@> skrev',
    '… skrev den …',
  ],
  original: ['Ursprungligt meddelande', 'Originalmeddelande', 'Oprindelig meddelelse', 'Opprinnelig melding', 'Original besked'],
  forwarded: ['Vidarebefordrat meddelande', 'Vidarebefordrat brev', 'Videresendt meddelelse', 'Videresendt melding'],
  head: {
    from: ['Från', 'Fra'],
    date: ['Skickat', 'Datum', 'Sendt', 'Dato'],
    to: ['Till', 'Til'],
    subject: ['Ämne', 'Emne'],
    copy: ['Kopia', 'Kopi'],
  },
  sent: [
    'Skickat från …',
    'Skickat med …',
    'Skickat via …',
    'Sendt fra …',
    'Hämta Outlook för …',
    'Skaffa Outlook för …',
    'Hent Outlook til …',
    'Få Outlook for …',
  ],
  below: ['nedan', 'här under', 'i rött', 'med rött', 'i blått', 'i texten', 'nedenfor', 'med rødt'],
}
const russian: QuoteLanguage = {
  wrote: [
    '… пишет',
    '… писал',
    '… писал(а)',
    '… написал',
    '… написала',
    '… написал(а)',
    '… написал(-а)',
    '… г. в … <@>',
    '… от … <@>',
    '… г. …, … <@>',
  ],
  original: ['Исходное сообщение', 'Оригинальное сообщение', 'Исходное письмо'],
  forwarded: ['Пересылаемое сообщение', 'Пересланное сообщение', 'Перенаправленное сообщение', 'Начало переадресованного сообщения'],
  head: { from: ['От', 'От кого', 'Отправитель'], date: ['Отправлено', 'Дата'], to: ['Кому'], subject: ['Тема'], copy: ['Копия'] },
  sent: [
    'Отправлено с …',
    'Отправлено из …',
    'Отправлено через …',
    'Послано с …',
    'Скачать Outlook для …',
    'Скачайте Outlook для …',
    'Получить Outlook для …',
  ],
  below: ['ниже', 'красным', 'синим', 'зелёным', 'зеленым', 'в тексте', 'по тексту'],
}
const japanese: QuoteLanguage = {
  wrote: ['…年…月…日… <@>', '… <@> のメール', '… <@>のメール', '…のメール', '…が書きました', '…は書きました'],
  original: ['元のメッセージ', '元のメール', 'オリジナルメッセージ'],
  forwarded: ['転送メッセージ', '転送されたメッセージ'],
  head: { from: ['差出人', '送信者'], date: ['送信日時', '日時', '日付'], to: ['宛先'], subject: ['件名'], copy: ['CC', 'Cc'] },
  sent: ['…から送信', '…から送信されました', 'Outlook for … を入手', 'Outlook for …を入手'],
  below: ['以下に', '下記に', '赤字', '青字', 'インライン', '文中'],
}
const chinese: QuoteLanguage = {
  wrote: ['…写道', '…寫道', '… 写道', '… 寫道', '…写了'],
  original: ['原始邮件', '原始郵件', '原邮件', '原始消息'],
  forwarded: ['转发邮件', '转发的邮件', '轉寄郵件', '转发邮件信息'],
  head: {
    from: ['发件人', '寄件者', '寄件人', '發件人'],
    date: ['发送时间', '发送日期', '日期', '时间', '寄件日期', '傳送時間', '日期'],
    to: ['收件人', '收件者'],
    subject: ['主题', '主旨', '主題'],
    copy: ['抄送', '副本'],
  },
  sent: [
    '发自我的…',
    '发自…',
    '从我的…发送',
    '從我的…傳送',
    '傳送自我的…',
    '發自我的…',
    '發自…',
    '来自我的…',
    '获取 Outlook for …',
    '获取适用于…的 Outlook',
    '取得 Outlook for …',
    '取得 … 版 Outlook',
  ],
  below: ['见下', '回复如下', '答复如下', '回覆如下', '红色', '红字', '蓝色', '文中', '見下', '紅字', '紅色'],
}

export const quoteLanguages: readonly QuoteLanguage[] = [
  english,
  german,
  czech,
  slovak,
  polish,
  french,
  spanish,
  italian,
  portuguese,
  dutch,
  scandinavian,
  russian,
  japanese,
  chinese,
]

/** Devices and programs by their names: without one of them, “Sent from …” may be anybody's words. */
export const brands =
  'iphone iphon ipad ipod ios android samsung galaxy huawei xiaomi redmi oppo oneplus motorola nokia xperia blackberry fairphone windows outlook gmail yahoo aol thunderbird protonmail proton bluemail gmx web.de seznam.cz email.cz yandex яндекс mail.ru'.split(
    ' ',
  )

/** What devices are called; such a word counts with one of `mine`: “Sent from my phone”. */
export const devices =
  'smartphone tablet phone mobile handy mobiltelefon mobil telefon téléphone teléfono móvil cellulare telefono telemóvel telemovel celular mobiel telefoon mobilen mobilem телефон смартфон'.split(
    ' ',
  )
export const mine = 'my meinem mého mojego mon mi mio meu mijn min mitt моего'.split(' ')

/** The same where words have no spaces between them. */
export const eastern = ['iphone', 'ipad', 'android', 'outlook', 'qq', '手机', '手機']
