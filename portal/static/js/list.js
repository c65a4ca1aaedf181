/**
 * Narrows a list at once. The choices stay in the fragment of the address, so that links and the back button work,
 * and no server sees them.
 */

import { communes } from './communes.js'
import { scripts } from './load.js'
import { distance, narrow, order, radius, RADII, shown } from './ordering.js'

const STEP = 30 // lines shown at a time
const get = (id) => document.getElementById(id)
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name])
const line = ([url, title, kind, places, rank, facets, ...position]) => {
  const said = facets ? facets.split(' ') : []
  const names = new Set(said.map((facet) => facet.slice(0, facet.indexOf(':'))))
  const communes = places ? places.split(' ') : []
  return { url, title, kind, communes, rank, facets: new Set(said), names, position: position.length ? position : undefined }
}

class List {
  constructor(form) {
    this.form = form
    this.config = JSON.parse(get('list-config').textContent)
    this.words = this.config.words
    this.lang = document.documentElement.lang
    this.places = communes(this.config.root, this.config.places)
    this.load = scripts(this.config.root)
    this.pieces = new Map()
    this.turn = 0
    form.addEventListener('submit', (event) => event.preventDefault())
    form.addEventListener('change', () => this.choose())
    form.addEventListener('reset', () => setTimeout(() => this.choose()))
    form.addEventListener('focusin', () => this.propose(), { once: true })
    get('list-more').addEventListener('click', () => this.more())
    get('list-wider').addEventListener('click', () => this.wider())
    addEventListener('hashchange', () => this.restore())
    form.hidden = false
    if (location.hash.includes('=')) this.wait() // before the first drawing, so that nothing moves
    this.restore()
  }

  /** Every line of some pieces, each once. */
  async lines(names) {
    await Promise.all(names.map((name) => this.piece(name)))
    const kept = new Map()
    for (const name of names) for (const each of this.pieces.get(name).lines) kept.set(each.url, each)
    return [...kept.values()]
  }

  async piece(name) {
    if (this.pieces.has(name)) return
    globalThis.portalList = (of, { communes: named, lines }) =>
      this.pieces.set(of, { named: new Map(Object.entries(named)), lines: lines.map(line) })
    await this.load(this.config.pieces[name])
  }

  /** Facets that are asked for: values by name. */
  wanted() {
    const wanted = new Map()
    for (const [name, value] of new FormData(this.form))
      if (value && name !== 'near' && name !== 'kind') wanted.set(name, [...(wanted.get(name) ?? []), value])
    return wanted
  }

  /** What the form says, as the address keeps it. */
  async state() {
    const state = new URLSearchParams()
    for (const [name, value] of new FormData(this.form)) if (value && name !== 'near') state.append(name, value)
    const typed = this.form.elements.near.value.trim()
    if (typed) state.set('near', (await this.places.find(typed))?.code ?? typed)
    if (this.least) state.set('km', this.least)
    return state
  }

  async choose() {
    this.least = 0
    await this.keep()
    await this.show()
  }

  async keep() {
    const state = `${await this.state()}`
    if (state !== location.hash.slice(1)) history.pushState(null, '', state ? `#${state}` : location.pathname)
  }

  /** Shows what the address says; a fragment of another kind, such as a skip link, changes nothing. */
  async restore() {
    const state = new URLSearchParams(location.hash.slice(1))
    if (location.hash.length > 1 && !location.hash.includes('=')) return
    for (const field of this.form.elements) {
      if (field.type === 'checkbox') field.checked = state.getAll(field.name).includes(field.value)
      else if (field.tagName === 'SELECT') field.value = state.get(field.name) ?? ''
    }
    this.least = Number(state.get('km')) || 0
    const near = state.get('near') ?? ''
    this.form.elements.near.value = near && ((await this.places.find(near))?.name ?? near)
    await this.show()
  }

  /** The communes are proposed the first time that the visitor goes there. */
  async propose() {
    const names = (await this.places.all()).map(({ name }) => Object.assign(document.createElement('option'), { value: name }))
    get('near-list').replaceChildren(...names)
  }

  wait() {
    get('list-all').hidden = true
    get('list-found').hidden = false
    get('list-title').textContent = this.words.loading
  }

