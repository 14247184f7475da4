// @ts-check
// The list from which vendor, orders, a line's place and its booking are chosen: typed letters narrow it, arrows and Enter choose.

import { isDialogOpen, text } from "./app.js";

const PAUSE = 180; // milliseconds without a key before the service is asked

/** A thing to choose. @typedef {{label: string, detail: string, fields: Record<string, string>}} Row */

export class Pick {
  /** @param {import("./fields.js").Fields} fields */
  constructor(fields) {
    this.fields = fields;
    this.dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("pick"));
    this.input = /** @type {HTMLInputElement | null} */ (document.getElementById("pick-text"));
    this.list = document.getElementById("pick-list");
    /** @type {Row[]} */
    this.rows = [];
    this.at = 0;
    this.timer = 0;
    this.asking = new AbortController();
    if (!this.dialog || !this.input) return;
    // The comparison is drawn anew while values are typed, so its buttons are found when they are pressed.
    document.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-pick]") : null;
      if (button instanceof HTMLElement) this.open(button);
    });
    this.input.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.ask(), PAUSE);
    });
    this.dialog.addEventListener("keydown", (event) => this.press(event));
    this.dialog.addEventListener("close", () => this.asking.abort());
    this.list?.addEventListener("click", (event) => {
      const row = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (row) this.choose([...(this.list?.children ?? [])].indexOf(row));
    });
  }

  /** Opens the list for the line that is being worked on, else for the first one without an order line. */
  openForLine() {
    const cell = this.fields.current?.dataset.path?.match(/^lines\.(\d+)\./);
    const own = cell ? this.buttonOf(Number(cell[1])) : null;
    const without = document.querySelector("tr:has(.what > em) [data-pick=line]");
    const button = own ?? without ?? document.querySelector("[data-pick=line]");
    if (button instanceof HTMLElement) this.open(button);
    else this.fields.say(text("pick.nothing"));
  }

  /** @param {number} index of the line, from 0 @param {string} [what] @returns {HTMLElement | null} */
  buttonOf(index, what = "line") {
    return document.querySelector(`[data-pick="${what}"][data-line="${index}"]`);
  }

  /** Opens a list for a line: of order lines, charges, accounts or taxes. @param {number} index of the line, from 0 @param {string} what */
  openFor(index, what) {
    const button = this.buttonOf(index, what === "charge" ? "line" : what);
    if (button) this.open(button, what);
    else this.fields.say(text(index < 0 ? "action.unsaved" : "pick.nothing"));
  }

  /** @param {HTMLElement} button @param {string} [what] another list than the button's own */
  open(button, what) {
    if (this.fields.isDirty) return this.fields.say(text("action.unsaved"));
    if (isDialogOpen() || !this.dialog || !this.input) return;
    this.what = what ?? button.dataset.pick ?? "";
    this.line = button.dataset.line ?? "";
    const title = document.getElementById("pick-title");
    if (title) title.textContent = button.dataset.title ?? "";
    this.input.value = (button.dataset.suggested ?? "").split(" ")[0];
    this.show([]);
    this.dialog.showModal();
    this.input.focus();
    this.input.select();
    void this.ask();
  }

  async ask() {
    this.asking.abort();
    this.asking = new AbortController();
    this.hint(text("pick.looking"));
    const query = new URLSearchParams({ q: this.input?.value ?? "", line: this.line || "-1" });
    try {
      const answer = await fetch(`/documents/${this.dialog?.dataset.document}/pick/${this.what}?${query}`, {
        headers: { accept: "application/json" }, signal: this.asking.signal,
      });
      if (!answer.ok) return this.hint(/** @type {{detail?: string}} */ (await answer.json()).detail ?? text("pick.failed"));
      this.show(/** @type {Row[]} */ (await answer.json()));
      this.hint(text(this.rows.length ? "pick.keys" : "pick.nothing"));
    } catch (trouble) {
      if (!(trouble instanceof DOMException && trouble.name === "AbortError")) this.hint(text("pick.failed"));
    }
  }

  /** @param {Row[]} rows */
  show(rows) {
    this.rows = rows;
    this.list?.replaceChildren(...rows.map((row, number) => {
      const item = document.createElement("li");
      item.id = `pick-${number}`;
      item.setAttribute("role", "option");
      const label = document.createElement("b");
      label.textContent = row.label;
      const detail = document.createElement("span");
      detail.textContent = row.detail;
      item.append(label, detail);
      return item;
    }));
    this.go(0);
  }

  /** @param {number} to */
  go(to) {
    this.at = Math.max(0, Math.min(this.rows.length - 1, to));
    for (const [number, item] of [...(this.list?.children ?? [])].entries()) {
      item.setAttribute("aria-selected", String(number === this.at));
      if (number === this.at) item.scrollIntoView({ block: "nearest" });
    }
    if (this.rows.length) this.input?.setAttribute("aria-activedescendant", `pick-${this.at}`);
    else this.input?.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (step) {
      event.preventDefault();
      this.go(this.at + step);
    } else if (event.altKey && /^[1-9]$/.test(event.key)) {
      event.preventDefault();
      this.choose(Number(event.key) - 1);
    } else if (event.key === "Enter" && event.target === this.input) {
      event.preventDefault();
      this.choose(this.at);
    }
  }

  /** @param {number} number */
  choose(number) {
    const row = this.rows[number];
    const form = document.getElementById("choose");
    if (!row || !(form instanceof HTMLFormElement)) return;
    for (const name of ["topic", "line", "ids", "charge", "part"]) {
      const input = form.elements.namedItem(name);
      if (input instanceof HTMLInputElement) input.value = row.fields[name] ?? "";
    }
    form.requestSubmit();
  }

  /** @param {string} sentence */
  hint(sentence) {
    const hint = document.getElementById("pick-hint");
    if (hint) hint.textContent = sentence;
  }
}
