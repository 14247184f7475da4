// @ts-check
// The page image: zoom, turn, boxes, and which word or box is under the pointer.

import { text } from "./app.js";

/** @typedef {import("./fields.js").Word} Word */
/** What is under the pointer. `take` and `append` are the Shift and Ctrl keys. @typedef {{page: number, word: Word | null, boxOf: string | null, take: boolean, append: boolean}} Pick */

/** The boxes as they are: those of values that were taken from elsewhere meanwhile are left out. */
const BOX = "[data-box-of]:not(.is-left)";
const SVG = "http://www.w3.org/2000/svg";
const EDGE = 4; // pixels: as near to an edge the pointer has it

export class Viewer {
  constructor() {
    /** @type {(path: string | null) => void} */
    this.onHoverBox = () => {};
    /** @type {(pick: Pick) => void} */
    this.onPick = () => {};
    /** A box was drawn on a page. @type {(page: number, box: number[]) => void} */
    this.onArea = () => {};
    /** @type {(pick: Pick) => string} */
    this.describe = () => "";
    this.zoom = 1;
    this.degrees = 0;
    /** Whether the current field is shown large. */
    this.isCloseUp = false;
    this.root = /** @type {HTMLElement} */ (document.getElementById("viewer"));
    this.scroller = /** @type {HTMLElement} */ (document.getElementById("sheets"));
    this.hint = document.getElementById("viewer-hint");
    this.sheets = [...this.scroller.querySelectorAll(".sheet")].map((element) => new Sheet(/** @type {HTMLElement} */ (element), this.root.dataset.document ?? ""));
    for (const sheet of this.sheets) this.listen(sheet);
    this.root.addEventListener("click", (event) => this.useTool(event));
    new ResizeObserver(() => this.layout()).observe(this.scroller);
    this.scroller.addEventListener("scroll", () => this.markThumb(), { passive: true });
    this.layout();
    if (localStorage.getItem("idp.closeUp") === "yes") this.toggleCloseUp();
  }

