/** The Macros that the open ticket offers just now, for the palette that lies over it. */
export interface OfferedHere {
  id: number
  name: string
  run: () => void
}

let offered: readonly OfferedHere[] = []

/** Called by a ticket while it is open; returns how it leaves. */
export function offerMacros(macros: readonly OfferedHere[]): () => void {
  offered = macros
  return () => {
    if (offered === macros) offered = []
  }
}

export const macrosHere = () => offered
