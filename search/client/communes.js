/**
 * The communes that a visitor may choose, written by search/places.py and loaded once, when first needed.
 */

import { fold } from './analysis.js'
import { scripts } from './load.js'

/**
 * @typedef {{code: string, name: string, postcodes: string[], latitude: number, longitude: number}} Commune
 * @param {string} root - from the page to the root of the site
 * @param {string} file - from there; undefined when the site has no list
 * @returns {{all: () => Promise<Commune[]>, find: (typed: string) => Promise<Commune | undefined>}} none when the list
 *   cannot be loaded; found by name, postcode or INSEE code
 */
export const communes = (root, file) => {
  let loaded
  const load = (resolve) => {
    globalThis.portalPlaces = (rows) =>
      resolve(
        rows.map(([code, name, postcodes, latitude, longitude]) => ({
          code,
          name,
          postcodes: postcodes.split(' '),
          latitude,
          longitude,
        })),
      )
    if (file) scripts(root)(file).catch(() => resolve([]))
    else resolve([])
  }
  const all = () => (loaded ??= new Promise(load))
  const find = async (typed) => {
    const wanted = fold(typed)
    return (await all()).find(
      ({ code, name, postcodes }) => code === typed || fold(name) === wanted || postcodes.includes(typed),
    )
  }
  return { all, find }
}
