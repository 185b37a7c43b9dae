/** A browser's long description of itself, as people call it. */

const browsers: [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/Firefox\/(\d+)|FxiOS\/(\d+)/, 'Firefox'],
  [/(?:Headless)?Chrome\/(\d+)|CriOS\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).*Safari/, 'Safari'],
  [/^curl\/(\d+)/, 'curl'],
]
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux|X11/, 'Linux'],
]

/** “Firefox 142 on Linux”; what is unknown is shown as it came, shortened. */
export function browserName(agent: string): string {
  const browser = browsers.map(([pattern, name]) => ({ name, found: pattern.exec(agent) })).find(({ found }) => found)
  const system = systems.find(([pattern]) => pattern.test(agent))?.[1]
  if (!browser) return agent.slice(0, 60) || '?'
  const version = browser.found?.slice(1).find(Boolean) ?? ''
  return `${browser.name} ${version}${system ? ` · ${system}` : ''}`
}
