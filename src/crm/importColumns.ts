/** What the columns of a CSV file are: guessed from their heads in several languages, or from what stands in them. */
import { fold } from '#platform/fold.ts'
import { isAddress } from '#platform/emailAddress.ts'

/** What a column can become; custom fields besides, as `custom.12`. */
export const importTargets = ['name', 'firstName', 'lastName', 'email', 'phone', 'account', 'note'] as const
export type ImportTarget = (typeof importTargets)[number]

const heads: Record<ImportTarget, readonly string[]> = {
  name: [
    'name',
    'full name',
    'display name',
    'contact',
    'contact name',
    'jmeno a prijmeni',
    'cele jmeno',
    'kontakt',
    'nazev',
    'vollstandiger name',
    'ansprechpartner',
    'nombre completo',
    'nom complet',
    'nome completo',
    'imie i nazwisko',
    'meno a priezvisko',
  ],
  firstName: [
    'first name',
    'given name',
    'firstname',
    'jmeno',
    'krestni jmeno',
    'vorname',
    'nombre',
    'prenom',
    'nome',
    'imie',
    'meno',
    'voornaam',
  ],
  lastName: [
    'last name',
    'surname',
    'family name',
    'lastname',
    'prijmeni',
    'nachname',
    'familienname',
    'apellido',
    'apellidos',
    'nom',
    'nom de famille',
    'cognome',
    'nazwisko',
    'priezvisko',
    'achternaam',
  ],
  email: [
    'email',
    'e mail',
    'mail',
    'email address',
    'e mail address',
    'e mail 1 value',
    'e mail adresse',
    'emailova adresa',
    'correo',
    'correo electronico',
    'courriel',
    'adresse email',
    'posta',
    'posta elettronica',
    'adres email',
  ],
  phone: [
    'phone',
    'telephone',
    'mobile',
    'cell',
    'phone number',
    'mobile phone',
    'phone 1 value',
    'telefon',
    'telefonni cislo',
    'mobil',
    'handy',
    'telefonnummer',
    'telefono',
    'movil',
    'numero de telephone',
    'portable',
    'cellulare',
    'telefon komorkowy',
    'telefoon',
    'tel',
  ],
  account: [
    'account',
    'company',
    'organization',
    'organisation',
    'company name',
    'organization name',
    'firma',
    'spolecnost',
    'organizace',
    'zakaznik',
    'unternehmen',
    'kunde',
    'empresa',
    'entreprise',
    'societe',
    'azienda',
    'spolka',
    'spolocnost',
    'bedrijf',
  ],
  note: [
    'note',
    'notes',
    'comment',
    'comments',
    'description',
    'poznamka',
    'poznamky',
    'popis',
    'notiz',
    'notizen',
    'bemerkung',
    'nota',
    'notas',
    'remarque',
    'uwagi',
    'opmerking',
  ],
}

/**
 * For each column what it is; null leaves it out. Several columns may be addresses or numbers. `fields` are the custom fields, told by
 * their titles.
 */
export function guessColumns(
  head: readonly string[],
  first: readonly (readonly string[])[],
  fields: readonly { id: number; title: string }[] = [],
): (ImportTarget | `custom.${number}` | null)[] {
  const used = new Set<ImportTarget>()
  const guessed = head.map((text, n) => {
    const word = fold(text)
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
    const numbered = word.replace(/ ?\d+$/, '')
    const field = fields.find(({ title }) => fold(title) === fold(text).trim())
    if (field) return `custom.${field.id}` as const
    const target = importTargets.find(
      (one) => heads[one].includes(word) || ((one === 'email' || one === 'phone') && heads[one].includes(numbered)),
    )
    const found =
      target ??
      (first.some((row) => isAddress(row[n] ?? '')) && first.every((row) => (row[n] ?? '') === '' || isAddress(row[n] ?? ''))
        ? 'email'
        : null)
    if (found === null || (used.has(found) && found !== 'email' && found !== 'phone')) return null
    used.add(found)
    return found
  })
  // `Jméno` beside no `Příjmení` is the whole name.
  if (!used.has('lastName') && !used.has('name')) return guessed.map((one) => (one === 'firstName' ? 'name' : one))
  return guessed
}
