/**
 * What is folded opens before printing and when an address leads into it, in browsers that do not do so themselves.
 */

const folded = () => document.querySelectorAll('details.fold:not([open])')

/** @param {string} hash - the fragment of an address, with its sign */
export const reveal = (hash) => {
  const fold = document.getElementById(decodeURIComponent(hash.slice(1)))?.closest('details.fold')
  if (fold instanceof HTMLDetailsElement) fold.open = true
}

addEventListener('beforeprint', () => folded().forEach((fold) => fold.setAttribute('open', '')))
addEventListener('hashchange', () => reveal(location.hash))
reveal(location.hash)
