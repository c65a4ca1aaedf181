/**
 * The service worker: pages that were read, and those for emergencies, still answer when the network is gone.
 *
 * Pages come from the network first, and their copy says its age. Files below assets/ are named by their content, which
 * is checked before they are kept: a copy is never that of another version, of an error or of a captive portal.
 * SITE is written by portal/web/worker.py.
 */

import { forget, named } from './kept.js'

const root = registration.scope
const PAGES = named(root, 'pages') // as they were read, the oldest first
const ASSETS = named(root, 'assets')
const READY = named(root, SITE.version) // the pages of one build, kept before they are needed

const SECOND = 1000 // milliseconds
const PATIENCE = 3 * SECOND // before a copy is shown: a phone at the edge of its network waits no longer for a number
const LAST = 20 * SECOND // before a page that nobody kept is given up: a slow network needs 8
const OLD = 7 * 24 * 3600 * SECOND
const HASHED = /[\w.-]+\.([0-9a-f]{10})\.\w+/g

const wait = (delay) => new Promise((resolve) => setTimeout(resolve, delay))
const address = (path) => new URL(path, root).href
const within = (url) => url.slice(root.length).split('/')

/** One address per page: neither what was searched nor index.html, which links say so that they work from a disk. */
const page = (url) => {
  const { origin, pathname } = new URL(url)
  return origin + pathname.replace(/index\.html$/, '')
}

/** Does an address end as that of a page? Hosts add the slash that people forget. */
const whole = (url) => /(?:\/|\.html)$/.test(url)

const inLanguageOf = (url) => SITE.languages.find(({ prefix }) => prefix && within(url)[0] === prefix) || SITE.languages[0]

