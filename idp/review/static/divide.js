// @ts-check
// Pages as pictures: which document each belongs to is told at once, arrows go from page to page.

const list = document.getElementById("leaves");
const boxes = /** @type {HTMLInputElement[]} */ ([...(list?.querySelectorAll("input[name=begin]") ?? [])]);

function number() {
  let part = 1;
  for (const leaf of list?.children ?? []) {
    const begins = leaf.querySelector("input")?.checked ?? false;
    if (begins) part += 1;
    leaf.classList.toggle("begins", begins);
    leaf.classList.toggle("is-even", part % 2 === 0);
    const told = leaf.querySelector(".leaf-part");
    if (told instanceof HTMLElement) told.textContent = `${told.dataset.label} ${part}`;
  }
}

list?.addEventListener("change", number);
list?.addEventListener("keydown", (event) => {
  const at = boxes.findIndex((box) => box === document.activeElement);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[/** @type {KeyboardEvent} */ (event).key];
  if (at < 0 || !step) return;
  event.preventDefault();
  boxes[Math.max(0, Math.min(boxes.length - 1, at + step))]?.focus();
});

for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (form.classList.contains("is-sent")) event.preventDefault();
    form.classList.add("is-sent");
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll(".is-sent")) form.classList.remove("is-sent");
  number();
});
if (boxes[0] && !document.querySelector("[role=alert]")) boxes[0].focus();
number();
document.body.dataset.ready = "yes";
