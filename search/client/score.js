/**
 * Ranks pages for the words of a question: the same sums on the same whole numbers as search/score.py.
 */

// search/ranking.py says what each is for
export const LEVELS = 1023
const NEXT = 45
const NEAR = 20
const REACH = 3
export const LAYER_WEIGHTS = { exact: 100, stem: 100, alias: 80, prefix: 70, fuzzy: 75 }
export const FAR_FUZZY = 50
export const EXPANSIONS = 8
export const WHOLE = 100
export const CLOSEST = 50
export const FADING = 10

/**
 * @typedef {object} Posting one stem in one page
 * @property {number} impact - from 0 to LEVELS
 * @property {boolean} titled - in the title
 * @property {boolean} aliased - in an alias
 * @property {number[]} places - in title, aliases and summary
 *
 * @typedef {{rarity: number, postings: Map<number, Posting>}} Entry
 * @typedef {{entries: Entry[], weight: number, layer: string}} Choice
 * @typedef {{surface: string, choices: Choice[], rarity: number}} Slot
 * @typedef {{page: number, points: number, best: number, layer: string, surface: string}} Hit
 */

const inSlot = ({ rarity, choices }) => {
  const found = new Map()
  for (const { entries, weight, layer } of choices)
    for (const [page, posting] of entries[0].postings) {
      let { impact } = posting
      if (entries.length > 1) {
        const others = entries.slice(1).map((entry) => entry.postings.get(page))
        if (!others.every(Boolean)) continue // half a phrase says something else
        for (const other of others) impact += other.impact
        impact = Math.floor(impact / entries.length)
      }
      const points = rarity * weight * impact
      if (!found.has(page) || points > found.get(page).points) {
        const aliased = layer === 'exact' && posting.aliased && !posting.titled
        found.set(page, { points, posting, layer: aliased ? 'alias' : layer })
      }
    }
  return found
}

const closeness = (one, other) => {
  let near = 0
  for (const before of one)
    for (const after of other) {
      const gap = after - before
      if (gap === 1) return NEXT
      if (gap && Math.abs(gap) <= REACH) near = NEAR
    }
  return near
}

/**
 * Every page that has one of the words, with its points.
 * @param {Slot[]} slots
 * @returns {Map<number, Hit>}
 */
export const rank = (slots) => {
  const hits = new Map()
  let before = new Map()
  slots.forEach((slot, number) => {
    const here = inSlot(slot)
    const rarer = number ? Math.min(slot.rarity, slots[number - 1].rarity) : 0
    for (const [page, { points, posting, layer }] of here) {
      let hit = hits.get(page)
      if (!hit) hits.set(page, (hit = { page, points: 0, best: 0, layer: '', surface: '' }))
      hit.points += points
      if (points > hit.best) Object.assign(hit, { best: points, layer, surface: slot.surface })
      const earlier = before.get(page)
      if (posting.places.length && earlier?.posting.places.length)
        hit.points += rarer * LEVELS * closeness(earlier.posting.places, posting.places)
    }
    before = here
  })
  return hits
}
