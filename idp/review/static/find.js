// @ts-check
// Finding words on the pages: marks every hit, goes from one to the next.

import { text } from "./app.js";

/** @typedef {import("./fields.js").Word} Word */
/** A hit: its page and the words that it covers. @typedef {{sheet: import("./viewer.js").Sheet, words: Word[]}} Hit */

const SVG = "http://www.w3.org/2000/svg";

export class Find {
  /** @param {import("./viewer.js").Viewer} viewer */
  constructor(viewer) {
    this.viewer = viewer;
    /** @type {Hit[]} */
    this.hits = [];
    this.at = -1;
    /** The words that were found are to be put into the current field. @type {(words: Word[], page: number) => void} */
    this.onTake = () => {};
    /** The search is over; gives the focus back. @type {() => void} */
    this.onEnd = () => viewer.scroller.focus();
    const input = document.getElementById("find");
    if (!(input instanceof HTMLInputElement)) return;
    this.input = input;
    input.addEventListener("input", () => void this.search());
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") this.end();
      else if (event.ctrlKey || event.metaKey) this.take();
      else this.go(event.shiftKey ? -1 : 1);
    });
  }

  open() {
    this.input?.focus();
    this.input?.select();
  }

  end() {
    if (!this.input) return;
    this.input.value = "";
    void this.search();
    this.onEnd();
  }

  /** The hit at hand goes into the current field: how a place on the page is shown without a mouse. */
  take() {
    const hit = this.hits[this.at];
    if (hit) this.onTake(hit.words, hit.sheet.page);
  }

  async search() {
    const wanted = plain(this.input?.value ?? "");
    await Promise.all(this.viewer.sheets.map((sheet) => sheet.loadWords()));
    if (wanted !== plain(this.input?.value ?? "")) return; // typed on meanwhile
    this.hits = wanted ? this.viewer.sheets.flatMap((sheet) => hitsOn(sheet, wanted)) : [];
    this.at = -1;
    this.draw();
    if (this.hits.length) this.go(1);
    else this.say(wanted ? text("viewer.found.none") : "");
  }

  /** To the next hit, or the one before, round the end. @param {number} by */
  go(by) {
    if (!this.hits.length) return;
    this.at = (this.at + by + this.hits.length) % this.hits.length;
    for (const rect of this.viewer.scroller.querySelectorAll(".hit")) rect.classList.toggle("is-at", rect.getAttribute("data-hit") === String(this.at));
    const first = this.viewer.scroller.querySelector(`.hit[data-hit="${this.at}"]`);
    if (first) this.viewer.bringIntoView(first);
    this.say(text("viewer.found", { at: this.at + 1, count: this.hits.length }));
  }

  draw() {
    for (const rect of this.viewer.scroller.querySelectorAll(".hit")) rect.remove();
    for (const [number, hit] of this.hits.entries()) for (const word of hit.words) {
      const rect = document.createElementNS(SVG, "rect");
      rect.setAttribute("class", "hit");
      rect.setAttribute("data-hit", String(number));
      for (const [name, value] of Object.entries({ x: word.left, y: word.top, width: word.right - word.left, height: word.bottom - word.top })) rect.setAttribute(name, String(value * 100));
      hit.sheet.svg.append(rect);
    }
  }

  /** @param {string} sentence */
  say(sentence) {
    const found = document.getElementById("found");
    if (found) found.textContent = sentence;
  }
}

/** Letters alone count: neither case, accents nor the number of blanks. @param {string} written */
function plain(written) {
  return written.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
}

/** @param {import("./viewer.js").Sheet} sheet @param {string} wanted @returns {Hit[]} */
function hitsOn(sheet, wanted) {
  /** Where each word begins and ends in the page's text. @type {{word: Word, from: number, to: number}[]} */
  const spans = [];
  let whole = "";
  for (const word of sheet.words) {
    const from = whole.length;
    whole += plain(word.text);
    spans.push({ word, from, to: whole.length });
    whole += " ";
  }
  const hits = [];
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + wanted.length)) {
    hits.push({ sheet, words: spans.filter((span) => span.from < at + wanted.length && span.to > at).map((span) => span.word) });
  }
  return hits;
}
