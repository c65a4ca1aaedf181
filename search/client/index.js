/**
 * Answers a question from the pieces of a compiled index, loaded as they are needed: the same answers, in the same
 * order, as search/query.py. search/FORMAT.md describes the pieces.
 */

import { language, stem, tokens } from './analysis.js'
import { running } from './codes.js'
import { IndexError } from './load.js'
import { Pieces } from './pieces.js'
import * as ranking from './score.js'
import { begun, meant } from './suggest.js'

const PAGES_PER_PIECE = 2
const MOST_WORDS = 24
const ELIDED = /^(?:[ldjmtsnc]|qu)(?=[aeiouyh])/
const EARTH = 111.2

/** The index of one language. */
export class Index extends Pieces {
  /**
   * The pages that answer best.
   * @param {string} query - as typed
   * @param {object} [options]
   * @param {number} [options.limit] - most results given
   * @param {Record<string, string[]>} [options.facets] - codes wanted by facet, "kind" among them
   * @param {[number, number]} [options.near] - latitude and longitude in degrees; closer pages gain points
   * @returns {Promise<{query: string, results: object[], total: number, pages: number[], suggestions: string[]}>} pages
   *   are all those found, in no order
   * @throws {IndexError} when the index cannot be read
   */
  async search(query, options = {}) {
    try {
      return await this.answer(query, options)
    } catch (error) {
      if (!(error instanceof IndexError)) throw error
      this.forget(`?${Date.now()}`) // the site was published anew since the page was opened, and what was kept names
      // pieces that are gone: once more, from the top, and not from a cache
      return this.answer(query, options)
    }
  }

  async answer(query, { limit = 10, facets = {}, near } = {}) {
    const words = tokens(query, this.lang).slice(0, MOST_WORDS)
    const { kinds } = await this.head()
    const left = await this.worn()
    const kindOf = (page) => kinds.findLast(([, first]) => first <= page)
    const { slots, meaning } = await this.resolve(words)
    const hits = ranking.rank(slots)
    await this.weighWhole(words, slots, hits)
    const kept = await this.filtered([...hits.values()], facets, kindOf)
    const distances = await this.distances(near)
    for (const hit of kept) {
      hit.points *= kindOf(hit.page)[2]
      if (left.has(hit.page)) hit.points = (hit.points * left.get(hit.page)) / 100
      if (distances.has(hit.page))
        hit.points *= 1 + ranking.CLOSEST / (100 + ranking.FADING * distances.get(hit.page))
    }
    const results = await Promise.all(best(kept, limit).map((hit) => this.result(hit, kindOf, distances)))
    return {
      query,
      results,
      total: kept.length,
      pages: kept.map((hit) => hit.page),
      suggestions: meaning ? [meaning] : [],
    }
  }

  async resolve(words) {
    await Promise.all(words.map((word) => this.entry(word.stem))) // all pieces are asked for at the same time
    const found = await Promise.all(words.map((word, number) => this.meanings(word, words[number + 1])))
    const slots = found.filter(({ slot }) => slot).map(({ slot }) => slot)
    const corrected = found.some(({ shown }) => shown)
    const meaning = corrected ? found.map(({ shown }, number) => shown || words[number].surface).join(' ') : ''
    return { slots: slots.concat(await this.phrases(words)), meaning }
  }

  async meanings(word, after) {
    let choices = await this.known(word.stem, 'exact')
    if (!choices.length) choices = await this.rejoined(word)
    if (!choices.length) choices = await this.compound(word, after)
    let shown = ''
    const given = await this.synonyms([word.stem])
    if (!choices.length && !given.length && !language(this.lang).stop.has(word.surface.replace(ELIDED, '')))
      [choices, shown] = await this.guessed(word, !after) // what editors know is no mistake
    choices = choices.concat(given)
    if (!choices.length) return { shown }
    const guess = choices[0].layer === 'prefix' || choices[0].layer === 'fuzzy'
    const decisive = guess ? choices.map((choice) => choice.entries[0]) : choices[0].entries
    return { shown, slot: { surface: word.surface, choices, rarity: rarest(decisive) } }
  }

  async known(term, layer) {
    const entry = await this.entry(term)
    return entry ? [{ entries: [entry], weight: ranking.LAYER_WEIGHTS[layer], layer }] : []
  }

  async rejoined({ surface }) {
    const rest = surface.replace(ELIDED, '')
    return rest !== surface && rest.length > 2 ? this.known(stem(rest, this.lang), 'stem') : []
  }

  async compound({ surface }, after) {
    if (after) {
      const joined = await this.known(stem(surface + after.surface, this.lang), 'stem')
      if (joined.length) return joined
    }
    const forms = new Set((await this.forms(surface)).map((form) => form.surface))
    for (let cut = surface.length - 3; cut > 2; cut--) {
      if (!forms.has(surface.slice(0, cut))) continue
      const parts = [surface.slice(0, cut), surface.slice(cut)].map((part) => this.entry(stem(part, this.lang)))
      const entries = await Promise.all(parts)
      if (entries.every(Boolean)) return [{ entries, weight: ranking.LAYER_WEIGHTS.stem, layer: 'stem' }]
    }
    return []
  }

