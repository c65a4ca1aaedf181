/** Pieces of data beside the pages, loaded when they are needed. */

/** A piece that is missing or cut short. */
export class IndexError extends Error {}

const POLICY = Symbol.for('portail') // several scripts of a page share the one policy that its headers allow

/**
 * The address of a script of this site, as a browser that checks types wants it.
 * @param {string} address
 * @throws {TypeError} when it is that of another site, and the browser checks types
 */
export const trusted = (address) => {
  const { trustedTypes } = globalThis
  if (!trustedTypes) return address
  globalThis[POLICY] = globalThis[POLICY] || trustedTypes.createPolicy('portail', { createScriptURL: ours })
  return globalThis[POLICY].createScriptURL(address)
}

const ours = (address) => {
  if (new URL(address).origin !== new URL(location.href).origin) throw new TypeError(address)
  return address
}

/**
 * Loads pieces as classic scripts, which work without a server and under a strict content security policy.
 * @param {string} folder - address of the pieces, "/" at its end
 * @returns {(file: string) => Promise<void>}
 */
export const scripts = (folder) => {
  const base = new URL(folder, document.baseURI).href
  return (file) =>
    new Promise((resolve, reject) => {
      const script = document.createElement('script')
      script.src = trusted(base + file)
      script.onload = () => resolve(script.remove())
      script.onerror = () => reject(new IndexError(file), script.remove())
      document.head.append(script)
    })
}
