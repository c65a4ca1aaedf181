/** The preparation sheet: one step at a time, a file to keep, and nothing stored unless asked. All stays on the device. */

const form = document.querySelector('#prepare')
const get = (id) => document.getElementById(id)
const sections = [...form.querySelectorAll('.prepare__step')]
const ticks = [...form.querySelectorAll('.prepare__step input')]
const written = ['where', 'when', 'mine']
const { kept, file, title, check, erased, saved } = form.dataset

/** A line by its step and its words: the page may gain or lose others before the next visit. */
const name = (tick) => `${tick.closest('.prepare__step').dataset.step}: ${tick.parentElement.textContent.trim()}`
const names = new Set(ticks.map(name))
let elsewhere = [] // ticked in another language, or on a line that is no longer here

/** What the visitor chose, ticked and wrote. */
const state = () => ({
  step: sections.find(({ id }) => id === get('step').value)?.dataset.step,
  ticked: [...ticks.filter((tick) => tick.checked).map(name), ...elsewhere],
  ...Object.fromEntries(written.map((id) => [id, get(id).value])),
})

const show = (step) => {
  const known = sections.some((section) => section.id === step)
  get('step').value = known ? step : ''
  for (const section of sections) section.hidden = known && section.id !== step
}

const restore = ({ step, ticked, ...texts }) => {
  for (const tick of ticks) tick.checked = ticked.includes(name(tick))
  elsewhere = ticked.filter((line) => !names.has(line))
  for (const id of written) get(id).value = texts[id] ?? ''
  show(sections.find((section) => section.dataset.step === step)?.id)
}

/** A browser that keeps nothing (private window, blocked storage) is no error: the sheet works, and is not kept. */
const storage = (act) => {
  try {
    return act(localStorage)
  } catch {
    return null
  }
}
const keep = () => {
  if (get('keep').checked) storage((s) => s.setItem(kept, JSON.stringify(state())))
  else storage((s) => s.removeItem(kept))
}

/** The sheet as a text that any device opens. */
const asText = () => {
  const lines = [title, ...['where', 'when'].map((id) => get(id).value).filter(Boolean), '']
  for (const section of form.querySelectorAll('.prepare__step:not([hidden])')) {
    lines.push(section.querySelector('h2').textContent)
    for (const box of section.querySelectorAll('.box')) {
      lines.push('', box.querySelector('h3').textContent)
      for (const tick of box.querySelectorAll('input')) {
        lines.push(`[${tick.checked ? 'x' : ' '}] ${tick.parentElement.textContent.trim()}`)
      }
    }
    lines.push('', section.querySelector('.worse').textContent.trim(), '')
  }
  return [...lines, get('t-mine').textContent, get('mine').value, '', check, ''].join('\n')
}

const save = () => {
  const address = URL.createObjectURL(new Blob([asText()], { type: 'text/plain;charset=utf-8' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: file })
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 60000)
  get('prepare-status').textContent = saved
}

for (const id of ['prepare-step', 'prepare-keep', 'print', 'save']) get(id).hidden = false
const before = storage((s) => s.getItem(kept))
if (before) {
  get('keep').checked = true
  try {
    restore(JSON.parse(before))
  } catch {
    get('keep').checked = false
    storage((s) => s.removeItem(kept)) // written by something else: as if nothing had been kept
  }
}
if (location.hash) show(location.hash.slice(1))

form.addEventListener('submit', (event) => event.preventDefault())
form.addEventListener('input', () => {
  show(get('step').value)
  keep()
})
form.addEventListener('reset', () => {
  elsewhere = []
  setTimeout(() => {
    keep() // the box is unticked by now: what was kept is gone
    show('')
    get('prepare-status').textContent = erased
  })
})
get('print').addEventListener('click', () => print())
get('save').addEventListener('click', save)
