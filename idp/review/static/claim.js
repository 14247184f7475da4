// @ts-check
// The hold on the opened document: signs of life while somebody works on it, the countdown, giving it back when the page is left.

import { text } from "./app.js";

const SIGN_OF_LIFE = 60_000;
const banner = document.getElementById("claim");
const words = document.getElementById("claim-text");
const left = document.getElementById("claim-left");

if (banner && words && left) {
  const isMine = banner.dataset.mine === "yes";
  const address = `/documents/${banner.dataset.document}/claim`;
  const headers = { "x-form-token": banner.dataset.token ?? "" };
  let over = Date.now() + Number(banner.dataset.seconds) * 1000;
  let worked = true;

  if (isMine) {
    for (const kind of ["keydown", "pointerdown", "wheel"]) document.addEventListener(kind, () => { worked = true; }, { passive: true });
    setInterval(async () => {
      if (!worked) return;
      worked = false;
      const answer = await fetch(address, { method: "POST", headers }).catch(() => null);
      if (!answer?.ok) return;
      const now = await answer.json();
      if (now.mine) over = Date.now() + now.seconds * 1000;
      else if (now.name) words.textContent = text("claim.lost", { name: now.name });
    }, SIGN_OF_LIFE);
    addEventListener("pagehide", () => {
      const form = new FormData();
      form.append("form_token", banner.dataset.token ?? "");
      form.append("ticket", banner.dataset.ticket ?? "");
      navigator.sendBeacon(`${address}/end`, form);
    });
  }

  const tell = () => {
    const seconds = Math.max(0, Math.round((over - Date.now()) / 1000));
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (isMine) return;
    left.textContent = seconds > 0 ? text("claim.left", { time }) : text("claim.over");
    const take = document.getElementById("take-over");
    if (seconds === 0 && take instanceof HTMLButtonElement) take.disabled = false;
  };
  tell();
  setInterval(tell, 1000);
}
