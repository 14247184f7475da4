"""Which web paper comes out of one seed? Chooses a template and a kind, invents the deal, sets it, prints or measures it."""

from collections.abc import Callable
from dataclasses import replace

from idp.training.sheet import Printed
from idp.training.truth import GeneratedDocument, generated
from idp.training.web.bargain import invent_deal
from idp.training.web.choices import Choices
from idp.training.web.family import choose_held_out, choose_template, family_id
from idp.training.web.page import trade_paper
from idp.training.web.papers import OTHERS, other_paper
from idp.training.web.phrasebook import Phrases
from idp.training.web.printer import DoesNotFit, Printer
from idp.training.web.setting import Setting, choose_figures

_KINDS = (*("invoice",) * 50, *("credit_note",) * 9, *("order_confirmation",) * 14, *("purchase_order",) * 10, *OTHERS)
_MOST_TRIES = 12


def generate_web_document(seed: int, printer: Printer, held_out: bool = False) -> GeneratedDocument:
    """A paper of any kind with its PDF; the same for the same seed on the same machine."""
    return _generated(seed, printer.print, held_out=held_out)


def measure_web_document(seed: int, printer: Printer, held_out: bool = False) -> GeneratedDocument:
    """The same paper without its PDF, many times faster: words, places and truth for training."""
    return _generated(seed, printer.measure, held_out=held_out)


def _generated(seed: int, set_on_paper: Callable[[str], Printed], *, held_out: bool) -> GeneratedDocument:
    """Tries again with other choices where something does not fit its page."""
    for attempt in range(_MOST_TRIES):
        try:
            return _attempt(f"{'held out' if held_out else 'train'} {seed}.{attempt}", set_on_paper, held_out=held_out)
        except DoesNotFit:
            continue
    message = f"seed {seed}: no choice of {_MOST_TRIES} fits the paper"
    raise DoesNotFit(message)


def _attempt(seed: str, set_on_paper: Callable[[str], Printed], *, held_out: bool) -> GeneratedDocument:
    name, fixed = choose_held_out(seed) if held_out else choose_template(seed)
    choices = Choices(seed, fixed)
    kind = choices.one("kind", _KINDS)
    if kind in OTHERS:
        return other_paper(kind, choices, set_on_paper, held_out=held_out)
    deal = invent_deal(kind, choices)
    s = Setting(deal, Phrases(deal.language, choices, held_out=held_out), choose_figures(deal, choices), choices)
    printed = set_on_paper(trade_paper(s, held_out=held_out))
    document = generated(kind, printed, language=deal.language)
    truth = dict(document.truth)
    if truth["tax_amount"] is None and len(deal.sums().taxes) > 1:
        del truth["tax_amount"]  # several taxes are printed, and no sum of them
    return replace(document, truth=truth, layout=family_id(name, choices.taken))
