"""Which document comes out of one seed? Content, wording, layout and notation, drawn independently of each other."""

from random import Random

from idp.training import pools
from idp.training.content import Kind
from idp.training.invent import invent_commercial, invent_notation
from idp.training.layout import choose_layout, with_promised_dates
from idp.training.papers.commercial import draw_commercial
from idp.training.truth import GeneratedDocument, generated
from idp.training.wording import choose_wording, for_confirmation

_KINDS = (Kind.INVOICE,) * 6 + (Kind.CREDIT_NOTE, Kind.ORDER_CONFIRMATION, Kind.ORDER_CONFIRMATION)


def generate_commercial(seed: int) -> GeneratedDocument:
    """An invoice, credit note or order confirmation of an invented supplier in a random house style; the same for the same seed."""
    rng = Random(seed)
    country = rng.choice(tuple(pools.COUNTRIES))
    kind = rng.choice(_KINDS)
    document = invent_commercial(kind, country, rng)
    layout, wording = choose_layout(rng), choose_wording(document.language, rng)
    if kind is Kind.ORDER_CONFIRMATION:
        layout, wording = with_promised_dates(layout), for_confirmation(wording)
    printed = draw_commercial(document, layout, wording, invent_notation(country, rng))
    return generated(kind.value, printed, language=document.language)
