/**
 * Turns a text into the words that search compares: the same words, rule by rule, as search/analysis.py.
 */

const MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]/g
const APOSTROPHES = /[\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4`]/g
const WORD =
  /[^\x00-/:-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u0387\u055a-\u055f\u0589\u058a\u05be\u05c0\u05f3\u05f4\u060c\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u10fb\u1360-\u1368\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f\u3000-\u303f\ufe10-\ufe6f\uff00-\uff0f\ufffd\u{1f000}-\u{1faff}]+/gu

const ACRONYM = /\b(?:[a-z]\.){2,}(?:[a-z]\b|(?![a-z0-9]))/g
const ABROAD = /\+33 ?(?:\(0\) ?)?(?=[1-9])/g
const NUMBER =
  /\b0[1-9](?:[ .-]\d\d){1,4}\b|\b0[ .]?8\d\d(?:[ .]\d\d){3}\b|\b0[ .]?8\d\d(?:[ .]\d{3}){2}\b|\b\d{1,3}(?:[ .]\d{3})+\b|\b3\d[ .]\d\d\b(?![ .]?\d)/g
const SEPARATORS = /[ .-]/g
const ORDINAL = /\b(\d+)(?:ers?|eres?|res?|e|emes?|iemes?|nde?s?)\b/g
const BOUND = /\b(tele|anti|inter|post|pre|peri)[ -](?=[a-z]{5})/g
const ELISION = /\b(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu)'(?=[a-z0-9])/g

const FRENCH_STOP = new Set(
  (
    'a ai aie ainsi alors apres as assez au aucun aucune aucuns auquel aussi autre autres aux auxquelles auxquels ' +
    'avaient avais avait avant avec avez avoir avons ayant c ca car ce ceci cela celle celles celui ces cest cet ' +
    'cette ceux chez ci combien comme comment d dans de depuis des desquelles desquels doit doivent donc dont du ' +
    'dun duquel elle elles en encore entre es est et etaient etais etait etant etes etre eu eux faire fait faites ' +
    'faudrait faut font hors ici il ils j jai je jusque l la laquelle le lequel les lesquelles lesquels leur leurs ' +
    'lon lors lorsque lui m ma mais me meme memes mes moi moins mon n ne nest ni non nos notre nous on ont or ou ' +
    'par parce pas pendant peu peut peuvent peux plus plusieurs pour pourquoi pourrait pouvez puis puisque qu ' +
    'quand que quel quelle quelles quelquun quels quest qui quil quils quoi quon s sa sans se sera serait seront ' +
    'ses si sil sils sinon soi soient soit sommes son sont sous suis sur t ta tandis te tel telle tels tes toi ton ' +
    'tous tout toute toutes tres tu un une va vers veut veux voici voila vos votre vous y'
  ).split(' '),
)
const ENGLISH_STOP = new Set(
  (
    'a about an and are as at be been but by can do does for from had has have he her his how i if in into is it ' +
    'its me my no not of on or our she so that the their them there they this to was we were what when where ' +
    'which who why will with you your'
  ).split(' '),
)

/**
 * The text in small letters without accents nor ligatures.
 * @param {string} text
 * @returns {string}
 */
export const fold = (text) =>
  text
    .replace(APOSTROPHES, "'")
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(MARKS, '')
    .normalize('NFKC')

const frenchText = (folded) => {
  folded = folded.replace(ABROAD, '0')
  for (const pattern of [ACRONYM, NUMBER])
    folded = folded.replace(pattern, (found) => found.replace(SEPARATORS, ''))
  return folded.replace(ORDINAL, '$1e').replace(BOUND, '$1').replace(ELISION, ' ').replace(/'/g, '')
}

const plainText = (folded) => folded.replace(/'/g, '')

const FRENCH_STEPS = [
  [['eaux', 'eau'], ['aux', 'al'], ['s', ''], ['x', '']],
  [['trice', 'teu'], ['euse', 'eu'], ['ee', ''], ['er', ''], ['e', '']],
  [['er', ''], ['eur', 'eu'], ['qu', 'c'], ['gu', 'g'], ['v', 'f']],
]
const ENGLISH_STEPS = [
  [['ies', 'y'], ['sses', 'ss'], ['ss', 'ss'], ['us', 'us'], ['s', '']],
  [['ing', ''], ['ed', ''], ['e', '']],
]

const shorten = (word, steps) => {
  for (const step of steps) {
    const rule = step.find(([ending]) => word.endsWith(ending))
    if (!rule) continue
    const kept = word.length - rule[0].length
    if (kept + rule[1].length >= 3) word = word.slice(0, kept) + rule[1]
  }
  return word.replace(/(..)([bcdfgklmnprstz])\2$/, '$1$2')
}

const frenchStem = (word) => {
  const short = shorten(word, FRENCH_STEPS)
  return short.length > 4 && short.endsWith('ail') ? short.slice(0, -2) + 'l' : short
}

const LANGUAGES = {
  fr: { prepare: frenchText, stop: FRENCH_STOP, shorten: frenchStem },
  en: { prepare: plainText, stop: ENGLISH_STOP, shorten: (word) => shorten(word, ENGLISH_STEPS) },
}
const OTHER = { prepare: plainText, stop: new Set(), shorten: (word) => word }

/**
 * The rules of a BCP 47 language: "fr-CA" follows "fr"; one without rules of its own is only folded.
 * @param {string} lang
 */
export const language = (lang) => LANGUAGES[lang.split('-')[0].toLowerCase()] || OTHER

/**
 * The stem of one folded word; a word that holds a digit or has fewer than four letters is its own stem.
 * @param {string} word
 * @param {string} lang
 * @returns {string}
 */
export const stem = (word, lang) => ([...word].length < 4 || /\d/.test(word) ? word : language(lang).shorten(word))

/**
 * Every word of the text, folded, stop words included.
 * @param {string} text
 * @param {string} lang
 * @returns {string[]}
 */
export const words = (text, lang) => language(lang).prepare(fold(text)).match(WORD) || []

/**
 * The words of the text that search keeps, in order; position is the rank among them, from 0.
 * @param {string} text
 * @param {string} lang
 * @returns {{position: number, surface: string, stem: string}[]}
 */
export const tokens = (text, lang) =>
  words(text, lang)
    .filter((word) => !language(lang).stop.has(word))
    .map((surface, position) => ({ position, surface, stem: stem(surface, lang) }))
