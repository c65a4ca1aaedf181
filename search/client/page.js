/**
 * The search page. All words, classes and icons come from the page; nothing is ever written as HTML, and what is
 * typed stays in the fragment of the address, which no server sees.
 */

import { tokens } from './analysis.js'
import { combobox } from './combobox.js'
import { communes } from './communes.js'
import { readDangers } from './danger.js'
import { dangerCard, fill, get, optionItem, part, phone, resultItem } from './draw.js'
import { Index } from './index.js'
import { scripts } from './load.js'
import { unanswered } from './unanswered.js'

const PAUSE = 120 // milliseconds without a key before searching
const PATIENCE = 3000 // milliseconds before other ways are shown
const STEP = 10 // results shown at a time
const OPTIONS = 6

const read = (id) => JSON.parse(get(id).textContent)

/** Forms that lead to the search page: shown, and followed without a query string. */
const lead = (form) => {
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    location.assign(`${form.getAttribute('action')}#${new URLSearchParams({ q: form.elements.q.value.trim() })}`)
  })
}

class SearchPage {
  constructor(form) {
    this.config = read('search-config')
    this.strings = this.config.strings
    this.dangers = readDangers(read('search-dangers'))
    const { lang, root, index, pieces, places } = this.config
    this.index = new Index(lang, scripts(root + pieces), scripts(root + index))
    this.places = communes(root, places)
    this.form = form
    this.input = form.elements.q
    this.facets = get('facets')
    this.idle = get('results-title').textContent
    this.limit = STEP
    this.turn = 0
    this.options = combobox(this.input, get('q-list'), (option) => location.assign(option.dataset.href))
    this.learn = get('learn') && unanswered(get('learn'), (text) => this.announce(text), this.strings)
    this.listen()
    this.restore()
    form.hidden = false
  }

