/** « Ouvert maintenant »: written where the page left room for it, and only when it is surely so. */

import { at, decode } from './timeline.js'

const MINUTE = 60000 // milliseconds
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name])

/** Days and times as they are there, wherever the visitor is. */
const clock = (lang, timeZone) => {
  const parts = (moment, options) =>
    Object.fromEntries(
      new Intl.DateTimeFormat(lang, { timeZone, ...options }).formatToParts(moment).map(({ type, value }) => [type, value]),
    )
  const day = (moment) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(moment)
  const time = (moment) => {
    if (!lang.startsWith('fr'))
      return new Intl.DateTimeFormat(lang, { timeZone, hour: 'numeric', minute: '2-digit' }).format(moment)
    const { hour, minute } = parts(moment, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' })
    return `${Number(hour)}\u202fh${minute === '00' ? '' : `\u202f${minute}`}`
  }
  const weekday = (moment) => parts(moment, { weekday: 'long' }).weekday
  return { day, time, weekday }
}

const say = (found, now, words, { day, time, weekday }, { by, sure }) => {
  if (!found) return ''
  const doubt = sure === 'no' ? ` ${words.confirm}` : ''
  if (found.state === 'open') {
    const said = by === 'appointment' ? words.appointment : words.open
    return fill(found.until ? words.until : '{said}', { said, time: found.until && time(found.until) }) + doubt
  }
  if (!found.next) return words.closed + doubt
  const days = Math.round((Date.parse(day(found.next)) - Date.parse(day(now))) / (24 * 60 * MINUTE))
  const when = days === 0 ? words.today : days === 1 ? words.tomorrow : days < 7 ? weekday(found.next) : ''
  if (!when) return words.closed + doubt
  return fill(words.opens, { said: words.closed, day: when, time: time(found.next) }) + doubt
}

const start = () => {
  const block = document.getElementById('now-words')
  if (!block) return
  const words = JSON.parse(block.textContent)
  const told = clock(document.documentElement.lang, words.zone)
  const lines = [...document.querySelectorAll('[data-timeline]')].map((line) => [line, decode(line.dataset.timeline)])
  const refresh = () => {
    const now = Date.now()
    for (const [line, runs] of lines) {
      const found = at(runs, now)
      const text = say(found, now, words, told, line.dataset)
      if (line.textContent !== text) line.textContent = text
      line.classList.toggle('now--open', found?.state === 'open')
    }
  }
  refresh()
  setInterval(refresh, MINUTE / 2)
  document.addEventListener('visibilitychange', refresh) // timers sleep in the background
}

start()
