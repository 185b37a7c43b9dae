/** Support mail in German. */
import type { Language } from './letters.ts'

export const german: Language = {
  code: 'de',
  hello: 'Guten Tag,',
  bye: 'Mit freundlichen Grüßen',
  re: 'AW',
  products: [
    'der Etikettendrucker',
    'das Kassensystem',
    'der Router Atlas',
    'die Kaffeemaschine Linea',
    'die Palettenwaage',
    'das Berichtsmodul',
  ],
  scenes: [
    {
      category: 'Billing',
      title: 'Rechnung {invoice} zweimal erhalten',
      ask: 'laut unserer Buchhaltung wurde Rechnung {invoice} am 4. und noch einmal am 11. gestellt, beide über {amount}. Bitte stornieren Sie eine davon und senden Sie uns die Gutschrift.',
      answer: 'vielen Dank für den Hinweis. Die zweite Rechnung war ein Fehler unsererseits; die Gutschrift über {amount} liegt bei.',
      reply: 'die Gutschrift ist eingegangen. Bitte prüfen Sie, ob das auch die Filiale in {city} betrifft.',
    },
    {
      category: 'Billing',
      title: 'Gutschrift für Retoure {order} fehlt noch',
      ask: 'die Retoure zu {order} ist laut Sendungsverfolgung seit {days} Tagen bei Ihnen eingegangen. Die Gutschrift über {amount} fehlt noch immer.',
      answer: 'Ihre Retoure wurde heute geprüft. Der Betrag von {amount} wird in den nächsten {days} Tagen überwiesen.',
      reply: 'danke, das Geld ist da.',
    },
    {
      category: 'Delivery',
      title: 'Lieferung beschädigt angekommen – Palette 3 von 4',
      ask: 'Fotos im Anhang. Der Fahrer hat den Schaden auf dem Lieferschein zu {order} vermerkt, die Ware darunter ist unbrauchbar. Wir brauchen Ersatz bis Mittwoch.',
      answer:
        'das tut mir leid. Der Ersatz für {order} verlässt heute unser Lager und ist morgen Vormittag in {city}. Die beschädigte Palette holen wir ab.',
      reply: 'der Ersatz ist vollständig angekommen. Wann wird die alte Palette abgeholt? Sie versperrt die Rampe.',
    },
    {
      category: 'Delivery',
      title: 'Umzug der Filiale {city} – neue Lieferadresse',
      ask: 'ab dem 1. bitte an die neue Adresse in der Signatur liefern, auch {order}. Die alte Adresse nimmt nichts mehr an.',
      answer: 'die neue Adresse für {city} ist hinterlegt und gilt ab sofort, auch für {order}.',
      reply: 'vielen Dank, die erste Lieferung kam schon richtig an.',
    },
    {
      category: 'Technical',
      title: 'Bon-Druck bricht nach {days} Zeilen ab',
      ask: 'seit Montag bricht {product} beim Drucken nach {days} Zeilen ab. Neustart hilft für etwa eine Stunde. Das Protokoll hängt an.',
      answer:
        'im Protokoll sehe ich einen vollen Zwischenspeicher. Bitte unter Einstellungen, Gerät einmal „Leeren“ wählen; die neue Version behebt das dauerhaft.',
      reply: 'nach dem Leeren läuft es. Bitte geben Sie Bescheid, sobald die Version da ist.',
    },
    {
      category: 'Accounts',
      title: 'Newsletter kündigen funktioniert nicht',
      ask: 'der Abmeldelink führt auf eine leere Seite. Bitte tragen Sie mich von Hand aus.',
      answer: 'ich habe Ihre Adresse ausgetragen. Der Fehler auf der Seite ist gemeldet.',
      reply: 'danke, das ging schnell.',
    },
    {
      category: 'Claims',
      title: 'Reklamation: {product} defekt nach zwei Wochen',
      ask: 'gekauft mit {order}, seit gestern ohne Funktion. Die Anzeige bleibt dunkel, die Sicherung ist in Ordnung. Wie gehen wir vor?',
      answer: 'bitte senden Sie das Gerät mit dem beiliegenden Schein ein; ein Tauschgerät geht heute an Sie ab.',
      reply: 'Tauschgerät ist da und läuft. Die Rücksendung wurde heute abgeholt.',
    },
    {
      category: 'Contracts',
      title: 'Rückruf: Vertragsverlängerung ab Januar',
      ask: 'wie telefonisch besprochen bitten wir um ein Angebot über 24 Monate für {product}, Standort {city}.',
      answer: 'anbei unser Angebot {invoice} über {amount} im Jahr, gültig bis Monatsende.',
      reply: 'der Vorstand hat zugestimmt. Bitte senden Sie den Vertrag zur Unterschrift.',
    },
    {
      category: 'Privacy',
      title: 'Auskunft nach Art. 15 DSGVO',
      ask: 'ich bitte um Auskunft, welche Daten Sie über mich gespeichert haben, woher sie stammen und an wen sie gegeben wurden.',
      answer: 'die Auskunft liegt als verschlüsseltes Archiv bei. Das Kennwort erhalten Sie per Post.',
      reply: 'die Auskunft ist angekommen, vielen Dank.',
    },
    {
      category: 'Support',
      title: 'Frage zu {product}',
      ask: 'lässt sich {product} auch mit den älteren Halterungen aus {city} betreiben? Wir haben davon {days} Stück.',
      answer: 'ja, mit dem beiliegenden Adapter. Für {days} Halterungen empfehle ich zwei zusätzliche.',
      reply: 'bestellt unter {order}. Danke für die schnelle Antwort.',
    },
  ],
  comments: [
    'Spedition hat den Schaden anerkannt, Aktenzeichen folgt.',
    'Bitte nicht telefonisch zusagen, der Einkauf prüft noch den Bestand.',
    'Kundin ist ab 14 Uhr wieder erreichbar.',
    'Gutschrift ist freigegeben, geht mit dem Lauf heute Nacht hinaus.',
  ],
}
