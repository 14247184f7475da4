// @ts-check
// Pages as pictures: put in order by dragging, by keys or by buttons; pages of other documents added; where a new document begins.

import { text } from "./app.js";

const list = document.getElementById("leaves");
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("arrange"));
const told = document.getElementById("told");
const putBack = /** @type {HTMLButtonElement | null} */ (document.getElementById("put-back"));

/** How the pages stood before each change, the last one last. @type {{keys: string[], begins: string[]}[]} */
const past = [];
/** The leaf that is being dragged. @type {HTMLElement | null} */
let dragged = null;

const leaves = () => /** @type {HTMLElement[]} */ ([...(list?.children ?? [])]);
const all = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".leaf")]);
const keyOf = (/** @type {Element} */ leaf) => leaf.querySelector("input")?.value ?? "";
const beginOf = (/** @type {Element} */ leaf) => /** @type {HTMLInputElement} */ (leaf.querySelector('input[name="begin"]'));
/** The order in which the document came. */
const first = leaves().map(keyOf);

function now() {
  return { keys: leaves().map(keyOf), begins: all().filter((leaf) => beginOf(leaf).checked).map(keyOf) };
}

/** Makes a change that can be taken back. @param {() => void} change */
function doing(change) {
  const before = now();
  const at = document.activeElement;
  change();
  if (JSON.stringify(before) !== JSON.stringify(now())) past.push(before);
  if (at instanceof HTMLElement && at.isConnected) at.focus(); // a moved element loses the focus
  number();
}

/** Brings the pages into this order; those of partners that are not in it go back to them. @param {{keys: string[], begins: string[]}} state */
function put(state) {
  const by = new Map(all().map((leaf) => [keyOf(leaf), leaf]));
  for (const leaf of leaves()) if (!state.keys.includes(keyOf(leaf))) home(leaf)?.append(leaf);
  list?.append(...state.keys.flatMap((key) => by.get(key) ?? []));
  for (const [key, leaf] of by) beginOf(leaf).checked = state.begins.includes(key);
}

/** Where a partner's page stands while it is not one of ours. @param {HTMLElement} leaf */
function home(leaf) {
  return document.querySelector(`[data-partner="${leaf.dataset.document}"] .leaves`);
}

/** Tells of each page to which document it goes, and of all what will become of them. */
function number() {
  let part = 1;
  for (const [at, leaf] of leaves().entries()) {
    const begin = beginOf(leaf);
    begin.closest("label")?.classList.toggle("is-first", at === 0);
    if (at > 0 && begin.checked) part += 1;
    leaf.classList.toggle("begins", at > 0 && begin.checked);
    leaf.classList.toggle("is-even", part % 2 === 0);
    const mark = leaf.querySelector(".leaf-part");
    if (mark instanceof HTMLElement) mark.textContent = `${mark.dataset.label} ${part}`;
    leaf.tabIndex = leaf.contains(document.activeElement) ? 0 : -1;
  }
  if (!leaves().some((leaf) => leaf.tabIndex === 0) && leaves()[0]) leaves()[0].tabIndex = 0;
  const isMoved = JSON.stringify(leaves().map(keyOf)) !== JSON.stringify(first);
  const will = part > 1 ? (isMoved ? "divide.both" : "divide.becomes") : "divide.becomes_one";
  if (told) told.textContent = part > 1 || isMoved ? text(will, { count: part }) : "";
  if (putBack) putBack.disabled = past.length === 0;
  for (const button of document.querySelectorAll("[data-add]")) {
    const isIn = leaves().some((leaf) => leaf.dataset.document === /** @type {HTMLElement} */ (button).dataset.add);
    /** @type {HTMLButtonElement} */ (button).disabled = isIn;
  }
}

/** @param {HTMLElement} leaf @param {number} by */
function move(leaf, by) {
  const to = leaves().indexOf(leaf) + by;
  const target = leaves()[to];
  if (!target) return;
  doing(() => (by < 0 ? target.before(leaf) : target.after(leaf)));
  if (told) told.textContent = text("divide.moved", { place: to + 1 });
}

function undo() {
  const before = past.pop();
  if (!before) return;
  const at = document.activeElement;
  put(before);
  if (at instanceof HTMLElement && list?.contains(at)) at.focus();
  else leaves()[0]?.focus();
  number();
}

