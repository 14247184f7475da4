// @ts-check
// The queue: ticking rows, and showing only what the chosen act needs.
import { isDialogOpen, isTyping } from "./app.js";

const form = document.getElementById("bulk");
const act = document.getElementById("act");
const count = document.getElementById("chosen-count");
const all = document.getElementById("tick-all");

/** @returns {HTMLInputElement[]} */
function ticks() {
  return [...document.querySelectorAll('input[name="chosen"]')].filter((at) => at instanceof HTMLInputElement);
}

function show() {
  const number = ticks().filter((tick) => tick.checked).length;
  if (count) count.textContent = number ? (count.dataset.words ?? "").replace("{count}", String(number)) : "";
  form?.classList.toggle("none-ticked", number === 0);
  if (all instanceof HTMLInputElement) {
    all.checked = number > 0 && number === ticks().length;
    all.indeterminate = number > 0 && number < ticks().length;
  }
  if (!(act instanceof HTMLSelectElement)) return;
  for (const part of form?.querySelectorAll("[data-for]") ?? []) {
    if (part instanceof HTMLElement) part.hidden = part.dataset.for !== act.value;
  }
}

document.addEventListener("change", (event) => {
  if (event.target === all && all instanceof HTMLInputElement) for (const tick of ticks()) tick.checked = all.checked;
  show();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "x" || isTyping() || isDialogOpen() || event.ctrlKey || event.metaKey || event.altKey) return;
  const tick = document.activeElement?.closest("[data-row]")?.querySelector('input[name="chosen"]');
  if (tick instanceof HTMLInputElement) tick.click();
});

show();
document.documentElement.dataset.ticks = "yes";
