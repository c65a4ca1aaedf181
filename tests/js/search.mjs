// node search.mjs INDEX.js FOLDER LANG < JSON list of [query, options] : one JSON answer a line.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [script, folder, lang] = process.argv.slice(2)
const { Index } = await import(pathToFileURL(script))
const load = async (file) => new Function(readFileSync(`${folder}/${file.split('?')[0]}`, 'utf8'))()
const index = new Index(lang, load)
for (const [query, options] of JSON.parse(readFileSync(0, 'utf8')))
  process.stdout.write(JSON.stringify(await index.search(query, options)) + '\n')
