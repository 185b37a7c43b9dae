/** Names of the example desk's people, companies and towns. All addresses end in `.example`, which no mail ever leaves for. */

export const agents: readonly string[] = [
  'Jana Dvořáková',
  'Marek Horák',
  'Eva Králová',
  'Lukas Vogt',
  'Amy Whitfield',
  'Tomáš Beneš',
  'Sophie Laurent',
  'Daniel Okafor',
  'Katrin Meier',
  'Petra Šimková',
  'Oliver Grant',
  'Nora Lindqvist',
  'Ivan Petrov',
  'Claire Moreau',
  'Jonas Weber',
  'Hana Malá',
  'Priya Raman',
  'Felix Brandt',
  'Zuzana Kovářová',
  'Tom Ashworth',
]

/** First and last names and company forms by the code of a language. */
export const people: Record<
  string,
  { first: readonly string[]; last: readonly string[]; firm: readonly string[]; cities: readonly string[] }
> = {
  en: {
    first: [
      'Oliver',
      'Fiona',
      'Eleanor',
      'James',
      'Amelia',
      'George',
      'Isla',
      'Harry',
      'Grace',
      'Noah',
      'Maeve',
      'Callum',
      'Ruth',
      'Edward',
    ],
    last: [
      'Grant',
      'McAllister',
      'Price',
      'Whitfield',
      'Harper',
      'Bennett',
      'Clarke',
      'O’Neill',
      'Fletcher',
      'Marsh',
      'Doyle',
      'Pemberton',
    ],
    firm: ['& Sons Ltd', 'Legal LLP', 'Analytics', 'Academy', 'Hardware Ltd', 'Foods plc', 'Interiors', 'Marine Supplies'],
    cities: ['Leeds', 'Bristol', 'Cork', 'Glasgow', 'Norwich', 'Portland', 'Halifax'],
  },
  de: {
    first: ['Katrin', 'Stefan', 'Helga', 'Jörg', 'Anneliese', 'Uwe', 'Sabine', 'Matthias', 'Heike', 'Dirk', 'Ulrike', 'Björn', 'Silke'],
    last: [
      'Baumgärtner',
      'Kirchhoff',
      'Reinhardt',
      'Petzold',
      'Vogel',
      'Schröder',
      'Müller',
      'Weiß',
      'Krüger',
      'Jäger',
      'Lindemann',
      'Ostermann',
    ],
    firm: ['Logistik GmbH', 'Möbelhaus GmbH', 'Bürobedarf KG', 'Stadtwerke AG', 'Feinkost OHG', 'Maschinenbau GmbH & Co. KG'],
    cities: ['Leipzig', 'Gotha', 'Köln', 'Nürnberg', 'Münster', 'Graz', 'Lübeck'],
  },
  cs: {
    first: ['Petr', 'Lucie', 'Radek', 'Miroslav', 'Zdeňka', 'Blanka', 'Jiří', 'Kateřina', 'Václav', 'Markéta', 'Ondřej', 'Šárka', 'Řehoř'],
    last: ['Novák', 'Souček', 'Hájek', 'Marešová', 'Říhová', 'Šťastná', 'Dvořák', 'Černý', 'Procházka', 'Kučera', 'Žižková', 'Jelínek'],
    firm: ['& synové s.r.o.', 'Zahrady', 'Optika', 'Pekárna s.r.o.', 'Kovovýroba a.s.', 'Stavby s.r.o.'],
    cities: ['Brno', 'Plzeň', 'Česká Třebová', 'Ústí nad Labem', 'Olomouc', 'Děčín'],
  },
  fr: {
    first: ['Camille', 'Antoine', 'Élodie', 'François', 'Chloé', 'Mathieu', 'Hélène', 'Benoît', 'Aurélie', 'Gaëtan'],
    last: ['Lefèvre', 'Moreau', 'Garnier', 'Béranger', 'Chevalier', 'Rousseau', 'Dupré', 'Marchand', 'Noël', 'Tessier'],
    firm: ['& Fils SARL', 'Boulangerie', 'Transports SA', 'Librairie', 'Conseil SAS', 'Vins et Terroirs'],
    cities: ['Lyon', 'Nantes', 'Besançon', 'Liège', 'Orléans', 'Saint-Étienne'],
  },
}

export const categories: readonly string[] = ['Support', 'Billing', 'Delivery', 'Technical', 'Accounts', 'Claims', 'Contracts', 'Privacy']

/** The part of an address that a name makes: no marks, no spaces. */
export const slug = (name: string) =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('&', '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
