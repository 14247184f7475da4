// @ts-check
// Where the person was, kept when a part of the page is replaced or the page comes anew: the focus, and what was unfolded.

const STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary";

/** Puts a new part in the place of an old one. @param {Element} old @param {Node} fresh */
export function swap(old, fresh) {
  const at = old.contains(document.activeElement) ? mark(document.activeElement, old) : null;
  const open = [...old.querySelectorAll("details")].filter((fold) => fold.open).map((fold) => nameOf(fold.querySelector("summary")));
  old.replaceWith(fresh);
  if (!(fresh instanceof Element)) return;
  for (const fold of fresh.querySelectorAll("details")) if (open.includes(nameOf(fold.querySelector("summary")))) fold.open = true;
  if (at) restore(at, fresh);
}

/** Remembers what had the focus when a form is sent, and goes back there when the same document comes again.
 * An input itself gets no focus, so that the keys of the page go on working; Tab goes on from there all the same. */
export function keepFocus() {
  const key = `idp.at.${location.pathname}`;
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  if (kept && (document.activeElement === null || document.activeElement === document.body)) {
    restore(/** @type {Mark} */ (JSON.parse(kept)), document.body);
  }
  document.addEventListener("submit", () => {
    const before = document.querySelector("dialog[open]") ? lastOutside : document.activeElement;
    const at = before ? mark(before, document.body) : null;
    if (at) sessionStorage.setItem(key, JSON.stringify(at));
  });
}

/** What had the focus last outside of dialogs. @type {Element | null} */
let lastOutside = null;
document.addEventListener("focusin", (event) => {
  if (event.target instanceof Element && !event.target.closest("dialog, [popover]")) lastOutside = event.target;
});

/** What is needed to find an element again: its input's path, or its name and its number among those of this name.
 * @typedef {{path: string, name: string, number: number}} Mark */

/** @param {Element | null} element @param {Element} within @returns {Mark | null} */
function mark(element, within) {
  if (!(element instanceof HTMLElement)) return null;
  const same = stopsOf(within).filter((stop) => nameOf(stop) === nameOf(element));
  return { path: element.dataset.path ?? "", name: nameOf(element), number: same.indexOf(element) };
}

/** @param {Mark} at @param {Element} within */
function restore(at, within) {
  const input = at.path ? within.querySelector(`[data-path="${CSS.escape(at.path)}"]`) : null;
  const place = input?.closest(".field, td.cell");
  if (place instanceof HTMLElement) {
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    return;
  }
  const same = stopsOf(within).filter((stop) => nameOf(stop) === at.name);
  const stop = same[at.number] ?? same[0];
  if (stop) stop.focus({ preventScroll: true });
  else if (within !== document.body) heading(within)?.focus({ preventScroll: true });
}

/** @param {Element} within @returns {HTMLElement | null} */
function heading(within) {
  const first = within.querySelector("h2");
  if (first instanceof HTMLElement) first.tabIndex = -1;
  return first;
}

/** @param {Element} within @returns {HTMLElement[]} */
function stopsOf(within) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(STOPS))];
}

/** @param {Element | null} element */
function nameOf(element) {
  if (!element) return "";
  return `${element.tagName} ${element.getAttribute("aria-label") ?? element.getAttribute("name") ?? element.textContent?.trim().replace(/\s+/g, " ") ?? ""}`;
}
