// @ts-check
// The document page: ties the page image to the fields, and the keys to both.

import { isDialogOpen, isTyping, openDialog, text } from "./app.js";
import { Asks } from "./ask.js";
import { Fields } from "./fields.js";
import { Find } from "./find.js";
import { Grid } from "./grid.js";
import { keepFocus } from "./keep.js";
import { Pick } from "./pick.js";
import { Preview } from "./preview.js";
import { Viewer } from "./viewer.js";

const fields = new Fields();
const viewer = document.getElementById("sheets") ? new Viewer() : null;
const find = viewer ? new Find(viewer) : null;
new Preview(fields);
const grid = new Grid(fields);
const pick = new Pick(fields);
const asks = new Asks((sentence) => fields.say(sentence));

fields.onFocus = (/** @type {string} */ path) => viewer?.showField(path);
fields.onHover = (/** @type {string | null} */ path) => viewer?.hoverField(path);
grid.onPlace = (index, what) => pick.openFor(index, what);
if (find) {
  find.onTake = (words, page) => {
    if (fields.current) fields.fill(together(words), page, false);
    else fields.say(text("viewer.area_first"));
  };
  find.onEnd = () => (fields.current ?? viewer?.scroller)?.focus();
}
if (viewer) {
  fields.onPlace = (path, page, box) => viewer.placeBox(path, page, box);
  fields.cropOf = (path) => {
    void showDoubt(path);
    return viewer.cropOf(path);
  };
  viewer.onHoverBox = (path) => fields.hover(path);
  viewer.onPick = (pick) => {
    if (pick.boxOf && pick.boxOf !== fields.current?.dataset.path && !pick.take && !pick.append) fields.focus(pick.boxOf);
    else if (pick.word && fields.current) fields.fill(pick.word, pick.page, pick.append);
  };
  viewer.onArea = (page, box) => void takeArea(page, box);
  viewer.describe = (pick) => describe(pick);
}

/**
 * Reads what stands in a drawn box and puts it into the current field.
 * @param {number} page @param {number[]} box
 */
async function takeArea(page, box) {
  const target = fields.current;
  if (!target || target.readOnly) {
    if (!target) viewer?.say(text("viewer.area_first"));
    return;
  }
  viewer?.say(text("viewer.reading"));
  const words = await readArea(page, box);
  if (words === null) viewer?.say(text("viewer.area_failed"));
  else if (words.length === 0) viewer?.say(text("viewer.area_empty"));
  else if (fields.current === target) {
    fields.fill(together(words), page, false);
    viewer?.say("");
  }
}

/** Marks, beside the picture of the value, the words that the engine itself was not sure of. @param {string} path */
async function showDoubt(path) {
  const least = 0.85;
  const words = (await viewer?.wordsOf(path)) ?? [];
  const detail = document.getElementById("detail");
  if (!detail || fields.current?.dataset.path !== path || !words.some((word) => (word.confidence ?? 1) < least)) return;
  detail.querySelector(".as-read")?.remove();
  const read = document.createElement("span");
  read.className = "as-read";
  for (const word of words) {
    const doubtful = (word.confidence ?? 1) < least;
    const part = document.createElement(doubtful ? "mark" : "span");
    part.textContent = word.text;
    if (doubtful) part.title = text("viewer.doubt", { percent: Math.round((word.confidence ?? 0) * 100) });
    read.append(part, " ");
  }
  const told = document.createElement("span");
  told.textContent = text("viewer.doubt.read");
  read.append(told);
  detail.querySelector(".crop")?.after(read);
}

/** @param {number} page @param {number[]} box @returns {Promise<import("./fields.js").Word[] | null>} */
async function readArea(page, box) {
  const token = document.querySelector('input[name="form_token"]');
  try {
    const answer = await fetch(`/documents/${viewer?.root.dataset.document}/pages/${page}/area`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", "x-form-token": token instanceof HTMLInputElement ? token.value : "" },
      body: JSON.stringify({ box }),
    });
    if (!answer.ok) return null;
    const rows = /** @type {[string, number, number, number, number][]} */ (await answer.json());
    return rows.map(([word, left, top, right, bottom]) => ({ text: word, left, top, right, bottom }));
  } catch {
    return null;
  }
}

/** Several words as one piece of text. @param {import("./fields.js").Word[]} words @returns {import("./fields.js").Word} */
function together(words) {
  return {
    text: words.map((word) => word.text).join(" "),
    left: Math.min(...words.map((word) => word.left)), top: Math.min(...words.map((word) => word.top)),
    right: Math.max(...words.map((word) => word.right)), bottom: Math.max(...words.map((word) => word.bottom)),
  };
}

/**
 * What a click on this spot would do, said before it is done.
 * @param {import("./viewer.js").Pick} pick
 */
function describe(pick) {
  const current = fields.current;
  if (pick.boxOf && pick.boxOf !== current?.dataset.path && !pick.take && !pick.append)
    return text("viewer.goto", { field: fields.label(pick.boxOf) });
  if (!pick.word) return "";
  if (!current || current.readOnly) return current ? "" : text("viewer.pick_first", { text: pick.word.text });
  return text(pick.append ? "viewer.append" : "viewer.fill", { text: pick.word.text, field: current.dataset.label ?? "" });
}

