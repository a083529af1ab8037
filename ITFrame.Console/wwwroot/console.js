// What the pages need of the browser and Blazor does not give.

const narrow = matchMedia('(max-width: 800px)');

/** Tells a component whether the page is narrow, now and whenever that changes. */
export function watchWidth(component) {
  const tell = () => component.invokeMethodAsync('SetNarrow', narrow.matches).catch(() => narrow.removeEventListener('change', tell));
  narrow.addEventListener('change', tell);
  return narrow.matches;
}

/**
 * Puts a list's filters into the address, if the reader is still on that list: a change that comes late, such as the end of a
 * pause in typing, must not take somebody back who has gone on meanwhile.
 */
export function replaceQuery(path, query) {
  if (location.pathname === path && location.search !== query) {
    history.replaceState(history.state, '', path + query);
  }
}

/** Gives the focus to the element that a menu was opened from. */
export function focusKey(key) {
  document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}