  async guessed({ surface }, last) {
    const forms = await this.forms(surface)
    const beginnings = begun(surface, forms, last).slice(0, ranking.EXPANSIONS)
    const mistaken = meant(surface, forms)
    const shown = mistaken.length && !beginnings.length ? mistaken[0][1].shown : ''
    const guesses = beginnings.map((form) => [form.surface, ranking.LAYER_WEIGHTS.prefix, 'prefix'])
    for (const [away, form] of mistaken.slice(0, ranking.EXPANSIONS))
      guesses.push([form.surface, away > 1 ? ranking.FAR_FUZZY : ranking.LAYER_WEIGHTS.fuzzy, 'fuzzy'])
    const entries = await Promise.all(guesses.map(([form]) => this.entry(stem(form, this.lang))))
    const choices = new Map()
    guesses.forEach(([form, weight, layer], number) => {
      const term = stem(form, this.lang)
      if (entries[number] && !choices.has(term)) choices.set(term, { entries: [entries[number]], weight, layer })
    })
    return [[...choices.values()], shown]
  }

  async synonyms(stems) {
    const choices = []
    for (const others of (await this.told('+' + stems.join(' '), stems[0])) ?? []) {
      const entries = await Promise.all(others.map((other) => this.entry(other)))
      if (entries.every(Boolean)) choices.push({ entries, weight: ranking.LAYER_WEIGHTS.alias, layer: 'alias' })
    }
    return choices
  }

  async phrases(words) {
    const slots = []
    for (const [start, first] of words.entries()) {
      const keys = Object.keys(await this.stemPiece(first.stem))
      for (const key of keys.filter((each) => each.startsWith(`+${first.stem} `))) {
        const stems = key.slice(1).split(' ')
        const here = words.slice(start, start + stems.length)
        if (stems.some((term, number) => term !== here[number]?.stem)) continue
        const choices = await this.synonyms(stems)
        const surface = here.map((word) => word.surface).join(' ')
        if (choices.length) slots.push({ surface, choices, rarity: rarest(choices.flatMap(({ entries }) => entries)) })
      }
    }
    return slots
  }

  async weighWhole(words, slots, hits) {
    const key = '=' + words.map((word) => word.stem).join(' ')
    const found = words.length ? await this.told(key) : undefined
    const worth = slots.reduce((sum, slot) => sum + slot.rarity, 0)
    for (const page of found ? running(found[1]) : [])
      if (hits.has(page)) hits.get(page).points += ranking.WHOLE * ranking.LEVELS * worth
  }

  async filtered(kept, facets, kindOf) {
    for (const [code, wanted] of Object.entries(facets)) {
      if (code === 'kind') kept = kept.filter((hit) => wanted.includes(kindOf(hit.page)[0]))
      else {
        const values = await this.facet(code)
        const pages = new Set(wanted.flatMap((value) => (Object.hasOwn(values, value) ? values[value] : [])))
        kept = kept.filter((hit) => pages.has(hit.page))
      }
    }
    return kept
  }

  async distances(near) {
    if (!near || !(await this.head()).named.places) return new Map()
    const [latitude, longitude] = near
    const narrowing = Math.cos(latitude * (Math.PI / 180))
    return new Map(
      (await this.piece('places')).map(([page, lat, lon]) => [
        page,
        Math.floor(0.5 + EARTH * Math.sqrt((lat - latitude) ** 2 + ((lon - longitude) * narrowing) ** 2)),
      ]),
    )
  }

  async result({ page, points, layer, surface }, kindOf, distances) {
    const some = await this.piece(`p${Math.floor(page / PAGES_PER_PIECE)}`)
    const [id, url, title, summary] = some[page % PAGES_PER_PIECE]
    const shown = layer === 'exact' && tokens(`${title}\n${summary}`, this.lang).some((word) => word.surface === surface)
    return {
      id,
      url,
      kind: kindOf(page)[0],
      title,
      summary,
      score: Math.floor(points / 1e6),
      layer: layer === 'exact' && !shown ? 'stem' : layer,
      word: surface,
      distance: distances.get(page) ?? null,
    }
  }
}

/** The first hits by points, then by page: sorting all of them would take longer than all the rest. */
const best = (hits, limit) => {
  const found = []
  const comesBefore = (a, b) => a.points > b.points || (a.points === b.points && a.page < b.page)
  for (const hit of hits) {
    if (found.length >= limit && (!limit || !comesBefore(hit, found[limit - 1]))) continue
    let place = found.length
    while (place && comesBefore(hit, found[place - 1])) place--
    found.splice(place, 0, hit)
    if (found.length > limit) found.pop()
  }
  return found
}

const rarest = (entries) => Math.min(...entries.map((entry) => entry.rarity))
