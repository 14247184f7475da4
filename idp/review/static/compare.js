// @ts-check
// Two documents side by side: their pages scroll together, one key says that it is a copy, one that it is none.

import { isDialogOpen, isTyping } from "./app.js";

const keys = /** @type {Record<string, string>} */ ({ d: "copy", n: "differs" });

document.addEventListener("keydown", (event) => {
  if (isDialogOpen() || isTyping() || event.ctrlKey || event.metaKey || event.altKey) return;
  const button = document.getElementById(keys[event.key.toLowerCase()] ?? "");
  if (!(button instanceof HTMLButtonElement) || button.disabled) return;
  event.preventDefault();
  button.click();
});

for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (form.classList.contains("is-sent")) event.preventDefault();
    form.classList.add("is-sent");
  });
}

const panes = [...document.querySelectorAll(".copies")];
let leader = /** @type {Element | null} */ (null);
for (const pane of panes) {
  for (const kind of ["pointerenter", "focusin", "wheel"]) pane.addEventListener(kind, () => { leader = pane; }, { passive: true });
  pane.addEventListener("scroll", () => {
    if (leader !== pane) return;
    const part = pane.scrollTop / Math.max(1, pane.scrollHeight - pane.clientHeight);
    for (const other of panes) if (other !== pane) other.scrollTop = part * (other.scrollHeight - other.clientHeight);
  }, { passive: true });
}

document.body.dataset.ready = "yes";
