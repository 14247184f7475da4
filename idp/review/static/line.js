// @ts-check
// What can be done with a line, in one small menu: from its button, from the right mouse button, from its keys.

export class LineMenu {
  /** @param {(row: HTMLTableRowElement, action: string) => void} act */
  constructor(act) {
    this.act = act;
    this.menu = document.getElementById("line-menu");
    this.table = document.getElementById("lines");
    /** @type {HTMLTableRowElement | null} */
    this.row = null;
    /** What had the focus when the mouse was pressed. @type {Element | null} */
    this.edited = null;
    const { menu, table } = this;
    if (!menu || !table) return;
    table.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-line-menu]") : null;
      if (button instanceof HTMLElement) this.open(button, button.getBoundingClientRect());
    });
    document.addEventListener("pointerdown", (event) => {
      this.edited = document.activeElement; // before the press gives the focus to what is under it
      if (event.target instanceof Node && !menu.contains(event.target)) menu.hidePopover();
    });
    table.addEventListener("contextmenu", (event) => {
      const at = event.target instanceof Element ? event.target : null;
      // Over text that is being edited the browser's own menu serves better: it has the clipboard and spelling.
      if (at instanceof HTMLInputElement && at === this.edited) return;
      const button = at?.closest("tr")?.querySelector("[data-line-menu]");
      if (!(button instanceof HTMLElement)) return;
      event.preventDefault();
      this.open(button, new DOMRect(event.clientX, event.clientY, 0, 0));
    });
    menu.addEventListener("click", (event) => {
      const item = event.target instanceof Element ? event.target.closest("[data-line-action]") : null;
      if (item instanceof HTMLElement) this.choose(item.dataset.lineAction ?? "");
    });
    menu.addEventListener("keydown", (event) => this.press(event));
  }

  /** @param {HTMLElement} button @param {DOMRect} place where on the screen it was asked for */
  open(button, place) {
    if (!this.menu) return;
    this.row = button.closest("tr");
    this.opener = button;
    this.menu.showPopover();
    const { width, height } = this.menu.getBoundingClientRect();
    this.menu.style.left = `${Math.max(4, Math.min(place.right - (place.width ? width : 0), window.innerWidth - width - 4))}px`;
    this.menu.style.top = `${place.bottom + height > window.innerHeight ? Math.max(4, place.top - height) : place.bottom}px`;
    this.items[0]?.focus();
  }

  get items() {
    return /** @type {HTMLElement[]} */ ([...(this.menu?.querySelectorAll("[data-line-action]") ?? [])]);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const at = this.items.findIndex((item) => item === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[/** @type {"Home"} */ (event.key)];
    event.stopPropagation(); // the page's letters are not meant here
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      this.close();
    }
    if (to === undefined) return;
    event.preventDefault();
    this.items.at(to % this.items.length)?.focus();
  }

  close() {
    this.menu?.hidePopover();
    this.opener?.focus();
  }

  /** @param {string} action */
  choose(action) {
    this.close();
    if (this.row) this.act(this.row, action);
  }
}
