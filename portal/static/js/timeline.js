/**
 * The coming weeks of one place, computed by portal/model/schedule.py: zones, summer time, public holidays and
 * closures are settled there.
 */

const MINUTE = 60000 // milliseconds

/**
 * @typedef {{from: number, until: number, state: 'o' | 'c' | 'u'}} Run - milliseconds since 1970; open, closed, unknown
 * @param {string} text - minutes since 1970, then states each with its length in minutes, all in base 36
 * @returns {Run[]}
 */
export const decode = (text) => {
  const [first, ...runs] = text.split(' ')
  let at = parseInt(first, 36) * MINUTE
  return runs.map((run) => {
    const from = at
    at += parseInt(run.slice(1), 36) * MINUTE
    return { from, until: at, state: run[0] }
  })
}

/**
 * What holds at a moment.
 * @param {Run[]} runs
 * @param {number} now - milliseconds since 1970
 * @returns {{state: 'open' | 'closed', until?: number, next?: number} | null} until: when it closes; next: when it
 *   opens, if that is surely known. Null when nothing is known, as before the first run and after the last.
 */
export const at = (runs, now) => {
  const place = runs.findIndex((run) => run.from <= now && now < run.until)
  if (place < 0 || runs[place].state === 'u') return null
  const after = runs[place + 1]
  if (runs[place].state === 'o') return { state: 'open', until: after?.state === 'c' ? runs[place].until : undefined }
  return { state: 'closed', next: after?.state === 'o' ? after.from : undefined }
}
