/** The worker of a site that keeps nothing any more: it takes away what one before it kept, then itself. */

import { forget } from './kept.js'

addEventListener('install', () => self.skipWaiting())
addEventListener('activate', (event) => {
  event.waitUntil(forget(registration.scope).then(() => registration.unregister()))
})