  /** @param {Sheet} sheet */
  listen(sheet) {
    const svg = sheet.svg;
    sheet.image.addEventListener("load", () => this.layout());
    sheet.image.addEventListener("error", () => this.say(text("viewer.failed")));
    // The field keeps the focus while the page is clicked.
    svg.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      if (event.button === 0) sheet.startArea(event);
    });
    svg.addEventListener("mousedown", (event) => event.preventDefault());
    svg.addEventListener("pointerup", (event) => {
      const box = sheet.endArea(event);
      if (box) this.onArea(sheet.page, box);
    });
    svg.addEventListener("pointercancel", (event) => void sheet.endArea(event));
    svg.addEventListener("pointerenter", (event) => void sheet.loadWords().then(() => this.point(sheet, event)));
    svg.addEventListener("pointermove", (event) => this.point(sheet, event));
    svg.addEventListener("pointerleave", () => {
      this.onHoverBox(null);
      this.mark("is-hover", null);
      sheet.markWord(null);
      this.say("");
    });
    svg.addEventListener("click", (event) => {
      if (sheet.wasDrawn) return;
      void sheet.loadWords().then(() => this.onPick(sheet.pick(event)));
    });
  }

  /** Lights what is under the pointer and says what a click would do. @param {Sheet} sheet @param {MouseEvent} event */
  point(sheet, event) {
    if (sheet.drawArea(event)) return;
    const edge = sheet.edgeAt(event);
    sheet.showEdge(edge);
    if (edge) return this.say(text("viewer.edge"));
    const pick = sheet.pick(event);
    this.onHoverBox(pick.boxOf);
    this.mark("is-hover", pick.boxOf);
    sheet.markWord(pick.word);
    this.say(this.describe(pick));
  }

  /** @param {string} sentence */
  say(sentence) {
    if (this.hint) this.hint.textContent = sentence;
  }

  /** @param {MouseEvent} event */
  useTool(event) {
    const at = event.target instanceof Element ? event.target : null;
    const tool = at?.closest("[data-view]");
    if (tool instanceof HTMLElement) {
      const act = { in: () => this.zoomBy(1.25), out: () => this.zoomBy(0.8), fit: () => this.fit(), turn: () => this.turn(), boxes: () => this.toggleBoxes(), close: () => this.toggleCloseUp(), text: () => void this.toggleText() };
      act[/** @type {keyof typeof act} */ (tool.dataset.view)]?.();
    }
    const thumb = at?.closest("[data-thumb]");
    if (thumb instanceof HTMLElement) {
      event.preventDefault();
      document.getElementById(`page-${thumb.dataset.thumb}`)?.scrollIntoView({ block: "start" });
    }
  }

  layout() {
    const width = Math.max(120, this.scroller.clientWidth - 20) * this.zoom;
    for (const sheet of this.sheets) sheet.layout(width, this.degrees);
    const output = document.getElementById("zoom");
    if (output) output.textContent = `${Math.round(this.zoom * 100)} %`;
    this.markThumb();
  }

  /** @param {number} factor */
  zoomBy(factor) {
    const middle = (this.scroller.scrollTop + this.scroller.clientHeight / 2) / Math.max(1, this.scroller.scrollHeight);
    this.zoom = Math.min(5, Math.max(0.3, this.zoom * factor));
    this.layout();
    this.scroller.scrollTop = middle * this.scroller.scrollHeight - this.scroller.clientHeight / 2;
  }

  fit() {
    this.zoom = 1;
    this.layout();
  }

  turn() {
    this.degrees = (this.degrees + 90) % 360;
    this.layout();
  }

  toggleBoxes() {
    const hidden = this.root.classList.toggle("no-boxes");
    this.root.querySelector('[data-view="boxes"]')?.setAttribute("aria-pressed", String(!hidden));
  }

  /** Shows the words of the pages as text, to be read aloud or copied, or the pictures again. */
  async toggleText() {
    const shown = !this.root.classList.contains("as-texts");
    await Promise.all(this.sheets.map((sheet) => sheet.loadWords()));
    this.root.classList.toggle("as-texts", shown);
    this.root.querySelector('[data-view="text"]')?.setAttribute("aria-pressed", String(shown));
    for (const sheet of this.sheets) sheet.showText(shown);
  }

  /** @param {string} name @param {string | null} path @returns {Element | null} */
  mark(name, path) {
    let first = null;
    for (const box of this.scroller.querySelectorAll(BOX)) {
      const isIt = path !== null && path !== "" && /** @type {SVGElement} */ (box).dataset.boxOf === path;
      box.classList.toggle(name, isIt);
      if (isIt) first ??= box;
    }
    return first;
  }

  /** @param {string} path */
  hasBox(path) {
    return this.boxOf(path) !== null;
  }

  /** @param {string} path @returns {SVGElement | null} */
  boxOf(path) {
    return path ? this.scroller.querySelector(`[data-box-of="${CSS.escape(path)}"]:not(.is-left)`) : null;
  }

  /** Moves a value's box to where the value was taken from, or, for null, back to where it was read. @param {string} path @param {number} page @param {number[] | null} box */
  placeBox(path, page, box) {
    for (const old of this.scroller.querySelectorAll(`[data-box-of="${CSS.escape(path)}"]`)) {
      if (old.classList.contains("is-taken")) old.remove();
      else old.classList.toggle("is-left", box !== null);
    }
    const sheet = this.sheets.find((one) => one.page === page);
    if (!box || !sheet) return;
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", "box band-typed is-taken");
    rect.dataset.boxOf = path;
    place(rect, box);
    sheet.svg.append(rect);
  }

  /** The piece of the page where the value stands, as a picture; null where it has no place. @param {string} path @returns {SVGElement | null} */
  cropOf(path) {
    const box = this.boxOf(path);
    const sheet = this.sheets.find((one) => box && one.svg.contains(box));
    if (!box || !sheet?.image.naturalWidth) return null;
    const { naturalWidth: wide, naturalHeight: high } = sheet.image;
    const [left, top, width, height] = ["x", "y", "width", "height"].map((name) => Number(box.getAttribute(name)) / 100);
    const air = 0.004;
    const view = [(left - air) * wide, (top - air) * high, (width + 2 * air) * wide, (height + 2 * air) * high];
    const crop = document.createElementNS(SVG, "svg");
    crop.setAttribute("viewBox", view.join(" "));
    crop.setAttribute("class", "crop");
    crop.setAttribute("aria-hidden", "true");
    const image = document.createElementNS(SVG, "image");
    for (const [name, value] of Object.entries({ href: sheet.image.src, width: wide, height: high })) image.setAttribute(name, String(value));
    crop.append(image);
    return crop;
  }

  /** The words that stand in the value's box. @param {string} path @returns {Promise<Word[]>} */
  async wordsOf(path) {
    const box = this.boxOf(path);
    const sheet = this.sheets.find((one) => box && one.svg.contains(box));
    if (!box || !sheet) return [];
    await sheet.loadWords();
    const [left, top, width, height] = ["x", "y", "width", "height"].map((name) => Number(box.getAttribute(name)) / 100);
    return sheet.words.filter((word) => {
      const [x, y] = [(word.left + word.right) / 2, (word.top + word.bottom) / 2];
      return x >= left && x <= left + width && y >= top && y <= top + height;
    });
  }

  /** @param {string} path */
  showField(path) {
    for (const sheet of this.sheets) sheet.showSpot(null);
    const box = this.mark("is-current", path);
    if (box && this.isCloseUp) this.enlarge(box);
    else if (box) this.bringIntoView(box);
  }

  toggleCloseUp() {
    this.isCloseUp = !this.isCloseUp;
    localStorage.setItem("idp.closeUp", this.isCloseUp ? "yes" : "no");
    this.root.querySelector('[data-view="close"]')?.setAttribute("aria-pressed", String(this.isCloseUp));
    const current = this.scroller.querySelector(".is-current");
    if (!this.isCloseUp) this.fit();
    else if (current) this.enlarge(current);
  }

  /** Zooms until the box is easy to read and puts it in the middle. @param {Element} box */
  enlarge(box) {
    const wide = box.getBoundingClientRect().width / this.zoom;
    this.zoom = Math.min(3, Math.max(1, (this.scroller.clientWidth * 0.5) / Math.max(1, wide)));
    this.layout();
    const seen = this.scroller.getBoundingClientRect();
    const at = box.getBoundingClientRect();
    this.scroller.scrollTop += at.top + at.height / 2 - seen.top - seen.height / 2;
    this.scroller.scrollLeft += at.left + at.width / 2 - seen.left - seen.width / 2;
  }

  /** @param {string | null} path */
  hoverField(path) {
    this.mark("is-hover", path);
  }

  /** @param {number} page @param {number[]} box */
  showSpot(page, box) {
    for (const sheet of this.sheets) sheet.showSpot(sheet.page === page ? box : null);
    const spot = this.sheets.find((sheet) => sheet.page === page)?.svg.querySelector(".spot");
    if (spot) this.bringIntoView(spot);
  }

  /** Scrolls only where the box is out of sight, so that the page does not jump under the eye. @param {Element} box */
  bringIntoView(box) {
    const seen = this.scroller.getBoundingClientRect();
    const at = box.getBoundingClientRect();
    if (at.top < seen.top + 20 || at.bottom > seen.bottom - 20) this.scroller.scrollTop += at.top - seen.top - seen.height / 3;
    if (at.left < seen.left + 10 || at.right > seen.right - 10) this.scroller.scrollLeft += at.left - seen.left - seen.width / 3;
  }

  markThumb() {
    const middle = this.scroller.getBoundingClientRect().top + this.scroller.clientHeight / 3;
    const here = this.sheets.filter((sheet) => sheet.element.getBoundingClientRect().top <= middle).at(-1) ?? this.sheets[0];
    for (const thumb of this.root.querySelectorAll("[data-thumb]")) {
      if (/** @type {HTMLElement} */ (thumb).dataset.thumb === String(here?.page)) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    }
  }
}

