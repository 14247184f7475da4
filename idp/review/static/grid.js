// @ts-check
// The lines as a grid: moving by keys, copying down, new lines, dividing and joining lines, pasting from a spreadsheet.

import { text } from "./app.js";
import { LineMenu } from "./line.js";

const NUMBERS = new Set(["quantity", "amount", "quantity_delivered"]);

export class Grid {
  /** @param {import("./fields.js").Fields} fields */
  constructor(fields) {
    this.fields = fields;
    /** A person wants to say where a line belongs, or how it is booked: the list of what there is to choose from. @type {(index: number, what: string) => void} */
    this.onPlace = () => {};
    const table = document.getElementById("lines");
    if (!table || !document.getElementById("add-line")) return;
    table.addEventListener("keydown", (event) => this.press(event));
    table.addEventListener("paste", (event) => this.paste(event));
    new LineMenu((row, action) => this.act(row, action));
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const cell = event.target;
    if (!(cell instanceof HTMLInputElement) || !cell.dataset.path) return;
    const act = this.actionOf(event, cell);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** @param {HTMLTableRowElement} row @param {string} action */
  act(row, action) {
    if (action === "split") this.split(row);
    else if (action === "join") this.join(row);
    else if (action === "empty") this.fields.emptyOrRefill(row);
    else this.onPlace(Number(row.dataset.line ?? -1), action);
  }

  /** @param {KeyboardEvent} event @param {HTMLInputElement} cell @returns {(() => void) | null} */
  actionOf(event, cell) {
    const row = /** @type {HTMLTableRowElement} */ (cell.closest("tr"));
    if (event.altKey) {
      const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
      const step = steps[/** @type {keyof typeof steps} */ (event.key)];
      if (step) return () => this.go(cell, step[0], step[1]);
      if (event.key === "Enter") return () => this.add(columnOf(cell));
      if (event.key === "Delete") return () => this.fields.emptyOrRefill(row);
      if (event.key.toLowerCase() === "d") return () => this.split(row);
      if (event.key.toLowerCase() === "j") return () => this.join(row);
      const list = { c: "charge", t: "tax", b: "account" }[/** @type {"c"} */ (event.key.toLowerCase())];
      if (list) return () => this.act(row, list);
    }
    if (event.ctrlKey && event.key === "Enter") return () => this.copyDown(cell);
    return null;
  }

  get rows() {
    return /** @type {HTMLTableRowElement[]} */ ([...document.querySelectorAll("#lines tbody tr:not(.no-lines)")]);
  }

  /** @param {HTMLInputElement} cell @param {number} down @param {number} right */
  go(cell, down, right) {
    const rows = this.rows;
    const row = /** @type {HTMLTableRowElement} */ (cell.closest("tr"));
    const at = cellsOf(row).indexOf(cell);
    const target = cellsOf(rows[rows.indexOf(row) + down] ?? row)[at + right];
    target?.focus();
    target?.select();
  }

  /** A new line at the end, with the cursor in the same column. @param {string} column */
  add(column) {
    const button = document.getElementById("add-line");
    if (button) this.fields.addLine(button);
    const row = this.rows.at(-1);
    (row ? cellOf(row, column) : null)?.focus();
    return row ?? null;
  }

  /** Takes over what stands above. @param {HTMLInputElement} cell */
  copyDown(cell) {
    const row = /** @type {HTMLTableRowElement} */ (cell.closest("tr"));
    const above = this.rows[this.rows.indexOf(row) - 1];
    const source = above ? cellOf(above, columnOf(cell)) : null;
    if (source) this.put(cell, source.value);
  }

  /** Divides a line in two: the second has the same texts and price, quantity and amount are for the person to say. @param {HTMLTableRowElement} row */
  split(row) {
    const fresh = this.add("quantity");
    if (!fresh) return;
    for (const cell of cellsOf(row)) {
      const target = cellOf(fresh, columnOf(cell));
      if (target && !NUMBERS.has(columnOf(cell))) this.put(target, cell.value);
    }
    row.after(fresh);
    this.fields.focus((cellOf(row, "quantity") ?? cellsOf(row)[0])?.dataset.path ?? "");
    this.fields.say(text("lines.split.now"));
  }

  /** Joins a line with the one below: texts one after the other, empty cells filled, equal prices keep theirs and their amounts add up.
   * @param {HTMLTableRowElement} row */
  join(row) {
    const below = this.rows[this.rows.indexOf(row) + 1];
    if (!below) return this.fields.say(text("lines.join.none"));
    const [price, other] = [row, below].map((line) => cellOf(line, "unit_price")?.value ?? "");
    for (const cell of cellsOf(row)) {
      const column = columnOf(cell);
      const more = cellOf(below, column)?.value ?? "";
      if (!more) continue;
      if (!cell.value) this.put(cell, more);
      else if (column === "description") this.put(cell, `${cell.value} ${more}`);
      else if (NUMBERS.has(column) && (column !== "quantity" || price === other)) this.put(cell, sum(cell.value, more));
    }
    for (const cell of cellsOf(below)) this.put(cell, "");
    this.fields.markChanged();
  }

  /** Cells copied in a spreadsheet fill the grid from here on; a single value is pasted as everywhere. @param {ClipboardEvent} event */
  paste(event) {
    const cell = event.target;
    const copied = event.clipboardData?.getData("text/plain").replace(/\r?\n$/, "") ?? "";
    if (!(cell instanceof HTMLInputElement) || !cell.dataset.path || !/[\t\n]/.test(copied)) return;
    event.preventDefault();
    const table = copied.split(/\r?\n/).map((line) => line.split("\t"));
    const start = this.rows.indexOf(/** @type {HTMLTableRowElement} */ (cell.closest("tr")));
    const first = cellsOf(this.rows[start]).indexOf(cell);
    for (const [down, values] of table.entries()) {
      const row = this.rows[start + down] ?? this.add("");
      for (const [right, value] of values.entries()) {
        const target = row ? cellsOf(row)[first + right] : null;
        if (target) this.put(target, value.trim());
      }
    }
    cell.focus();
    this.fields.say(text("lines.pasted", { rows: table.length }));
  }

  /** A typed value: where it stood on the page is not known. @param {HTMLInputElement} cell @param {string} value */
  put(cell, value) {
    if (cell.value === value) return;
    cell.value = value;
    cell.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

/** @param {HTMLTableRowElement} row @returns {HTMLInputElement[]} */
function cellsOf(row) {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll("input[data-path]"))];
}

/** @param {HTMLInputElement} cell */
function columnOf(cell) {
  return (cell.dataset.path ?? "").split(".").at(-1) ?? "";
}

/** @param {HTMLTableRowElement} row @param {string} column */
function cellOf(row, column) {
  return cellsOf(row).find((cell) => columnOf(cell) === column) ?? null;
}

/** The exact sum of two plain decimals; the first where either is none. @param {string} one @param {string} other */
function sum(one, other) {
  const plain = /^-?\d+(\.\d+)?$/;
  if (!plain.test(one) || !plain.test(other)) return one;
  const digits = Math.max(...[one, other].map((value) => value.split(".")[1]?.length ?? 0));
  const whole = (/** @type {string} */ value) => BigInt(value.replace(".", "") + "0".repeat(digits - (value.split(".")[1]?.length ?? 0)));
  const total = whole(one) + whole(other);
  if (digits === 0) return total.toString();
  const unsigned = (total < 0n ? -total : total).toString().padStart(digits + 1, "0");
  return `${total < 0n ? "-" : ""}${unsigned.slice(0, -digits)}.${unsigned.slice(-digits)}`;
}