const digest = async (body) => {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', body))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

let erased = false // the visitor wants nothing kept any more: what is under way stops

/** What a cache holds; nothing when it cannot be read. A read never makes a cache. */
const kept = (cache, url) => caches.match(url, { cacheName: cache }).catch(() => undefined)

const open = (cache) => {
  if (erased) throw new Error('erased')
  return caches.open(cache)
}

/** Keep an answer. Where no room is left, half of the pages that were read make some, the oldest first. */
const put = async (cache, url, response) => {
  const found = await open(cache)
  try {
    await found.put(url, response.clone())
  } catch {
    await trim((count) => count / 2)
    await found.put(url, response)
  }
}

/** @param {(count: number) => number} most - how many of the pages that were read stay, the last ones */
const trim = async (most) => {
  const pages = await open(PAGES)
  const urls = await pages.keys() // in the order in which they came
  const last = Math.floor(most(urls.length))
  await Promise.all(urls.slice(0, Math.max(0, urls.length - last)).map((url) => pages.delete(url)))
}

/** An answer as it is kept: whole, with the moment and the title. */
const copy = (response, body, html = '') => {
  const headers = new Headers(response.headers)
  for (const name of ['content-encoding', 'content-length']) headers.delete(name)
  headers.set('x-kept', new Date().toISOString())
  const [, title] = /<title>([^<]*)/.exec(html) || ['', '']
  headers.set('x-title', encodeURIComponent(title.replace(/\s–\s[^–]*$/, ''))) // without the name of the site
  return new Response(body, { headers })
}

/** An answer, if it is exactly what was built; an error else. */
const exactly = async (response, wanted) => {
  const body = await response.arrayBuffer()
  if (response.status !== 200 || !(await digest(body)).startsWith(wanted)) throw new Error(`not as built: ${response.url}`)
  return copy(response, body, isPage(response) ? new TextDecoder().decode(body) : '')
}

const isPage = (response) => (response.headers.get('content-type') || '').startsWith('text/html')

/** Ask for what the visitor did not: after all that they did. */
const fetchLater = (url, options) => fetch(url, { redirect: 'error', priority: 'low', ...options })

/**
 * Keep a file that is named by its content.
 * @param {string} name
 * @param {Response} [response] - what the network already gave
 */
const keepAsset = async (name, response) => {
  const url = address(`assets/${name}`)
  if (await kept(ASSETS, url)) return
  await put(ASSETS, url, await exactly(response || (await fetchLater(url)), name.split('.').slice(-2)[0]))
}

/** The pages of a language that must be there before they are asked for: all of one build, or none. */
const prepare = async ({ urgent, rest }) => {
  const parts = (navigator.connection || {}).saveData ? [urgent] : [urgent, rest]
  for (const name of parts.flatMap(({ assets }) => assets)) await keepAsset(name) // one by one: the visitor comes first
  const pages = parts.flatMap(({ pages }) => Object.entries(pages))
  const found = []
  for (const [path, wanted] of pages)
    if (!(await kept(READY, address(path))))
      found.push([address(path), await exactly(await fetchLater(address(path), { cache: 'no-cache' }), wanted)])
  for (const [url, response] of found) await put(READY, url, response)
}

/** Keep a page that was read, if it is one of ours and whole. */
const keepPage = async (url, response) => {
  if (response.status !== 200 || response.redirected || !isPage(response)) return
  if ((response.headers.get('cache-control') || '').includes('no-store')) return
  const html = await response.text()
  if (!html.includes('assets/offline.') || html.includes('http-equiv="refresh"') || !html.trimEnd().endsWith('</html>')) return
  await put(PAGES, url, copy(response, html, html))
  await trim(() => SITE.pages)
}

/** The names of the files that something kept names: a page, or a style sheet. */
const namesIn = async (cache, url) => {
  const found = await kept(cache, url)
  return (found && (await found.text()).match(HASHED)) || []
}
const isSheet = (name) => name.endsWith('.css')

/** What a page that was read is drawn with; what fails is tried again the next time that it is read. */
const keepAround = async (url) => {
  if (!(await kept(PAGES, url))) await keepPage(url, await fetchLater(url))
  const names = await namesIn(PAGES, url)
  for (const name of names) await keepAsset(name).catch(() => {})
  for (const sheet of names.filter(isSheet))
    for (const name of await namesIn(ASSETS, address(`assets/${sheet}`))) await keepAsset(name).catch(() => {})
}

/** Files that no kept page names any more, nor a style sheet: those of versions long gone. */
const sweep = async () => {
  const cache = await open(ASSETS)
  const assets = (await cache.keys()).map(({ url }) => url)
  const needed = SITE.languages.flatMap(({ urgent, rest }) => [...urgent.assets, ...rest.assets])
  for (const url of assets.filter(isSheet)) needed.push(...(await namesIn(ASSETS, url)))
  for (const { url } of await (await open(PAGES)).keys()) needed.push(...(await namesIn(PAGES, url)))
  for (const url of assets) if (!needed.includes(url.split('/').pop())) await cache.delete(url)
}

const drop = async (url) => (await open(PAGES)).delete(url)

/** The page from the network; nothing when it does not answer, or when the host is in trouble. */
const ask = async (event, url) => {
  const { cache } = event.request
  const response = await fetch(event.request.url, { cache: cache === 'default' ? 'no-cache' : cache, redirect: 'manual' })
  if (response.status >= 500) return undefined
  if (response.status === 200) event.waitUntil(keepPage(url, response.clone()).catch(() => {}))
  if (response.status === 404 || response.status === 410)
    event.waitUntil(drop(url).catch(() => {}))
  return response
}

/** The copy that was taken last. */
const lastCopy = async (url) => {
  const found = [await kept(PAGES, url), await kept(READY, url)].filter(Boolean)
  return found.sort((a, b) => (a.headers.get('x-kept') < b.headers.get('x-kept') ? 1 : -1))[0]
}

/** The links of a page that is shown at another address than its own. */
const absolute = (html, url) =>
  html.replace(/(\s(?:href|src|action)=")(?!#|[a-z]+:)([^"]*)/g, (_, before, link) => before + new URL(link, url).href)

const again = (url, { words }, kind) => `<a class="${kind}" href="${url}">${words.again}</a>`

const day = (when, { lang }) => {
  const said = new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeStyle: 'short' }).format(when)
  return `<time datetime="${when.toISOString()}">${said}</time>`
}

/** A copy, which says its age above all else. */
const aged = async (response, url) => {
  const language = inLanguageOf(url)
  const { lang, dir, words } = language
  const when = new Date(response.headers.get('x-kept'))
  const age = Date.now() - when
  const old = age > OLD || age < 0 // a clock that was set back knows no age
  const said = (old ? words.old : words.kept).replace('{date}', day(when, language))
  const note = `<div class="wrap" lang="${lang}" dir="${dir}"><div class="panel panel--${old ? 'urgent' : 'review'}" role="note" data-kept="${old ? 'old' : 'recent'}"><p>${said} ${again(url, language, '')}</p></div></div>`
  const html = absolute(await response.text(), url).replace(/<main[^>]*>/, (main) => main + note)
  return new Response(html, { headers: response.headers })
}

