/**
 * Recognises in a few typed words a danger that cannot wait for results: the same answers as search/danger.py, whose
 * compile_dangers() writes the data and explains it; search/phrases.py says how phrases are matched.
 */

import { words } from './analysis.js'
import { distance } from './suggest.js'

const MAX_ERRORS = 2
const MAX_OTHERS = 5
const MIN_GLUED = 5

const same = (wanted, typed) =>
  wanted.endsWith('*') ? typed.startsWith(wanted.slice(0, -1)) : typed === wanted

/** Whether some part of a word is whole: parts have a letter between them, so that errors cannot touch them all. */
const near = (letters, typed, errors) => {
  const step = Math.floor((letters.length + 1) / (errors + 1))
  if (typed.includes(letters.slice(step * errors))) return true
  for (let start = 0; start < step * errors; start += step)
    if (typed.includes(letters.slice(start, start + step - 1))) return true
  return false
}

const nearest = (wanted, letters, typed, allowed) => {
  if (!near(letters, typed, allowed)) return Infinity // most words, at little cost
  if (letters === wanted) return distance(letters, typed, allowed)
  let least = allowed + 1
  for (let length = letters.length - allowed; length <= letters.length + allowed; length++)
    least = Math.min(least, distance(letters, typed.slice(0, length), allowed))
  return least
}

/** The words of one query, looked up in the table of one language. */
class Query {
  constructor(typed, table) {
    this.words = typed
    this.table = table
    this.empty = typed.map((word) => table.ignored.has(word))
    this.alike = typed.map((word) => table.lookalikes.some((each) => same(each, word)))
    this.groups = new Map()
    this.known = new Map()
    this.forms = typed.map((word) => this.unglued(word))
  }

  /**
   * How many typing errors lead to the danger found with the fewest, Infinity if none is, and its rank; the first
   * described among equals.
   * Then `harmless` says whether something was found that harmless phrases explain.
   */
  danger() {
    let best
    let fewest = Infinity
    this.table.phrases.forEach((phrases, rank) => {
      let covered // only known once a phrase is found: most never are
      for (const phrase of phrases) {
        let found = this.find(phrase, new Set())
        if (found === Infinity) continue
        covered ??= this.covered(this.table.safe[rank])
        if (covered.size) found = this.find(phrase, covered)
        if (found < fewest) [best, fewest] = [rank, found]
        this.harmless = best === undefined
      }
    })
    return [fewest, best]
  }

  covered(safe) {
    const places = new Set()
    for (const phrase of safe)
      for (const match of this.choices(phrase, new Set()).filter((chosen) => !chosen.some(({ errors }) => errors)).flat())
        for (let place = match.start; place < match.end; place++) places.add(place)
    return places
  }

  find(phrase, covered) {
    return Math.min(...this.choices(phrase, covered).map((chosen) => chosen.reduce((sum, { errors }) => sum + errors, 0)))
  }

  choices(phrase, covered) {
    let chosen = [[]]
    for (const slot of phrase) {
      const found = this.slot(slot).filter(({ start, end }) => {
        for (let place = start; place < end; place++) if (covered.has(place)) return false
        return true
      })
      chosen = chosen.flatMap((before) => found.filter((match) => this.fits(before, match)).map((match) => [...before, match]))
      if (!chosen.length) break
    }
    return chosen
  }

  fits(before, match) {
    const every = [...before, match]
    if (every.reduce((sum, { errors }) => sum + errors, 0) > MAX_ERRORS) return false
    if (before.some(({ start, end }) => match.start < end && start < match.end)) return false
    const last = Math.max(...every.map(({ end }) => end))
    let others = 0
    for (let place = Math.min(...every.map(({ start }) => start)); place < last; place++)
      if (!this.empty[place] && !every.some(({ start, end }) => start <= place && place < end)) others++
    return others <= MAX_OTHERS
  }

