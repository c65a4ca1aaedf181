// node peers.mjs NODE_MODULES ENGINE < {"pages": [[id, title, summary, body]…], "texts": […]} : a list of lists of ids.
// ENGINE: minisearch (7) or lunr (2, with lunr-languages), set with care: accents folded, empty words out where it can.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

const [folder, engine] = process.argv.slice(2)
const require = createRequire(resolve(folder, 'here.js'))
const { pages, texts, stop } = JSON.parse(readFileSync(0, 'utf8'))
const records = pages.map(([id, title, summary, body], n) => ({ n, id, title, summary, body }))
const fold = (text) => text.toLowerCase().replace(/œ/g, 'oe').normalize('NFD').replace(/\p{M}/gu, '')

const engines = {
  minisearch() {
    const empty = new Set(stop)
    const processTerm = (term) => (empty.has(fold(term)) ? null : fold(term))
    const index = new (require('minisearch'))({ idField: 'n', fields: ['title', 'summary', 'body'], processTerm })
    index.addAll(records)
    const long = (term) => term.length > 3
    const prefix = (term, number, terms) => number === terms.length - 1 && long(term)
    const fuzzy = (term) => (long(term) ? 0.2 : false)
    return (text) => index.search(text, { prefix, fuzzy, maxFuzzy: 2, boost: { title: 3, summary: 1.5 } }).map(({ id }) => id)
  },
  lunr() {
    const lunr = require('lunr')
    require('lunr-languages/lunr.stemmer.support')(lunr)
    require('lunr-languages/lunr.fr')(lunr)
    const index = lunr(function () {
      this.use(lunr.fr)
      this.ref('n')
      this.field('title', { boost: 3 })
      this.field('summary', { boost: 1.5 })
      this.field('body')
      records.forEach((record) => this.add(record))
    })
    return (text) => index.search(text.replace(/[:^~*+-]/g, ' ')).map(({ ref }) => ref)
  },
}
const search = engines[engine]()
const ids = (found) => [...new Set(found.slice(0, 40).map((n) => records[n].id))].slice(0, 10)
process.stdout.write(JSON.stringify(texts.map((text) => ids(search(text)))))
