// node tokens.mjs ANALYSIS.js < lines : one JSON line of [surface, stem] pairs per line "lang<TAB>text".
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const { tokens } = await import(pathToFileURL(process.argv[2]))
const lines = readFileSync(0, 'utf8').split('\n').slice(0, -1)
const answer = (line) => {
  const [lang, text] = line.split('\t')
  return JSON.stringify(tokens(text, lang).map((token) => [token.surface, token.stem]))
}
process.stdout.write(lines.map((line) => answer(line) + '\n').join(''))
