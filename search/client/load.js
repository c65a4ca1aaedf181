/** Pieces of data beside the pages, loaded when they are needed. */

/** A piece that is missing or cut short. */
export class IndexError extends Error {}

/**
 * Loads pieces as classic scripts, which work without a server and under a strict content security policy.
 * @param {string} folder - address of the pieces, "/" at its end
 * @returns {(file: string) => Promise<void>}
 */
export const scripts = (folder) => {
  const base = new URL(folder, document.baseURI).href
  scripts.policy ??= globalThis.trustedTypes?.createPolicy('portail', { createScriptURL: (address) => address })
  return (file) =>
    new Promise((resolve, reject) => {
      const script = document.createElement('script')
      script.src = scripts.policy ? scripts.policy.createScriptURL(base + file) : base + file
      script.onload = () => resolve(script.remove())
      script.onerror = () => reject(new IndexError(file), script.remove())
      document.head.append(script)
    })
}
