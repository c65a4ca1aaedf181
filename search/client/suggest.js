/**
 * Finds the words of the index that someone may have meant: the same as search/spelling.py.
 */

import { fold } from './analysis.js'

const FEWEST_BEGUN = 3
const FEWEST_CLIPPED = 4
const FEWEST_FOR_ONE = 5
const FEWEST_FOR_TWO = 9
const TOO_FAR = 3

const SOUNDS = [
  [/ph/g, 'f'],
  [/sch|sh|ch(?=[aeiouy])/g, 'S'],
  [/gn/g, 'N'],
  [/qu|[qk]|ch|c(?=[aourltn]|$)|cc(?=[aou])/g, 'k'],
  [/c|ss|z|sc(?=[eiy])|t(?=ion)/g, 's'],
  [/ge(?=[ao])|g(?=[eiy])/g, 'j'],
  [/gu(?=[eiy])/g, 'g'],
  [/h|x$/g, ''],
  [/eau|au/g, 'o'],
  [/oeu|eu/g, 'e'],
  [/oe|ai|ei/g, 'e'],
  [/[ea][mn](?=[^aeiouymn]|$)/g, 'A'],
  [/[iy][mn](?=[^aeiouymn]|$)/g, 'I'],
  [/y/g, 'i'],
  [/(.)\1+/g, '$1'],
  [/(?:e|s|t|d|es|ent)$/g, ''],
]

/**
 * @typedef {object} Form a word of the index
 * @property {string} shown - with accents
 * @property {string} surface - folded
 * @property {number} spread - about the power of two pages that hold it
 */

/**
 * The words of a word piece.
 * @param {string} text
 * @returns {Form[]}
 */
export const readForms = (text) =>
  text.split(' ').map((item) => {
    const shown = item.slice(0, -1)
    return { shown, surface: fold(shown), spread: parseInt(item.slice(-1), 16) }
  })

/**
 * A code that folded French words share when they sound alike.
 * @param {string} word
 * @returns {string}
 */
export const sound = (word) => SOUNDS.reduce((code, [pattern, instead]) => code.replace(pattern, instead), word)

/**
 * Letters added, lost, changed or swapped with their neighbour; most + 1 when there are more.
 * @param {string} one
 * @param {string} other
 * @param {number} most
 * @returns {number}
 */
export const distance = (one, other, most) => {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let earlier
  let before = []
  let row = Array.from({ length: other.length + 1 }, (_, j) => j)
  for (let i = 0; i < one.length; i++) {
    ;[earlier, before, row] = [before, row, [i + 1]]
    let least = i + 1
    for (let j = 0; j < other.length; j++) {
      let best = Math.min(before[j] + (one[i] === other[j] ? 0 : 1), before[j + 1] + 1, row[j] + 1)
      if (i && j && one[i] === other[j - 1] && other[j] === one[i - 1]) best = Math.min(best, earlier[j - 1] + 1)
      row.push(best)
      if (best < least) least = best
    }
    if (least > most) return most + 1
  }
  return row[other.length]
}

const widespreadFirst = (a, b) => b.spread - a.spread || (a.surface < b.surface ? -1 : 1)

/**
 * The words that begin so, the most widespread first.
 * @param {string} word
 * @param {Form[]} forms
 * @param {boolean} last - whether it ends the question
 * @returns {Form[]}
 */
export const begun = (word, forms, last) =>
  word.length < (last ? FEWEST_BEGUN : FEWEST_CLIPPED)
    ? []
    : forms.filter(({ surface }) => surface.startsWith(word)).sort(widespreadFirst)

/**
 * The words that a misspelt one may stand for, with their distance, at the least distance that gives any.
 * @param {string} word
 * @param {Form[]} forms
 * @returns {[number, Form][]}
 */
export const meant = (word, forms) => {
  const most = (word.length >= FEWEST_FOR_ONE) + (word.length >= FEWEST_FOR_TWO)
  if (!most || /[0-9]/.test(word)) return []
  const heard = sound(word)
  const found = []
  for (const form of forms) {
    let away = distance(word, form.surface, most)
    if (away > most) away = TOO_FAR
    if (away > 1 && form.surface.length >= FEWEST_FOR_ONE) {
      form.said ??= sound(form.surface)
      if (form.said === heard) away = 1
      else if (heard.length >= FEWEST_FOR_ONE && form.said.startsWith(heard)) away = 2
    }
    if (away < TOO_FAR) found.push([away, form])
  }
  const least = Math.min(...found.map(([away]) => away))
  return found.filter(([away]) => away === least).sort((a, b) => widespreadFirst(a[1], b[1]))
}