  slot(slot) {
    return this.follow(slot.map((group) => this.group(group)))
  }

  group(group) {
    if (!this.groups.has(group)) {
      const alternatives = this.table.alternatives(group)
      this.groups.set(group, alternatives.flatMap((each) => this.follow(each.map((word) => this.word(word)))))
    }
    return this.groups.get(group)
  }

  /** Where matches follow each other, with only empty words between them. */
  follow([first, ...rest]) {
    return rest.reduce(
      (found, next) =>
        found.flatMap((before) =>
          next
            .filter(({ start }) => before.end <= start && this.empty.slice(before.end, start).every(Boolean))
            .map((after) => ({ start: before.start, end: after.end, errors: before.errors + after.errors })),
        ),
      first,
    )
  }

  /** Where a word was typed, or where two words written apart make it. */
  word(wanted) {
    if (!this.known.has(wanted)) this.known.set(wanted, this.words.flatMap((_, place) => this.at(wanted, place)))
    return this.known.get(wanted)
  }

  at(wanted, place) {
    const errors = this.errors(wanted, place)
    if (errors < Infinity) return [{ start: place, end: place + 1, errors }]
    if (wanted.length > MIN_GLUED && same(wanted, this.words[place] + (this.words[place + 1] ?? '')))
      return [{ start: place, end: Math.min(place + 2, this.words.length), errors: 0 }]
    return []
  }

  errors(wanted, place) {
    const typed = this.words[place]
    if (same(wanted, typed)) return 0
    if (this.empty[place] || this.alike[place]) return Infinity
    const letters = wanted.replace('*', '')
    const allowed = (wanted.length >= 5) + (letters.length >= 9)
    if (!allowed) return Infinity
    if (this.forms[place].some((form) => same(wanted, form))) return 0
    if (letters.length < 5 && letters[0] !== typed[0]) return Infinity // so few with another at their head: another word
    const errors = nearest(wanted, letters, typed, allowed)
    return errors > allowed ? Infinity : errors
  }

  unglued(typed) {
    const forms = []
    for (let cut = 1; cut <= 3 && typed.length - cut >= MIN_GLUED; cut++) {
      if (this.table.ignored.has(typed.slice(0, cut))) forms.push(typed.slice(cut))
      if (cut > 1 && this.table.ignored.has(typed.slice(-cut))) forms.push(typed.slice(0, -cut))
    }
    return forms
  }
}

/** A list of phrases as lists of slots, each a list of groups: "mal|cage_thoracique $0+rouge,…" */
const phrases = (text) =>
  text ? text.split(',').map((phrase) => phrase.split(' ').map((slot) => slot.split('+'))) : []

/** The alternatives of a group, each a list of words, found once. */
const reader = (lists) => {
  const known = new Map()
  const list = (each) => (each.startsWith('$') ? lists[each.slice(1)].split('|') : each)
  return (group) => {
    if (!known.has(group)) known.set(group, group.split('|').flatMap(list).map((each) => each.split('_')))
    return known.get(group)
  }
}

/**
 * Prepares the data of a page.
 * @param {{cards: object[], tables: object[]}} data - what compile_dangers() wrote
 * @returns {(query: string) => ({id: string, numbers: string[], title: string, text: string} | undefined)}
 */
export const readDangers = ({ cards, tables }) => {
  const ready = tables.map((table) => ({
    lang: table.lang,
    ignored: new Set(table.ignored.split(' ')),
    lookalikes: table.lookalikes.split(' '),
    alternatives: reader(table.lists),
    phrases: table.phrases.map(phrases),
    safe: table.safe.map(phrases),
  }))
  return (query) => {
    let best = [Infinity]
    for (const table of ready) {
      const asked = new Query(words(query, table.lang), table)
      const found = asked.danger()
      if (found[0] < best[0]) best = found
      if (asked.harmless || !best[0]) break
    }
    return cards[best[1]]
  }
}
