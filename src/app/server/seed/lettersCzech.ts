/** Support mail in Czech. */
import type { Language } from './letters.ts'

export const czech: Language = {
  code: 'cs',
  hello: 'Dobrý den,',
  bye: 'S pozdravem',
  re: 'Re',
  products: ['čerpadlo', 'tiskárna štítků', 'pokladní systém', 'kávovar Linea', 'router Atlas', 'modul přehledů'],
  scenes: [
    {
      category: 'Billing',
      title: 'Faktura {invoice}: špatné IČO dodavatele',
      ask: 'na faktuře {invoice} máte uvedené staré IČO. Účetní ji takto nezaúčtuje, prosíme o opravu do konce týdne. Přikládám výpis z ARES.',
      answer: 'opravená faktura {invoice}/A je v příloze. Původní je stornovaná, nic dalšího dělat nemusíte.',
      reply: 'děkuji, faktura je v pořádku. Prosím používejte nové údaje i pro další objednávky.',
    },
    {
      category: 'Billing',
      title: 'Změna fakturační adresy od 1. prosince',
      ask: 'přikládám výpis z rejstříku. Prosím o potvrzení, že to stihnete ještě do vyúčtování za objednávku {order}.',
      answer: 'adresa je změněná a objednávka {order} už bude vyúčtovaná na novou.',
      reply: 'děkuji za rychlé vyřízení a přeji hezký den.',
    },
    {
      category: 'Delivery',
      title: 'Prosba o kopii dodacího listu {order}',
      ask: 'stačí sken. Děkuji a přeji hezký den.',
      answer: 'kopie dodacího listu {order} je v příloze. Najdete ji i ve svém účtu pod Doklady.',
      reply: 'děkuji, přesně to jsem potřebovala.',
    },
    {
      category: 'Delivery',
      title: 'Stroj stojí, náhradní díl nedorazil',
      ask: 'potřebujeme vědět dnes do 12:00, jestli máme posílat technika zpět. Díl z objednávky {order} měl být ve městě {city} už v pondělí.',
      answer: 'dopravce díl našel na depu, dnes do 15:00 bude u vás. Ozvu se, jakmile řidič potvrdí předání.',
      reply: 'díl dorazil ve 14:20, technik už montuje. Děkujeme.',
    },
    {
      category: 'Technical',
      title: 'Po aktualizaci nejde přihlásit pokladna',
      ask: 'od rána se nepřihlásí {product}, hlásí chybu spojení. Restart nepomohl, internet funguje. Jsme z pobočky {city}.',
      answer: 'chyba je v certifikátu po aktualizaci. Prosím spusťte znovu průvodce spojením, trvá to asi minutu.',
      reply: 'po průvodci už to běží na všech pokladnách.',
    },
    {
      category: 'Accounts',
      title: 'Nový kontakt pro objednávky',
      ask: 'od ledna bude za nás objednávat kolegyně z pobočky {city}. Prosím o založení přístupu a převod rozpracované objednávky {order}.',
      answer: 'přístup je založený, pozvánka odešla e-mailem. Objednávka {order} už je převedená.',
      reply: 'kolegyně se přihlásila, vše v pořádku.',
    },
    {
      category: 'Claims',
      title: 'Reklamace: {product} ztrácí tlak po 20 minutách',
      ask: 'zakoupeno v září, objednávka {order}. Po dvaceti minutách {product} přestane fungovat. Video posílám v příloze.',
      answer: 'reklamaci přijímáme, náhradní kus odchází dnes. Ten vadný prosím předejte řidiči.',
      reply: 'náhradní kus funguje, děkujeme.',
    },
    {
      category: 'Contracts',
      title: 'Prodloužení smlouvy o dva roky',
      ask: 'rádi bychom prodloužili smlouvu o 24 měsíců. Prosím o nabídku pro {product}, pobočka {city}.',
      answer: 'nabídka {invoice} na {amount} ročně je v příloze, platí do konce měsíce.',
      reply: 'vedení nabídku schválilo, pošlete prosím smlouvu k podpisu.',
    },
    {
      category: 'Privacy',
      title: 'Žádost o výmaz osobních údajů (GDPR čl. 17)',
      ask: 'žádám o výmaz všech údajů, které o mně vedete. Reagujte prosím ve lhůtě, kterou stanoví zákon.',
      answer: 'žádost jsme přijali. Pro ověření totožnosti nám prosím odpovězte z adresy, kterou jste uvedli u objednávky {order}.',
      reply: 'tímto potvrzuji. Děkuji.',
    },
    {
      category: 'Support',
      title: 'Dotaz na {product}',
      ask: 'hodí se {product} i ke starším držákům, které máme ve městě {city}? Je jich {days}.',
      answer: 'ano, s adaptérem, který je v balení. Na {days} držáků doporučuji dva navíc.',
      reply: 'děkuji, objednali jsme pod číslem {order}.',
    },
  ],
  comments: [
    'Volal jsem, výpis pošlou do devíti.',
    'Staré IČO je i na předchozí faktuře. Opravme obě najednou, dobropis mám připravený.',
    'Sklad potvrdil, díl odešel dnes ráno.',
    'Pozor, zákazník má u nás ještě jednu otevřenou reklamaci.',
  ],
}
