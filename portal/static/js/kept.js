/** What a browser keeps of this site: the names of its caches, and how to be rid of them. */

/**
 * The name of a cache. Sites below the same host are apart: no path holds a space.
 * @param {string} root - address of the root of the site
 * @param {string} what
 */
export const named = (root, what) => `portail ${new URL(root).pathname} ${what}`

/**
 * Delete the caches of a site.
 * @param {string} root - address of the root of the site
 * @param {string[]} [but] - names of those that stay
 */
export const forget = async (root, but = []) => {
  const ours = named(root, '')
  const names = (await caches.keys()).filter((name) => name.startsWith(ours) && !but.includes(name))
  await Promise.all(names.map((name) => caches.delete(name)))
}
