/** Alerts and closures appear and vanish by date, in the zone of the territory, on a page that nobody rebuilt. */

const MINUTE = 60000 // milliseconds
const { zone } = document.currentScript.dataset

const refresh = () => {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.now()) // 2026-11-22
  for (const block of document.querySelectorAll('[data-from], [data-until]')) {
    const { from, until } = block.dataset
    block.hidden = (from !== undefined && today < from) || (until !== undefined && until < today)
  }
  for (const none of document.querySelectorAll('[data-none]'))
    none.hidden = document.querySelector('[data-from]:not([hidden])') !== null
}

refresh()
setInterval(refresh, 10 * MINUTE)
document.addEventListener('visibilitychange', refresh) // timers sleep in the background
