/**
 * A link to a list opens it as this page says: the list reads its state from the fragment, which is no anchor in it.
 * Only then do the words promise that state; without this script the list comes in its usual order.
 */

for (const link of document.querySelectorAll('a[data-state]'))
  if (link instanceof HTMLAnchorElement) {
    link.hash = link.dataset.state ?? ''
    link.textContent = link.dataset.words ?? link.textContent
  }
