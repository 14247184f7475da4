// @ts-check
// What is said about each question: by number, by key, one question after the other; what an answer needs besides is shown with it.

import { text } from "./app.js";

const WAITS = ["wait_for_receipt", "supplier_asked"];
const FORWARDED = "forwarded"; // to a role that the person chooses; whoever sets something up is known
const HANDS_OVER = [FORWARDED, "setup_requested"];
const NEEDS_WORDS = [...HANDS_OVER, "credit_requested"];

export class Asks {
  /** @param {(sentence: string) => void} say */
  constructor(say) {
    this.say = say;
    this.forms = /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll("form.ask")]);
    const open = this.forms.findIndex((form) => !form.classList.contains("settled") && !form.querySelector(".said"));
    this.at = Math.max(0, open < 0 ? this.forms.findIndex((form) => !form.classList.contains("settled")) : open);
    for (const [number, form] of this.forms.entries()) {
      form.addEventListener("change", () => this.show(form));
      form.addEventListener("focusin", () => this.mark(number));
      form.addEventListener("keydown", (event) => {
        // A list of choices takes Enter for itself; here it means the same as in every other input.
        if (event.key !== "Enter" || !(event.target instanceof HTMLSelectElement)) return;
        event.preventDefault();
        form.requestSubmit();
      });
    }
    this.mark(this.at);
  }

  /** @param {number} at */
  mark(at) {
    this.at = at;
    for (const [number, form] of this.forms.entries()) form.classList.toggle("is-at", number === at);
  }

  /** To the next question, or the one before, round the end. @param {number} by */
  go(by) {
    if (!this.forms.length) return this.say(text("resolve.none"));
    const inside = this.forms[this.at].contains(document.activeElement);
    const to = inside ? (this.at + by + this.forms.length) % this.forms.length : this.at;
    this.mark(to);
    reveal(this.forms[to]);
    const offers = offersOf(this.forms[to]);
    (offers.find((offer) => offer.checked) ?? offers[0])?.focus();
  }

  /** Takes the offer with this number, from 1, of the question that is at hand. @param {number} number */
  choose(number) {
    const form = this.forms[this.at];
    this.take(form, form ? offersOf(form)[number - 1] : undefined);
  }

  postpone() {
    this.takeOneOf(WAITS, "resolve.no_wait");
  }

  handOver() {
    this.takeOneOf(HANDS_OVER, "resolve.no_role");
  }

  /** The first offer of this sort, of the question at hand, else of any that is open. @param {string[]} values @param {string} otherwise */
  takeOneOf(values, otherwise) {
    const order = [this.forms[this.at], ...this.forms.filter((form) => !form.classList.contains("settled"))];
    for (const form of order) {
      const offer = form ? offersOf(form).find((one) => values.includes(one.value)) : undefined;
      if (offer) return this.take(form, offer);
    }
    this.say(text(otherwise));
  }

  /** @param {HTMLFormElement | undefined} form @param {HTMLInputElement | undefined} offer */
  take(form, offer) {
    if (!form || !offer) return this.say(text(form ? "resolve.no_such" : "resolve.none"));
    this.mark(this.forms.indexOf(form));
    reveal(form);
    offer.checked = true;
    this.show(form);
    const next = form.querySelector(".for-role:not([hidden]) select, .for-day:not([hidden]) input") ?? (wordsOf(form)?.required ? wordsOf(form) : form.querySelector("button"));
    if (next instanceof HTMLElement) next.focus();
  }

  /** Shows what the chosen answer needs: whom it is for, or until when it waits. @param {HTMLFormElement} form */
  show(form) {
    const value = offersOf(form).find((offer) => offer.checked)?.value ?? "";
    toggle(form, ".for-role", value === FORWARDED);
    toggle(form, ".for-day", WAITS.includes(value));
    // What the service would send back for is asked before it is sent, so that nothing typed is lost.
    const role = form.querySelector("select");
    if (role) role.required = value === FORWARDED;
    const words = wordsOf(form);
    if (words) words.required = NEEDS_WORDS.includes(value);
  }
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function offersOf(form) {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('input[name="resolution"]:enabled'))];
}

/** What the person says in words. @param {HTMLFormElement} form @returns {HTMLInputElement | null} */
function wordsOf(form) {
  return form.querySelector('input[name="text"]');
}

/** @param {HTMLFormElement} form */
function reveal(form) {
  const folded = form.closest("details");
  if (folded) folded.open = true;
  form.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLFormElement} form @param {string} which @param {boolean} isShown */
function toggle(form, which, isShown) {
  const part = form.querySelector(which);
  if (part instanceof HTMLElement) part.hidden = !isShown;
}
