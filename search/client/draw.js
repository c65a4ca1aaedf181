/**
 * What the search page draws, from the templates of the page: results, suggestions, the danger card. Texts are set as
 * texts, never as HTML.
 */

import { fold, stem } from './analysis.js'

const WORD = /[\p{L}\p{N}]+/gu

export const get = (id) => document.getElementById(id)
export const part = (element, name) => element.querySelector(`[data-part="${name}"]`)
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name])
const clone = (id) => get(id).content.firstElementChild.cloneNode(true)

/**
 * An emergency number as it is shown, and the address that calls it or writes to it.
 * @param {string} id
 * @param {object} config - what the page says to its script
 * @returns {{text: string, href: string, sms: boolean}}
 */
export const phone = (id, { numbers }) => {
  const { text, href } = numbers[id] ?? { text: id, href: `tel:${id}` }
  return { text, href, sms: href.startsWith('sms:') }
}

/**
 * The card of a danger.
 * @param {{numbers: string[], title: string, text: string}} danger
 * @param {object} config
 * @returns {HTMLElement}
 */
export const dangerCard = (danger, config) => {
  const { strings } = config
  const card = clone('danger-template')
  const numbers = danger.numbers.map((id) => phone(id, config))
  part(card, 'level').textContent = fill(numbers[0].sms ? strings.sms : strings.level, { number: numbers[0].text })
  part(card, 'title').textContent = danger.title
  part(card, 'text').textContent = danger.text
  part(card, 'calls').replaceChildren(
    ...numbers.map(({ text, href, sms }) => {
      const link = clone(sms && get('sms-template') ? 'sms-template' : 'call-template')
      link.href = href
      part(link, 'text').textContent = fill(sms ? strings.sms : strings.call, { number: text })
      return link
    }),
  )
  return card
}

/** From disk there is no server to find the file of a folder. */
const address = (url, { root }) => root + url + (location.protocol === 'file:' && /(^|\/)$/.test(url) ? 'index.html' : '')

/** Writes a text, the words of the query marked. */
const mark = (element, text, words, { lang }) => {
  let done = 0
  element.textContent = ''
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const folded = fold(word)
    const root = stem(folded, lang)
    if (!words.some((token) => token.stem === root || (token.surface.length > 2 && folded.startsWith(token.surface)))) continue
    element.append(text.slice(done, index), Object.assign(document.createElement('mark'), { textContent: word }))
    done = index + word.length
  }
  element.append(text.slice(done))
}

/**
 * A result, as an item of the list.
 * @param {{url: string, kind: string, title: string, summary: string, distance: number | null}} result
 * @param {object} config
 * @param {{surface: string, stem: string}[]} words - to mark
 * @returns {HTMLElement}
 */
export const resultItem = ({ url, kind, title, summary, distance }, config, words) => {
  const item = clone('result-template')
  const { label, icon } = config.kinds[kind] ?? { label: kind }
  part(item, 'kind').textContent = label
  if (icon) item.querySelector('use')?.setAttribute('href', `#${icon}`)
  part(item, 'title').href = address(url, config)
  mark(part(item, 'title'), title, words, config)
  mark(part(item, 'summary'), summary, words, config)
  const far = part(item, 'distance')
  const { strings } = config
  if (distance === null) far?.remove()
  else if (far) far.textContent = fill(distance ? strings.distance : strings.distance_near, { km: distance })
  return item
}

/**
 * A suggestion, as an option of the list under the field; `dataset.href` is the address of the page.
 * @param {{url: string, kind: string, title: string}} result
 * @param {object} config
 * @returns {HTMLElement}
 */
export const optionItem = ({ url, kind, title }, config) => {
  const option = clone('option-template')
  part(option, 'title').textContent = title
  part(option, 'kind').textContent = config.kinds[kind]?.label ?? kind
  option.dataset.href = address(url, config)
  return option
}