export class Sheet {
  /** @param {HTMLElement} element @param {string} documentId */
  constructor(element, documentId) {
    this.element = element;
    this.page = Number(element.dataset.page);
    this.turned = /** @type {HTMLElement} */ (element.querySelector(".turn"));
    this.image = /** @type {HTMLImageElement} */ (element.querySelector("img"));
    this.svg = /** @type {SVGSVGElement} */ (element.querySelector("svg"));
    this.address = `/documents/${documentId}/pages/${this.page}/words`;
    /** @type {Promise<void> | null} */
    this.loading = null;
    /** @type {Word[]} */
    this.words = [];
    this.degrees = 0;
    this.size = { width: 0, height: 0 };
    /** Where a box is being drawn from. @type {{x: number, y: number, clientX: number, clientY: number} | null} */
    this.start = null;
    /** The box whose edge is being moved, and which of its four numbers move. @type {{box: number[], moves: number[]} | null} */
    this.edge = null;
    /** Whether the pointer that was just lifted had drawn a box: its click is none. */
    this.wasDrawn = false;
  }

  /** @param {PointerEvent} event */
  startArea(event) {
    this.start = { ...this.fraction(event), clientX: event.clientX, clientY: event.clientY };
    this.edge = this.edgeAt(event);
    this.wasDrawn = false;
  }