/** The pages that there are, the last one first. */
const list = async (language) => {
  const urls = {}
  for (const cache of [READY, PAGES])
    for (const { url } of await (await open(cache)).keys()) urls[url] = await kept(cache, url)
  const own = SITE.languages.map(({ offline }) => address(offline))
  const lines = Object.keys(urls)
    .filter((url) => !own.includes(url) && urls[url])
    .sort((a, b) => (urls[a].headers.get('x-kept') < urls[b].headers.get('x-kept') ? 1 : -1))
    .map((url) => {
      const { lang, dir } = inLanguageOf(url)
      const title = decodeURIComponent(urls[url].headers.get('x-title'))
      return `<li><a href="${url}" lang="${lang}" dir="${dir}">${title}</a> <span class="small">${day(new Date(urls[url].headers.get('x-kept')), language)}</span></li>`
    })
  return lines.length ? `<h2>${language.words.list}</h2><ul class="list" role="list">${lines.join('')}</ul>` : ''
}

/** Instead of a page that nobody kept: the numbers, and what there is. */
const away = async (url) => {
  const language = inLanguageOf(url)
  const found = await kept(READY, address(language.offline))
  if (!found) return bare(language, url)
  const told = `<section class="stack"><p>${again(url, language, 'button')}</p>${await list(language).catch(() => '')}</section>`
  const html = absolute(await found.text(), address(language.offline)).replace('<!--kept-->', () => told)
  return new Response(html, { headers: found.headers })
}

/** The least, from the worker itself: this language was never read, or the device threw the rest away. */
const bare = (language, url) => {
  const { lang, dir, words, numbers } = language
  const lines = numbers.map(([href, shown, use]) => `<li><a href="${href}">${shown}</a> ${use}</li>`).join('')
  return new Response(
    `<!doctype html><html lang="${lang}" dir="${dir}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${words.title}</title><main><h1>${words.title}</h1><ul>${lines}</ul><p>${again(url, language, '')}</p></main></html>`,
    { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" } }
  )
}

const answer = async (event) => {
  const url = page(event.request.url)
  const fresh = ask(event, url).catch(() => undefined)
  event.waitUntil(fresh)
  const before = await lastCopy(url)
  return (await Promise.race([fresh, wait(before ? PATIENCE : LAST)])) || (before ? aged(before, url) : whole(url) ? away(url) : Response.redirect(`${url}/`))
}

const asset = async (event) => {
  const { url } = event.request
  const found = await kept(ASSETS, url)
  if (found) return found
  const response = await fetch(event.request)
  event.waitUntil(keepAsset(url.split('/').pop(), response.clone()).catch(() => {}))
  return response
}

addEventListener('install', (event) => {
  self.skipWaiting() // any page goes with any worker
  const start = async () => {
    const open = await clients.matchAll({ type: 'window', includeUncontrolled: true })
    const wanted = open.filter(({ url }) => url.startsWith(root)).map(({ url }) => inLanguageOf(url))
    for (const language of SITE.languages)
      if ((await caches.match(address(language.offline))) || !wanted.length) wanted.push(language)
    await Promise.all([...new Set(wanted)].map(prepare))
  }
  event.waitUntil(start().catch((error) => caches.delete(READY).then(() => Promise.reject(error))))
})

addEventListener('activate', (event) => {
  event.waitUntil(forget(root, [PAGES, ASSETS, READY]).then(sweep).then(() => clients.claim()))
})

addEventListener('message', (event) => {
  if (event.data === 'erase') {
    erased = true
    event.ports[0].postMessage('stopped')
    return
  }
  const url = page(event.source.url)
  event.waitUntil(Promise.all([prepare(inLanguageOf(url)), keepAround(url)]).catch(() => {}))
})

addEventListener('fetch', (event) => {
  const { method, mode, url, destination } = event.request
  if (method !== 'GET' || !url.startsWith(root)) return
  if (mode === 'navigate') {
    if (/(?:\.html|\/[^./]*)$/.test(new URL(url).pathname)) event.respondWith(answer(event))
  } else if (/\/assets\/[\w.-]+\.[0-9a-f]{10}\.\w+$/.test(url)) event.respondWith(asset(event))
  else if (destination === 'script')
    event.respondWith(fetch(event.request).catch(() => new Response('', { headers: { 'content-type': 'text/javascript' } })))
})