/** @param {string} id @param {boolean} isBefore */
function add(id, isBefore) {
  const pages = all().filter((leaf) => leaf.dataset.document === id);
  doing(() => (isBefore ? list?.prepend(...pages) : list?.append(...pages)));
  pages[0]?.focus();
}

list?.addEventListener("change", (event) => {
  if (!(event.target instanceof HTMLInputElement)) return;
  const box = event.target;
  box.checked = !box.checked;
  doing(() => { box.checked = !box.checked; });
});
document.addEventListener("click", (event) => {
  const at = event.target instanceof Element ? event.target : null;
  const leaf = /** @type {HTMLElement | null} */ (at?.closest(".leaf") ?? null);
  const button = at?.closest("button");
  if (button?.dataset.move && leaf) move(leaf, Number(button.dataset.move));
  else if (button && "back" in button.dataset && leaf) takeOut(leaf);
  else if (button?.dataset.add) add(button.dataset.add, "before" in button.dataset);
});
putBack?.addEventListener("click", undo);

/** All pages of a partner leave together: joined is a document, not a part of it. @param {HTMLElement} leaf */
function takeOut(leaf) {
  if ("own" in leaf.dataset) return;
  doing(() => {
    for (const one of leaves()) if (one.dataset.document === leaf.dataset.document) home(leaf)?.append(one);
  });
  leaves()[0]?.focus();
}

list?.addEventListener("keydown", (event) => {
  const leaf = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest(".leaf")) : null;
  if (!leaf) return;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const begin = beginOf(leaf);
  /** @type {Record<string, () => void>} */
  const keys = { Delete: () => takeOut(leaf), Home: () => leaves()[0]?.focus(), End: () => leaves().at(-1)?.focus() };
  if (event.target === leaf) {
    keys[" "] = () => { if (leaf !== leaves()[0]) begin.click(); };
    keys.Enter = () => form?.requestSubmit();
  }
  const act = step ? () => (event.altKey ? move(leaf, step) : leaves()[Math.max(0, Math.min(leaves().length - 1, leaves().indexOf(leaf) + step))]?.focus()) : keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
list?.addEventListener("focusin", number);
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || document.activeElement instanceof HTMLInputElement && document.activeElement.type === "text") return;
  event.preventDefault();
  undo();
});

list?.addEventListener("dragstart", (event) => {
  dragged = event.target instanceof Element ? event.target.closest(".leaf") : null;
  dragged?.classList.add("is-dragged");
  event.dataTransfer?.setData("text/plain", dragged ? keyOf(dragged) : "");
});
list?.addEventListener("dragover", (event) => {
  if (!dragged) return;
  event.preventDefault();
  const over = event.target instanceof Element ? event.target.closest(".leaf") : null;
  for (const leaf of leaves()) leaf.classList.remove("drop-before", "drop-after");
  if (over && over !== dragged) over.classList.add(isLeftOf(event, over) ? "drop-before" : "drop-after");
});
list?.addEventListener("drop", (event) => {
  event.preventDefault();
  const leaf = dragged;
  const over = event.target instanceof Element ? event.target.closest(".leaf") : null;
  if (leaf && over && over !== leaf) doing(() => (isLeftOf(event, over) ? over.before(leaf) : over.after(leaf)));
});
list?.addEventListener("dragend", () => {
  for (const leaf of leaves()) leaf.classList.remove("is-dragged", "drop-before", "drop-after");
  dragged = null;
});

/** @param {MouseEvent} event @param {Element} leaf */
function isLeftOf(event, leaf) {
  const { left, width } = leaf.getBoundingClientRect();
  return event.clientX < left + width / 2;
}

for (const one of document.querySelectorAll('form[method="post"]')) {
  one.addEventListener("submit", (event) => {
    if (one.classList.contains("is-sent")) event.preventDefault();
    one.classList.add("is-sent");
  });
}
window.addEventListener("pageshow", () => {
  for (const one of document.querySelectorAll(".is-sent")) one.classList.remove("is-sent");
  number();
});
const start = leaves()[1] ?? leaves()[0];
if (start && !document.querySelector("[role=alert]")) start.focus();
number();
document.body.dataset.ready = "yes";
