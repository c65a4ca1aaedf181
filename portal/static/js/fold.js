/**
 * What is folded opens before printing and when an address leads into it, in browsers that do not do so themselves.
 */

const folded = () => document.querySelectorAll('details.fold:not([open])')

/**
 * Open all that an address leads into; for a step, what it tells.
 * @param {string} hash - the fragment of an address, with its sign
 */
export const reveal = (hash) => {
  const target = document.getElementById(decodeURIComponent(hash.slice(1)))
  let fold = (target?.matches('.step') ? target.querySelector('details.fold') : target)?.closest('details.fold')
  for (; fold instanceof HTMLDetailsElement; fold = fold.parentElement?.closest('details.fold')) fold.open = true
}

addEventListener('beforeprint', () => folded().forEach((fold) => fold.setAttribute('open', '')))
addEventListener('hashchange', () => reveal(location.hash))
reveal(location.hash)
