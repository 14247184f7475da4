// @ts-check
// What a correction would come to, told while it is typed: the questions and the comparison are replaced, nothing is stored.

import { text } from "./app.js";
import { swap } from "./keep.js";

const PAUSE = 350; // milliseconds without a key before the service is asked
const PARTS = ["questions", "comparison"];

export class Preview {
  /** @param {import("./fields.js").Fields} fields */
  constructor(fields) {
    this.fields = fields;
    this.stored = PARTS.map((id) => document.getElementById(id)?.cloneNode(true) ?? null);
    this.timer = 0;
    this.asking = new AbortController();
    fields.onChange = () => this.plan();
    if (fields.isDirty) this.plan(); // the form came back with what was typed before
  }

  plan() {
    window.clearTimeout(this.timer);
    this.asking.abort();
    if (!this.fields.isDirty) this.show(this.stored.map((part) => part?.cloneNode(true) ?? null));
    else this.timer = window.setTimeout(() => void this.ask(), PAUSE);
  }

  async ask() {
    const form = this.fields.form;
    if (!form) return;
    this.asking = new AbortController();
    try {
      const answer = await fetch(form.action.replace(/\/correct(?=$|\?)/, "/preview"), {
        method: "POST", body: new URLSearchParams(/** @type {any} */ (new FormData(form))),
        headers: { accept: "application/json" }, signal: this.asking.signal,
      });
      if (answer.ok) this.show(partsOf(await answer.text()));
      else this.fields.say(/** @type {{detail?: string}} */ (await answer.json()).detail ?? text("preview.failed"));
    } catch (trouble) {
      if (!(trouble instanceof DOMException && trouble.name === "AbortError")) this.fields.say(text("preview.failed"));
    }
  }

  /** @param {(Node | null)[]} parts */
  show(parts) {
    for (const [at, part] of parts.entries()) {
      const old = document.getElementById(PARTS[at]);
      if (old && part) swap(old, part);
    }
    const asking = new Set((document.getElementById("questions")?.dataset.asking ?? "").split(" "));
    this.fields.markAsking(asking);
  }
}

/** @param {string} html @returns {(Node | null)[]} */
function partsOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return PARTS.map((id) => page.getElementById(id));
}