// Questions come and go while values are typed, so their buttons are found when they are pressed.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-show]") : null;
  if (!(button instanceof HTMLElement)) return;
  const { show, page, box } = button.dataset;
  const reached = show ? fields.focus(show) : false;
  if (box && page && !(reached && viewer?.hasBox(show ?? ""))) viewer?.showSpot(Number(page), box.split(" ").map(Number));
});

/** @type {Record<string, () => void>} */
const letters = {
  a: () => decide("approve", "approve-dialog"),
  r: () => decide("reject", "reject-dialog"),
  n: () => follow("next"),
  p: () => asks.postpone(),
  f: () => asks.handOver(),
  j: () => asks.go(1),
  k: () => asks.go(-1),
  d: () => follow("divide"),
  t: () => viewer?.turn(),
  b: () => viewer?.toggleBoxes(),
  x: () => void viewer?.toggleText(),
  z: () => viewer?.toggleCloseUp(),
  m: () => pick.openForLine(),
  c: () => /** @type {HTMLElement | null} */ (document.querySelector("[data-compare]"))?.click(),
  "/": () => find?.open(),
  "+": () => viewer?.zoomBy(1.25),
  "=": () => viewer?.zoomBy(1.25),
  "-": () => viewer?.zoomBy(0.8),
  "0": () => viewer?.fit(),
};
for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9]) letters[String(number)] = () => asks.choose(number);

document.addEventListener("keydown", (event) => {
  if (isDialogOpen()) return;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "s") {
    event.preventDefault();
    if (!event.shiftKey) fields.save();
    else if (fields.isDirty) fields.saveAndNext();
    else follow("next");
  } else if (command && !isTyping() && event.key === "ArrowRight") {
    follow("next");
  } else if (command && !isTyping() && event.key === "ArrowLeft") {
    follow("previous");
  } else if (event.altKey && event.key.toLowerCase() === "m") {
    event.preventDefault();
    pick.openForLine();
  } else if (event.altKey && event.key === "Backspace" && fields.current) {
    event.preventDefault();
    fields.restore(fields.current.dataset.path ?? "");
  } else if (event.key === "Escape") {
    fields.leave();
  } else if (event.key === "Enter" && !command && isForFields()) {
    event.preventDefault();
    fields.nextAsking();
  } else if (!command && !event.altKey && !isTyping()) {
    const act = letters[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    }
  }
});

/** Enter belongs to a link, button or other form that has the focus, else it walks through the fields that need a person. */
function isForFields() {
  const at = document.activeElement;
  const own = at?.closest("form");
  if (own && own !== fields.form) return false; // Enter sends that form
  return !(at instanceof HTMLButtonElement || at instanceof HTMLAnchorElement || at?.tagName === "SUMMARY");
}

/** @param {string} button @param {string} dialog */
function decide(button, dialog) {
  const at = document.getElementById(button);
  if (fields.isDirty) fields.say(text("action.unsaved"));
  else if (at instanceof HTMLButtonElement && !at.disabled) openDialog(dialog);
  else fields.say(document.getElementById("why-not")?.textContent ?? "");
}

/** @param {string} id */
function follow(id) {
  const link = document.getElementById(id);
  if (link instanceof HTMLAnchorElement) link.click();
}

for (const id of ["approve", "reject"]) {
  document.getElementById(id)?.addEventListener("click", (event) => {
    if (!fields.isDirty) return;
    event.stopPropagation();
    fields.say(text("action.unsaved"));
  });
}

// A second click or key must not send a decision twice while the first is on its way.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (form.classList.contains("is-sent")) event.preventDefault();
    form.classList.add("is-sent");
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll(".is-sent")) form.classList.remove("is-sent");
});

const splitter = document.getElementById("splitter");
const panes = document.getElementById("panes");
if (splitter && panes) {
  /** @param {number} percent */
  const split = (percent) => {
    const kept = Math.round(Math.min(75, Math.max(25, percent)) * 10) / 10;
    panes.style.setProperty("--split", `${kept}%`);
    splitter.setAttribute("aria-valuenow", String(kept));
    localStorage.setItem("idp.split", String(kept));
    viewer?.layout();
  };
  const kept = Number(localStorage.getItem("idp.split"));
  if (kept) split(kept);
  splitter.addEventListener("pointerdown", (event) => splitter.setPointerCapture(event.pointerId));
  splitter.addEventListener("pointermove", (event) => {
    if (splitter.hasPointerCapture(event.pointerId)) split(((event.clientX - panes.getBoundingClientRect().left) / panes.clientWidth) * 100);
  });
  splitter.addEventListener("keydown", (event) => {
    const now = Number(splitter.getAttribute("aria-valuenow"));
    if (event.ctrlKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
    event.preventDefault();
    split(now + (event.key === "ArrowLeft" ? -2 : 2));
  });
}

keepFocus();

// From here on every key works; tests wait for it.
document.body.dataset.ready = "yes";
