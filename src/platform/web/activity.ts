/** When somebody was last at this desk in this browser, in whichever of its tabs: by key, pointer or touch. */

const key = 'tessera:active'
/** Other tabs hear of it no more often than this. */
const shareEvery = 5_000
const idleAfter = 60_000

// Opening the page is doing something.
let last = Date.now()
let shared = 0

function note() {
  last = Date.now()
  if (last - shared < shareEvery) return
  shared = last
  try {
    localStorage.setItem(key, String(last))
  } catch {
    // Then each tab counts for itself.
  }
}

for (const name of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
  window.addEventListener(name, note, { capture: true, passive: true })

/** Milliseconds since 1970. */
export function lastActive(): number {
  try {
    const elsewhere = Number(localStorage.getItem(key) ?? 0)
    return Math.max(last, elsewhere <= Date.now() ? elsewhere : 0)
  } catch {
    return last
  }
}

/** Whether what the page asks now, it asks by itself. */
export const isIdle = () => Date.now() - lastActive() > idleAfter
