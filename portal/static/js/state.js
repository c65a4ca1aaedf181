/** A link to a list opens it as this page says: the list reads its state from the fragment, which is no anchor in it. */

for (const link of document.querySelectorAll('a[data-state]'))
  if (link instanceof HTMLAnchorElement) link.hash = link.dataset.state ?? ''
