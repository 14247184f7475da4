// @ts-check
// The inputs: which one is current, what has been changed, where a value was taken from.

import { text } from "./app.js";

/** A word of a page; its box in page fractions, the engine's own confidence 0–1 where it gave one. @typedef {{text: string, left: number, top: number, right: number, bottom: number, confidence?: number | null}} Word */

export class Fields {
  constructor() {
    /** @type {(path: string) => void} */
    this.onFocus = () => {};
    /** @type {(path: string | null) => void} */
    this.onHover = () => {};
    /** A value was typed, filled or put back. @type {() => void} */
    this.onChange = () => {};
    /** A value was taken from this place of a page, or, for null, is back where it was read. @type {(path: string, page: number, box: number[] | null) => void} */
    this.onPlace = () => {};
    /** What the paper shows where the value stands, for the line under the fields. @type {(path: string) => Element | null} */
    this.cropOf = () => null;
    /** The input that was last in use; a click on the page fills it. @type {HTMLInputElement | null} */
    this.current = null;
    const form = document.getElementById("correction");
    this.form = form instanceof HTMLFormElement ? form : null;
    this.detail = document.getElementById("detail");
    this.isSaving = false;
    if (this.form) this.listen(this.form);
    this.markChanged();
  }

  /** @param {HTMLFormElement} form */
  listen(form) {
    for (const input of this.inputs) input.dir = "auto"; // what is written from right to left reads so here
    form.addEventListener("focusin", (event) => this.enter(event.target));
    form.addEventListener("input", (event) => {
      const input = event.target;
      if (!(input instanceof HTMLInputElement)) return;
      this.forgetPlace(input);
      this.markChanged();
    });
    form.addEventListener("pointerover", (event) => this.onHover(pathOf(event.target)));
    form.addEventListener("pointerleave", () => this.onHover(null));
    form.addEventListener("click", (event) => {
      const restore = event.target instanceof Element ? event.target.closest("[data-restore]") : null;
      if (restore instanceof HTMLElement) this.restore(restore.dataset.restore ?? "");
    });
    form.addEventListener("submit", (event) => {
      if (!this.isDirty) {
        event.preventDefault();
        this.say(text("action.nothing"));
      }
      this.isSaving = this.isDirty;
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.isDirty && !this.isSaving) event.preventDefault();
    });
    document.getElementById("add-line")?.addEventListener("click", (event) => {
      if (event.currentTarget instanceof HTMLElement) this.addLine(event.currentTarget);
    });
  }

  get inputs() {
    return /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("input[data-path]")]);
  }

  get isDirty() {
    return this.inputs.some((input) => input.value !== input.dataset.shown);
  }

  /** @param {string} path @returns {HTMLInputElement | null} */
  find(path) {
    return this.inputs.find((input) => input.dataset.path === path) ?? null;
  }

  /** @param {HTMLInputElement} input @returns {HTMLInputElement | null} */
  place(input) {
    return document.querySelector(`input[data-place="${CSS.escape(input.dataset.path ?? "")}"]`);
  }

  /** The value does not stand where it was taken from any more. @param {HTMLInputElement} input */
  forgetPlace(input) {
    this.place(input)?.setAttribute("value", "");
    this.onPlace(input.dataset.path ?? "", 0, null);
  }

  /** @param {string} path */
  label(path) {
    return this.find(path)?.dataset.label ?? path;
  }

  /** @param {EventTarget | null} target */
  enter(target) {
    if (!(target instanceof HTMLInputElement) || !target.dataset.path) return;
    this.current?.classList.remove("is-current");
    this.current = target;
    target.classList.add("is-current");
    this.describe(target);
    this.onFocus(target.dataset.path);
  }

  /** @param {HTMLInputElement} input */
  describe(input) {
    if (!this.detail) return;
    const name = document.createElement("b");
    name.textContent = input.dataset.label ?? "";
    const words = document.createElement("span");
    // What does not fit into its input is told in full.
    const whole = input.scrollWidth > input.clientWidth ? `“${input.value}” · ` : "";
    words.append(name, ` ${whole}${input.dataset.detail ?? ""}`);
    const crop = this.cropOf(input.dataset.path ?? "");
    this.detail.replaceChildren(...(crop ? [crop] : []), words);
    this.detail.title = `${whole}${input.dataset.detail ?? ""}`;
  }

  /** @param {string} sentence */
  say(sentence) {
    this.detail?.replaceChildren(sentence);
  }

  /** Goes to the input; for a line without a column, to its first cell that asks. @param {string} path @returns {boolean} */
  focus(path) {
    const cells = () => this.inputs.filter((input) => input.dataset.path?.startsWith(`${path}.`));
    const input = this.find(path) ?? cells().find((cell) => "asks" in cell.dataset) ?? cells()[0];
    if (!input) return false;
    const folded = input.closest("details");
    if (folded) folded.open = true;
    input.focus();
    input.select();
    return true;
  }

  leave() {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    this.current?.classList.remove("is-current");
    this.current = null;
    this.detail?.replaceChildren();
    this.onFocus("");
  }

  /** The next field that needs a person, round the end; when all were looked at, the button that comes next.
   * Going on from a field says that its value is right as it stands, or as it was typed. */
  nextAsking() {
    const all = this.inputs;
    const here = document.activeElement instanceof HTMLInputElement ? all.indexOf(document.activeElement) : -1;
    if (here >= 0) this.markSeen(all[here]);
    const round = [...all.slice(here + 1), ...all.slice(0, here + 1)];
    const next = round.find((input) => "asks" in input.dataset && !("seen" in input.dataset) && input.value === input.dataset.shown);
    if (next?.dataset.path) this.focus(next.dataset.path);
    else document.getElementById(this.isDirty ? "save" : "approve")?.focus();
  }

  /** @param {HTMLInputElement} input */
  markSeen(input) {
    if (!("asks" in input.dataset)) return;
    input.dataset.seen = "";
    input.title = text("action.seen");
    input.closest(".field, td.cell")?.classList.add("seen");
  }

  /** Puts a word of the page into the current field and remembers where it stood. @param {Word} word @param {number} page @param {boolean} append */
  fill(word, page, append) {
    const input = this.current;
    if (!input || input.readOnly) return;
    const place = this.place(input);
    const old = append ? place?.value.split(" ").map(Number) ?? [] : [];
    const value = append && input.value ? `${input.value} ${word.text}` : word.text;
    input.focus();
    input.select();
    // Typing it, rather than setting it, keeps the browser's own undo.
    if (!document.execCommand("insertText", false, value)) input.value = value;
    const joined = old.length === 5 && old[0] === page
      ? [Math.min(old[1], word.left), Math.min(old[2], word.top), Math.max(old[3], word.right), Math.max(old[4], word.bottom)]
      : [word.left, word.top, word.right, word.bottom];
    place?.setAttribute("value", [page, ...joined].join(" "));
    this.onPlace(input.dataset.path ?? "", page, joined);
    this.markChanged();
    this.describe(input);
    this.onFocus(input.dataset.path ?? "");
  }

  /** @param {string} path */
  restore(path) {
    const input = this.find(path);
    if (!input) return;
    input.value = input.dataset.shown ?? "";
    this.forgetPlace(input);
    input.focus();
    this.markChanged();
  }

  /** Empties a line, or puts back what was read when it is empty already. @param {HTMLTableRowElement | null} row */
  emptyOrRefill(row) {
    const cells = /** @type {HTMLInputElement[]} */ ([...(row?.querySelectorAll("input[data-path]") ?? [])]);
    const isEmpty = cells.every((cell) => cell.value === "");
    for (const cell of cells) {
      cell.value = isEmpty ? cell.dataset.shown ?? "" : "";
      this.forgetPlace(cell);
    }
    this.markChanged();
  }

  markChanged() {
    for (const input of this.inputs) input.classList.toggle("changed", input.value !== input.dataset.shown);
    this.onChange();
  }

  /** Marks the inputs, and lines, that wait for a person. @param {Set<string>} paths */
  markAsking(paths) {
    for (const input of this.inputs) {
      const asks = paths.has(input.dataset.path ?? "");
      if (asks) input.dataset.asks = "";
      else delete input.dataset.asks;
      if (asks) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      input.closest(".field, td.cell")?.classList.toggle("asks", asks);
    }
    for (const row of document.querySelectorAll("#lines tr[data-line]")) {
      const own = `lines.${/** @type {HTMLElement} */ (row).dataset.line}`;
      row.classList.toggle("asks", [...paths].some((path) => path === own || path.startsWith(`${own}.`)));
    }
  }

  /** @param {string | null} path */
  hover(path) {
    for (const input of document.querySelectorAll("input.is-hover")) input.classList.remove("is-hover");
    if (path) this.find(path)?.classList.add("is-hover");
  }

  save() {
    const button = document.getElementById("save");
    if (button instanceof HTMLButtonElement && !button.disabled) this.form?.requestSubmit();
  }

  /** Saves and has the next document come, as its own button does. */
  saveAndNext() {
    const button = document.getElementById("save-next");
    if (button instanceof HTMLButtonElement && !button.disabled) this.form?.requestSubmit(button);
  }

  /** Adds an empty line to the table. @param {HTMLElement} button */
  addLine(button) {
    const body = document.querySelector("#lines tbody");
    body?.querySelector(".no-lines")?.remove();
    const index = body?.querySelectorAll("tr").length ?? 0;
    const labels = (button.dataset.labels ?? "").split("|");
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.className = "index";
    head.textContent = String(index + 1);
    row.append(head, ...(button.dataset.columns ?? "").split(" ").map((column, at) => {
      const path = `lines.${index}.${column}`;
      const cell = document.createElement("td");
      cell.className = "cell";
      cell.append(makeInput("text", `field:${path}`, { path, shown: "", label: `${labels[at]} ${index + 1}`, detail: "" }), makeInput("hidden", `place:${path}`, { place: path }));
      return cell;
    }));
    body?.append(row);
    row.querySelector("input")?.focus();
  }
}

/** @param {string} type @param {string} name @param {Record<string, string>} data */
function makeInput(type, name, data) {
  const input = document.createElement("input");
  input.type = type;
  input.name = name;
  input.autocomplete = "off";
  Object.assign(input.dataset, data);
  if (data.label) input.setAttribute("aria-label", data.label);
  return input;
}

/** @param {EventTarget | null} target */
function pathOf(target) {
  const scope = target instanceof Element ? target.closest(".field, td.cell") : null;
  const input = scope?.querySelector("input[data-path]");
  return input instanceof HTMLInputElement ? input.dataset.path ?? null : null;
}
