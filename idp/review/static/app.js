// @ts-check
// What every page does: dialogs, the keys that work everywhere, rows of the queue, files dropped on the upload page.

/** The words of the screen, by key; the server's table is the only one. @type {Record<string, string>} */
const words = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");

/**
 * The words for a key, with values put in.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function text(key, values = {}) {
  return Object.entries(values).reduce((all, [name, value]) => all.replaceAll(`{${name}}`, String(value)), words[key] ?? key);
}

/** Whether letters typed now belong to an input. */
export function isTyping() {
  const at = document.activeElement;
  if (at instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit", "file"].includes(at.type);
  return at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;
}

/** Whether a dialog is open, which takes the keys. */
export function isDialogOpen() {
  return document.querySelector("dialog[open]") !== null;
}

/** @param {string} id */
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !isDialogOpen()) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const at = event.target instanceof Element ? event.target : null;
  const opener = at?.closest("[data-open]");
  if (opener instanceof HTMLElement) openDialog(opener.dataset.open ?? "");
  if (at?.closest("[data-close]")) at.closest("dialog")?.close();
});

document.addEventListener("keydown", (event) => {
  if (isTyping() || isDialogOpen() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "?") {
    event.preventDefault();
    openDialog("help");
  } else if (event.key === "/" && !document.getElementById("find")) {
    event.preventDefault();
    const search = document.getElementById("search");
    if (search instanceof HTMLInputElement) search.select();
    else location.assign("/queue#search");
  } else if (event.key === "j" || event.key === "k") {
    step(event.key === "j" ? 1 : -1);
  }
});

/** Moves the focus to another row of the queue. @param {number} by */
function step(by) {
  const links = [...document.querySelectorAll("[data-row] .doc a")];
  const here = links.findIndex((link) => link === document.activeElement);
  const next = links[Math.min(links.length - 1, Math.max(0, here < 0 ? 0 : here + by))];
  if (next instanceof HTMLElement) next.focus();
}

if (location.hash === "#search") document.getElementById("search")?.focus();

const drop = document.getElementById("drop");
const files = document.getElementById("files");
if (drop instanceof HTMLFormElement && files instanceof HTMLInputElement) {
  const chosen = document.getElementById("chosen");
  const list = () => chosen?.replaceChildren(...[...(files.files ?? [])].map((file) => {
    const item = document.createElement("li");
    item.textContent = file.name;
    return item;
  }));
  files.addEventListener("change", list);
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (!event.dataTransfer?.files.length) return;
    files.files = event.dataTransfer.files;
    list();
  });
  drop.addEventListener("submit", () => {
    const button = drop.querySelector("button");
    if (button) button.textContent = text("upload.busy", { count: files.files?.length ?? 0 });
  });
}

// Tells whoever drives the page (a test, a browser extension) that keys are listened to from now on.
document.documentElement.dataset.keys = "yes";