  /** Shows the box drawn so far; false while the pointer has hardly moved. @param {MouseEvent} event */
  drawArea(event) {
    const box = this.areaTo(event);
    if (!box) return false;
    if (event instanceof PointerEvent && !this.svg.hasPointerCapture(event.pointerId)) this.svg.setPointerCapture(event.pointerId);
    this.draw(".area", box);
    return true;
  }

  /** The box that was drawn, null for a click. @param {PointerEvent} event */
  endArea(event) {
    const box = event.type === "pointerup" ? this.areaTo(event) : null;
    this.start = null;
    this.edge = null;
    this.wasDrawn = box !== null;
    this.draw(".area", null);
    return box;
  }

  /** @param {MouseEvent} event */
  areaTo(event) {
    const least = 6; // pixels: a hand shakes while it clicks
    const from = this.start;
    if (!from || Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) < least) return null;
    const to = this.fraction(event);
    const cut = (/** @type {number} */ value) => Math.min(1, Math.max(0, value));
    if (this.edge) {
      const [left, top, right, bottom] = this.edge.box.map((value, at) => (this.edge?.moves.includes(at) ? [to.x, to.y][at % 2] : value));
      return [Math.min(left, right), Math.min(top, bottom), Math.max(left, right), Math.max(top, bottom)].map(cut);
    }
    return [Math.min(from.x, to.x), Math.min(from.y, to.y), Math.max(from.x, to.x), Math.max(from.y, to.y)].map(cut);
  }

  /** The current box where the pointer is on its edge, and which of left, top, right, bottom the pointer would move. @param {MouseEvent} event */
  edgeAt(event) {
    const current = this.svg.querySelector(".box.is-current:not(.is-left)");
    if (!current || !this.size.width) return null;
    const [left, top, width, height] = ["x", "y", "width", "height"].map((name) => Number(current.getAttribute(name)) / 100);
    const box = [left, top, left + width, top + height];
    const { x, y } = this.fraction(event);
    const near = (/** @type {number} */ at) => Math.abs([x, y][at % 2] - box[at]) * (at % 2 ? this.size.height : this.size.width) <= EDGE;
    // Only from inside: a box begun just outside, around the next line's words, is a new one.
    if (x < left || x > box[2] || y < top || y > box[3]) return null;
    // Two edges that lie closer together than the hand can tell: the one that is nearer.
    const moves = [[0, 2], [1, 3]].flatMap(([one, other]) => {
      const nearer = Math.abs([x, y][one % 2] - box[one]) <= Math.abs([x, y][one % 2] - box[other]) ? one : other;
      return near(nearer) ? [nearer] : [];
    });
    return moves.length ? { box, moves } : null;
  }

  /** @param {{moves: number[]} | null} edge */
  showEdge(edge) {
    const across = edge?.moves.some((at) => at % 2 === 0) ?? false;
    const along = edge?.moves.some((at) => at % 2 === 1) ?? false;
    const isUpright = this.degrees % 180 === 0;
    this.svg.style.cursor = across && along ? "move" : across || along ? (across === isUpright ? "ew-resize" : "ns-resize") : "";
  }

  /** @param {number} width in pixels, of the page as it is turned @param {number} degrees */
  layout(width, degrees) {
    const ratio = this.image.naturalWidth ? this.image.naturalHeight / this.image.naturalWidth : 1.414;
    const isUpright = degrees % 180 === 0;
    this.size = isUpright ? { width, height: width * ratio } : { width: width / ratio, height: width };
    this.degrees = degrees;
    this.element.style.width = `${width}px`;
    this.element.style.height = `${isUpright ? this.size.height : this.size.width}px`;
    this.turned.style.width = `${this.size.width}px`;
    this.turned.style.height = `${this.size.height}px`;
    this.turned.style.transform = `translate(-50%, -50%) rotate(${degrees}deg)`;
  }

  loadWords() {
    this.loading ??= fetch(this.address, { headers: { accept: "application/json" } }).then(async (answer) => {
      if (!answer.ok) return;
      const rows = /** @type {[string, number, number, number, number, number | null][]} */ (await answer.json());
      this.words = rows.map(([word, left, top, right, bottom, confidence]) => ({ text: word, left, top, right, bottom, confidence }));
    });
    return this.loading;
  }

  /** @param {MouseEvent} event @returns {Pick} */
  pick(event) {
    const { x, y } = this.fraction(event);
    const slack = 0.003;
    const holds = (/** @type {Word} */ w) => x >= w.left - slack && x <= w.right + slack && y >= w.top - slack && y <= w.bottom + slack;
    const inside = [...this.svg.querySelectorAll(BOX)].filter((box) => {
      const [left, top, width, height] = ["x", "y", "width", "height"].map((name) => Number(box.getAttribute(name)) / 100);
      return x >= left && x <= left + width && y >= top && y <= top + height;
    });
    const area = (/** @type {Element} */ box) => Number(box.getAttribute("width")) * Number(box.getAttribute("height"));
    const smallest = inside.sort((a, b) => area(a) - area(b))[0];
    return {
      page: this.page, word: this.words.find(holds) ?? null,
      boxOf: smallest instanceof SVGElement ? smallest.dataset.boxOf ?? null : null,
      take: event.shiftKey, append: event.ctrlKey || event.metaKey,
    };
  }

  /** The pointer in fractions of the upright page. @param {MouseEvent} event */
  fraction(event) {
    const seen = this.element.getBoundingClientRect();
    const dx = event.clientX - seen.left - seen.width / 2;
    const dy = event.clientY - seen.top - seen.height / 2;
    const back = (-this.degrees * Math.PI) / 180;
    return {
      x: (dx * Math.cos(back) - dy * Math.sin(back)) / this.size.width + 0.5,
      y: (dx * Math.sin(back) + dy * Math.cos(back)) / this.size.height + 0.5,
    };
  }

  /** @param {boolean} shown */
  showText(shown) {
    const text = /** @type {HTMLElement | null} */ (this.element.querySelector(".as-text"));
    if (!text) return;
    text.hidden = !shown;
    if (shown) text.textContent = inLines(this.words);
  }

  /** @param {Word | null} word */
  markWord(word) {
    this.draw(".word-mark", word ? [word.left, word.top, word.right, word.bottom] : null);
  }

  /** @param {number[] | null} box */
  showSpot(box) {
    this.draw(".spot", box);
  }

  /** @param {string} which @param {number[] | null} box */
  draw(which, box) {
    const rect = this.svg.querySelector(which);
    if (rect) place(rect, box ?? [0, 0, 0, 0]);
  }
}

/** The words, which come in reading order, with a new line where the next one stands lower or starts again at the left. @param {Word[]} words */
function inLines(words) {
  let whole = "";
  for (const [at, word] of words.entries()) {
    const before = words[at - 1];
    const follows = before && word.top < (before.top + before.bottom) / 2 + (before.bottom - before.top) / 4 && word.left >= before.left;
    whole += !before ? word.text : follows ? ` ${word.text}` : `\n${word.text}`;
  }
  return whole;
}

/** @param {Element} rect @param {number[]} box in page fractions */
function place(rect, [left, top, right, bottom]) {
  for (const [name, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top })) rect.setAttribute(name, String(value * 100));
}