  async show(limit = STEP) {
    const turn = ++this.turn
    const wanted = this.wanted()
    const kind = this.form.elements.kind?.value
    const typed = this.form.elements.near.value.trim()
    const idle = !wanted.size && !kind && !typed
    get('list-all').hidden = !idle
    get('list-found').hidden = idle
    if (idle) return this.announce('')
    try {
      const place = typed ? await this.places.find(typed) : undefined
      const all = await this.lines(kind ? [kind] : Object.keys(this.config.pieces))
      await this.measure(all, place)
      if (turn === this.turn) this.draw(narrow(all, wanted), { wanted, place, typed, limit })
    } catch {
      if (turn === this.turn) this.fail()
    }
  }

  /** The distance of each line: from its own position, else from the centre of its commune. */
  async measure(lines, place) {
    const centres = place && new Map((await this.places.all()).map((c) => [c.code, [c.latitude, c.longitude]]))
    for (const each of lines) {
      const at = place && (each.position ?? centres.get(each.communes[0]))
      each.km = at ? distance([place.latitude, place.longitude], at) : undefined
      each.here = place && each.communes.includes(place.code)
    }
  }

  draw({ lines, silent }, { wanted, place, typed, limit }) {
    const measured = place ? lines.filter((each) => each.km !== undefined) : lines
    const circle = place && radius(measured, this.least)
    const found = order(circle ? measured.filter((each) => each.km <= circle) : lines)
    const count = found.length.toLocaleString(this.lang)
    const results = fill(found.length > 1 ? this.words.many : found.length ? this.words.one : this.words.none, { count })
    const said = place ? fill(circle ? this.words.within : this.words.beyond, { results, km: circle, place: place.name }) : results
    get('list-title').textContent = found.length ? said : results
    this.announce(found.length ? said : results)
    get('list-order').textContent = this.rule(place, typed)
    get('list-lines').replaceChildren(...found.slice(0, limit).map((each) => this.item(each)))
    get('list-more').hidden = found.length <= limit
    get('list-wider').hidden = !circle || measured.length <= found.length
    this.circle = circle
    this.limit = limit
    this.hint(silent.length, wanted)
  }

  rule(place, typed) {
    if (place) return fill(this.words.by_distance, { place: place.name })
    return typed ? fill(this.words.unknown_place, { place: typed }) : this.words.by_lot
  }

  /** Lines that do not say what is asked for are counted, not dropped in silence. */
  hint(count, wanted) {
    const hint = get('list-silent')
    hint.hidden = !count
    const facets = [...wanted.keys()].map((name) => this.config.facets[name].toLowerCase()).join(', ')
    const said = count > 1 ? this.words.silent_many : this.words.silent_one
    hint.textContent = count ? fill(said, { count: count.toLocaleString(this.lang), facets }) : ''
  }

  item(line) {
    const { url, title, kind, communes: [first], rank, km, here } = line
    const item = get('list-line').content.firstElementChild.cloneNode(true)
    const part = (name) => item.querySelector(`[data-part="${name}"]`)
    part('title').textContent = title
    part('title').href = this.config.root + url + (location.protocol === 'file:' ? 'index.html' : '')
    part('kind').textContent = this.config.kinds[kind]
    part('place').textContent = [...this.pieces.values()].map(({ named }) => named.get(first)).find(Boolean) ?? ''
    if (rank < 0) part('old').textContent = this.words.old
    else part('old').remove()
    if (km === undefined) part('km').parentElement.remove()
    else if (here) part('km').textContent = this.words.here
    else part('km').textContent = fill(this.words.distance, { km: shown(line).toLocaleString(this.lang) })
    return item
  }

  fail() {
    get('list-title').textContent = this.words.unavailable
    this.announce(this.words.unavailable)
    get('list-lines').replaceChildren()
    for (const id of ['list-more', 'list-wider', 'list-silent']) get(id).hidden = true
    get('list-all').hidden = false
  }

  announce(text) {
    get('list-status').textContent = text
  }

  async more() {
    const shown = get('list-lines').children.length
    await this.show(this.limit + STEP)
    get('list-lines').children[shown]?.querySelector('a').focus()
  }

  async wider() {
    this.least = RADII.find((km) => km > this.circle) ?? Infinity
    await this.keep()
    await this.show()
    get('list-title').focus()
  }
}

const form = get('list-form')
if (form) new List(form)