  listen() {
    this.form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.options.close()
      this.search({ keep: 'push' })
    })
    this.input.addEventListener('focus', () => this.index.head().catch(() => {}), { once: true }) // asked for early
    this.input.addEventListener('input', () => {
      clearTimeout(this.waiting)
      this.waiting = setTimeout(() => this.search({ keep: this.typing ? 'replace' : 'push', typing: true }), PAUSE)
    })
    this.facets.addEventListener('submit', (event) => event.preventDefault())
    this.facets.addEventListener('change', () => this.search({ keep: 'push' }))
    this.facets.addEventListener('reset', () => setTimeout(() => this.search({ keep: 'push' })))
    this.facets.addEventListener('focusin', () => this.openFacets(), { once: true })
    get('search-more').addEventListener('click', () => this.more())
    part(get('search-help'), 'again').addEventListener('click', () => location.reload())
    addEventListener('hashchange', () => this.restore())
  }

  /** Shows what the address says; a fragment without a query, such as a skip link, changes nothing. */
  async restore() {
    const state = new URLSearchParams(location.hash.slice(1))
    if (location.hash.length > 1 && !state.has('q')) return
    this.input.value = state.get('q') ?? ''
    for (const field of this.facets.elements) {
      if (field.type === 'checkbox') field.checked = state.getAll(field.name).includes(field.value)
      else if (field.tagName === 'SELECT') field.value = state.get(field.name) ?? ''
    }
    const near = this.facets.elements.near
    if (near) near.value = state.get('near') ?? '' // a code until the names are loaded
    this.limit = STEP
    await this.search()
    if (near?.value) near.value = (await this.place())?.name ?? near.value
  }

  async remember(keep) {
    const state = new URLSearchParams({ q: this.input.value.trim() })
    for (const [name, value] of new FormData(this.facets)) if (value && name !== 'near') state.append(name, value)
    const place = await this.place()
    if (place) state.set('near', place.code)
    if (`#${state}` !== location.hash) history[`${keep}State`](null, '', `#${state}`)
  }

  /**
   * Answers what stands in the form.
   * @param {object} [options]
   * @param {'push' | 'replace'} [options.keep] - how the address remembers it; not at all when it comes from there
   * @param {boolean} [options.typing] - more may come: the list opens, and the address is rewritten from then on
   */
  async search({ keep, typing = false } = {}) {
    clearTimeout(this.waiting)
    this.typing = typing
    const turn = ++this.turn
    const query = this.input.value.trim()
    const danger = this.warn(query)
    if (keep) {
      this.limit = STEP
      await this.remember(keep)
    }
    if (!query) return this.clear(this.idle)
    const slow = setTimeout(() => turn === this.turn && this.help('unavailable'), PATIENCE)
    if (!get('resultats').children.length) get('results-title').textContent = this.strings.loading
    try {
      const answer = await this.answer(query)
      if (turn !== this.turn) return undefined
      this.draw(answer, danger)
      if (typing) this.suggest(danger ? [] : answer.results) // the list would hide the card
      if (!answer.total && !danger && keep && !typing) this.learn?.(query)
      this.count(query, turn).catch(() => {}) // results do without
    } catch {
      if (turn !== this.turn) return undefined
      this.clear(this.strings.unavailable)
      this.help('unavailable')
    } finally {
      clearTimeout(slow)
    }
    return undefined
  }

  /** Asks the index what the form says; if nothing is in the commune chosen, looks around it. */
  async answer(query) {
    const { facets, near, place } = await this.wanted()
    const only = place && facets.commune
    let answer = await this.index.search(query, { limit: this.limit, facets, near })
    const widened = only && !answer.total
    if (widened) {
      const { commune: _, ...others } = facets
      answer = await this.index.search(query, { limit: this.limit, facets: others, near })
    }
    const order = get('search-order')
    const typed = this.facets.elements.near?.value.trim()
    order.hidden = !typed
    const said = !place ? this.strings.unknown_place : widened ? this.strings.widened : this.strings.near
    order.textContent = fill(said, { place: place?.name ?? typed })
    return answer
  }

  async wanted() {
    const facets = {}
    for (const [name, value] of new FormData(this.facets))
      if (value && name !== 'near' && name !== 'commune') (facets[name] ??= []).push(value)
    const place = await this.place()
    if (place && this.facets.elements.commune?.checked) facets.commune = [place.code]
    return { facets, near: place && [place.latitude, place.longitude], place }
  }

  /** The danger that a query speaks of: its card is drawn at once, whatever becomes of the index. */
  warn(query) {
    const danger = this.dangers(query)
    if (danger?.id === this.danger?.id) return danger
    this.danger = danger
    get('danger').replaceChildren(...(danger ? [dangerCard(danger, this.config)] : []))
    return danger
  }

  /** What was hidden until there was something to show. */
  reveal() {
    get('resultats').closest('[data-waiting]')?.removeAttribute('data-waiting')
  }

  draw(answer, danger) {
    this.reveal()
    const { results, total, suggestions } = answer
    const said = total ? (total === 1 ? this.strings.results_one : this.strings.results_many) : this.strings.results_none
    const heading = fill(said, { count: total.toLocaleString(this.config.lang) })
    get('results-title').textContent = heading
    const number = danger && phone(danger.numbers[0], this.config).text
    this.announce(danger ? fill(this.strings.results_danger, { number, results: heading }) : heading)
    const marked = tokens([answer.query, ...suggestions].join(' '), this.config.lang)
    get('resultats').replaceChildren(...results.map((result) => resultItem(result, this.config, marked)))
    get('search-more').hidden = total <= results.length
    this.facets.hidden = false
    get('search-help').hidden = true
    if (!total) this.help('none')
    this.propose(suggestions)
  }

  suggest(results) {
    this.options.show(results.slice(0, OPTIONS).map((result) => optionItem(result, this.config)))
  }

  propose(suggestions) {
    const line = get('search-suggestions')
    line.hidden = !suggestions.length
    const links = suggestions.flatMap((text) => [
      ' ',
      Object.assign(document.createElement('a'), { textContent: text, href: `#${new URLSearchParams({ q: text })}` }),
    ])
    line.replaceChildren(this.strings.suggestions, ...links)
  }

  help(reason) {
    this.reveal()
    const help = get('search-help')
    part(help, 'title').textContent = this.strings[`help_${reason}`]
    part(help, 'again').hidden = reason === 'none'
    help.hidden = false
  }

  clear(heading) {
    this.reveal()
    get('results-title').textContent = heading
    this.announce(heading)
    get('resultats').replaceChildren()
    for (const id of ['search-more', 'search-suggestions', 'search-help']) get(id).hidden = true
    this.options.show([])
  }

  announce(text) {
    get('search-status').textContent = text
  }

  async more() {
    const shown = get('resultats').children.length
    this.limit += STEP
    await this.search()
    part(get('resultats').children[shown] ?? get('resultats'), 'title')?.focus()
  }

  /** The first time that the visitor goes there: the communes are proposed, and every choice says how many pages it has. */
  async openFacets() {
    this.counting = true
    this.count(this.input.value.trim(), this.turn)
    const list = get('near-list')
    if (!list) return
    const places = await this.places.all()
    list.replaceChildren(...places.map(({ name }) => Object.assign(document.createElement('option'), { value: name })))
  }

  /** How many pages each choice would leave, were it the only one of its kind. */
  async count(query, turn) {
    if (!this.counting || !query) return
    const { facets, near } = await this.wanted()
    for (const code of new Set([...this.facets.querySelectorAll('[data-count]')].map((place) => this.field(place).name))) {
      const { [code]: _, ...others } = facets
      const { pages } = await this.index.search(query, { limit: 0, facets: others, near })
      const values = await this.values(code, pages)
      if (turn !== this.turn) return
      for (const place of this.facets.querySelectorAll('[data-count]')) {
        const { name, value } = this.field(place)
        if (name === code) place.textContent = values.filter((each) => each === value).length
      }
    }
  }

  /** The values that a facet takes on some pages. */
  async values(code, pages) {
    const { kinds } = await this.index.head() // pages are sorted by kind
    if (code === 'kind') return pages.map((page) => kinds.findLast(([, first]) => first <= page)[0])
    const facet = Object.entries(await this.index.facet(code))
    const wanted = new Set(pages)
    return facet.flatMap(([value, having]) => having.filter((page) => wanted.has(page)).map(() => value))
  }

  field(place) {
    return place.closest('label').querySelector('input')
  }

  /** The commune that the visitor chose, if any. */
  async place() {
    const typed = this.facets.elements.near?.value.trim()
    return typed ? this.places.find(typed) : undefined
  }
}

for (const form of document.querySelectorAll('form[role=search]:not(#search-form)')) lead(form)
if (get('search-form')) new SearchPage(get('search-form'))
