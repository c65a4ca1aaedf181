/** Asks the browser to keep pages for the day when the network is gone, and to forget them when the visitor wants. */

import { forget } from './kept.js'
import { trusted } from './load.js'

const root = new URL('..', document.currentScript.src).href
const wipe = document.getElementById('wipe')
let wiped = false

/** Once the page is there and the device has nothing better to do; nothing where the browser cannot, or may not. */
const keep = async () => {
  if (wiped) return
  const script = trusted(new URL('sw.js', root).href)
  await navigator.serviceWorker.register(script, { scope: root, updateViaCache: 'none' })
  const { active } = await navigator.serviceWorker.ready
  if (!wiped) active.postMessage('read')
}

/** Have a worker stop what it is keeping; one that does not answer is gone. */
const stop = (worker) =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = resolve
    worker.postMessage('erase', [port2])
    setTimeout(resolve, 2000)
  })

/** All that this site left on the device: copies of pages, and what the visitor asked it to remember. */
const clear = async () => {
  wiped = true
  const registration = await navigator.serviceWorker.getRegistration(root)
  if (registration) {
    const { installing, waiting, active } = registration
    await Promise.all([installing, waiting, active].filter(Boolean).map(stop))
    await registration.unregister()
  }
  await forget(root)
  for (const name of Object.keys(localStorage)) if (name.startsWith('portal-')) localStorage.removeItem(name)
}

const say = (text) => {
  document.getElementById('wipe-status').textContent = text
}

if ('serviceWorker' in navigator && location.protocol !== 'file:') {
  const idle = self.requestIdleCallback || setTimeout
  const later = () => idle(() => keep().catch(() => {}), { timeout: 10000 })
  addEventListener('load', () => setTimeout(later, document.getElementById('search-form') ? 10000 : 0)) // results first
  if (wipe) {
    wipe.hidden = false
    wipe.addEventListener('click', () => {
      clear().then(
        () => say(wipe.dataset.done),
        () => say(wipe.dataset.failed)
      )
    })
  }
}
