"""Which form comes out of one seed? Form, shipment, look and wording are chosen apart from each other; then it is printed."""

from dataclasses import dataclass
from random import Random

import pypdfium2

from idp.training.forms.answer import answer
from idp.training.forms.catalogue import Form, forms
from idp.training.forms.invention import invent_shipment
from idp.training.forms.look import choose_look
from idp.training.forms.typesetter import Typesetter
from idp.training.forms.vocabulary import Vocabulary
from idp.training.forms.writing import choose_writing
from idp.training.truth import GeneratedDocument
from idp.training.web.printer import DoesNotFit, Printer

_TRIES = 8


@dataclass(frozen=True, slots=True)
class GeneratedForm:
    """A document, the form that it was printed on, and whether a pen or stamp wrote something that its truth knows."""

    document: GeneratedDocument
    form: str
    has_handwriting: bool


def generate_form(seed: int, printer: Printer, held_out: bool = False) -> GeneratedForm:
    """The form of a seed; seeds in a row go through all forms of the side.

    Raises:
        DoesNotFit: no choice of content fits onto the form.
    """
    side = forms(held_out=held_out)
    return print_form(side[seed % len(side)], seed, printer)


def print_form(form: Form, seed: int, printer: Printer) -> GeneratedForm:
    """One print of a form; content that does not fit is drawn anew, with fewer lines each time."""
    for attempt in range(_TRIES):
        typesetter = compose(form, Random(f"{form.name} {seed} {attempt}"), spare=attempt)
        html = typesetter.set(form.name)
        try:
            printed = printer.print(html)
        except DoesNotFit:
            if attempt == _TRIES - 1:
                raise
            continue
        if pages_of(printed.pdf) != printed.page_count:
            continue
        document = answer(form.document_type, printed, language=typesetter.shipment.language)
        return GeneratedForm(document, form.name, typesetter.has_handwriting)
    message = f"the printer loses pages of {form.name}"
    raise DoesNotFit(message)


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def compose(form: Form, rng: Random, *, spare: int = 0) -> Typesetter:
    """A print of a form that is ready to be set; `spare` takes lines off the most that it may have."""
    region = rng.choice(form.regions)
    least, most = form.items
    shipment = invent_shipment(region, (least, max(least, most - 2 * spare)), rng)
    look, words = choose_look(shipment.language, rng), Vocabulary(shipment.language, rng)
    return Typesetter(shipment, look, words, choose_writing(region, rng), rng)
