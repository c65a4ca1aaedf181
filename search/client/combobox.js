/**
 * A text field with a list of suggestions, as the ARIA authoring practices describe it (list, manual selection).
 */

/**
 * @param {HTMLInputElement} input - role=combobox, aria-controls names the list
 * @param {HTMLElement} list - role=listbox
 * @param {(option: HTMLElement) => void} choose - called with the option that the visitor picked
 * @returns {{show: (options: HTMLElement[]) => void, close: () => void}} options have role=option
 */
export const combobox = (input, list, choose) => {
  let options = []
  let active = -1

  const activate = (number) => {
    active = number
    options.forEach((option, at) => option.setAttribute('aria-selected', String(at === active)))
    if (active < 0) input.removeAttribute('aria-activedescendant')
    else {
      input.setAttribute('aria-activedescendant', options[active].id)
      options[active].scrollIntoView({ block: 'nearest' })
    }
  }
  const open = (shown) => {
    list.hidden = !shown
    input.setAttribute('aria-expanded', String(shown))
    activate(-1)
  }
  const close = () => open(false)
  const show = (found) => {
    options = found
    options.forEach((option, number) => (option.id = `${list.id}-${number}`))
    list.replaceChildren(...options)
    open(options.length > 0 && document.activeElement === input)
  }
  const move = (step) => {
    if (list.hidden) open(true)
    const places = options.length + 1 // one more: the field itself, with nothing picked
    activate(((active + 1 + step + places) % places) - 1)
  }

  input.addEventListener('keydown', (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || !options.length) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event.key === 'ArrowDown' ? 1 : -1)
    else if (event.key === 'Escape' && !list.hidden) close()
    else if (event.key === 'Enter' && active >= 0) choose(options[active])
    else return
    event.preventDefault()
  })
  input.addEventListener('blur', close)
  list.addEventListener('pointerdown', (event) => event.preventDefault()) // the field keeps the focus
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role=option]')
    if (option) choose(option)
  })
  return { show, close }
}
