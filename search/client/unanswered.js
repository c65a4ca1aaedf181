/**
 * The queries that found nothing, kept on the device once the visitor asks for it, to be copied or sent by hand.
 */

const NAME = 'portal-unanswered'
const MOST = 50

/** What is kept; undefined when the visitor did not ask for it or the browser keeps nothing. */
const read = () => {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? undefined
  } catch {
    return undefined
  }
}

const write = (queries) => {
  try {
    if (queries) localStorage.setItem(NAME, JSON.stringify(queries))
    else localStorage.removeItem(NAME)
  } catch {
    // storage is full or forbidden: nothing is kept, and the box says so once drawn again
  }
}

/**
 * @param {HTMLElement} box - holds #learn-on, #learn-list, #learn-copy, #learn-clear and perhaps the link #learn-send
 * @param {(text: string) => void} announce - says something in the status line
 * @param {{copied: string, send_subject: string}} strings
 * @returns {(query: string) => void} to be told of each query that found nothing
 */
export const unanswered = (box, announce, strings) => {
  const get = (name) => box.querySelector(`#learn-${name}`)
  const text = () => (read() ?? []).join('\n')
  const draw = () => {
    get('on').checked = read() !== undefined
    get('list').replaceChildren(
      ...(read() ?? []).map((query) => Object.assign(document.createElement('li'), { textContent: query })),
    )
  }
  get('on').addEventListener('change', () => draw(write(get('on').checked ? [] : undefined)))
  get('clear').addEventListener('click', () => draw(read() && write([])))
  get('copy').addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text())
      announce(strings.copied)
    } catch {
      getSelection().selectAllChildren(get('list')) // the visitor copies what is selected
    }
  })
  get('send')?.addEventListener('click', (event) => {
    const address = event.currentTarget.getAttribute('href').split('?')[0]
    const parts = [strings.send_subject, text()].map(encodeURIComponent)
    event.currentTarget.setAttribute('href', `${address}?subject=${parts[0]}&body=${parts[1]}`)
  })
  box.hidden = false
  draw()
  return (query) => {
    const kept = read()
    if (!kept || kept.includes(query)) return
    draw(write([...kept, query].slice(-MOST)))
  }
}
