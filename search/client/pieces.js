/** Loads the pieces of a compiled index as they are needed, and tells what they hold (FORMAT.md, 4). */

import { bucketOf, pieceOf, readPostings, running } from './codes.js'
import { IndexError } from './load.js'
import { readForms } from './suggest.js'

const FORMAT = 3 // of search/export.py
const DIGEST = 6
const GROUP = 8

const arrived = new Map()
globalThis.portalIndex = (name, data) => arrived.set(name, data)

/** The pieces of one language. */
export class Pieces {
  /**
   * @param {string} lang - BCP 47 code
   * @param {(file: string) => Promise<void>} load - runs a piece, by the name of its file
   * @param {(file: string) => Promise<void>} [loadFirst] - the same for the first piece, when it lies elsewhere
   */
  constructor(lang, load, loadFirst = load) {
    this.lang = lang
    this.load = load
    this.loadFirst = loadFirst
    this.forget()
  }

  /** @param {string} [anew] - end of an address that no cache knows */
  forget(anew = '') {
    this.first = `index-${FORMAT}.js${anew}`
    this.opening = undefined
    this.pieces = new Map()
    this.entries = new Map()
    this.words = new Map()
    this.left = undefined
  }

  async fetch(name, load, file) {
    const key = `${this.lang}/${name}`
    arrived.delete(key)
    await load(file)
    const data = arrived.get(key)
    arrived.delete(key)
    if (!data) throw new IndexError(key)
    return data
  }

  /** What comes first, and names all others. Asked again if it failed. */
  head() {
    if (!this.opening) {
      const asked = (this.opening = this.fetch('index', this.loadFirst, this.first))
      asked.catch(() => {
        if (this.opening === asked) this.opening = undefined
      })
    }
    return this.opening
  }

  async piece(name) {
    const head = await this.head()
    const pieces = this.pieces // those of this head
    if (!pieces.has(name)) {
      const place = DIGEST * Math.floor(name.slice(1) / GROUP)
      const digest = head.named[name] ?? head[name[0]].slice(place, place + DIGEST)
      const asked = this.fetch(name, this.load, `${name}.${digest}.js`)
      asked.catch(() => pieces.delete(name))
      pieces.set(name, asked)
    }
    return pieces.get(name)
  }

  /** What a stem piece says of a key: the piece is that of the key itself, or of another. */
  async told(key, from = key) {
    const table = await this.stemPiece(from)
    return Object.hasOwn(table, key) ? table[key] : undefined // every object has a "constructor"
  }

  async stemPiece(key) {
    const { stems } = await this.head()
    return this.piece(`s${pieceOf(key, stems)}`)
  }

  async entry(term) {
    if (!this.entries.has(term)) {
      const found = await this.told(term)
      this.entries.set(term, found && { rarity: found[0], postings: readPostings(found[1]) })
    }
    return this.entries.get(term)
  }

  async forms(word) {
    const bucket = bucketOf(word)
    if (!(await this.head()).named[`w${bucket}`]) return []
    if (!this.words.has(bucket)) this.words.set(bucket, readForms(await this.piece(`w${bucket}`)))
    return this.words.get(bucket)
  }

  /** What is left, in percent, of the points of pages whose facts are old. */
  async worn() {
    const entries = Object.entries((await this.head()).worn)
    this.left ??= new Map(entries.flatMap(([left, pages]) => running(pages).map((page) => [page, Number(left)])))
    return this.left
  }

  /**
   * For each value of a facet, the numbers of its pages, as in `pages` of an answer.
   * @param {string} code
   * @returns {Promise<Record<string, number[]>>}
   */
  async facet(code) {
    if (!(await this.head()).named[`f-${code}`]) return {}
    const values = Object.entries(await this.piece(`f-${code}`))
    return Object.fromEntries(values.map(([value, gaps]) => [value, running(gaps)]))
  }
}
