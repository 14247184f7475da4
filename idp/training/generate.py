"""Which document comes out of one seed? Content, wording, layout and notation, drawn independently of each other."""

from collections.abc import Callable
from random import Random

from idp.training import pools
from idp.training.content import Kind
from idp.training.invent import invent_commercial, invent_notation
from idp.training.invent_transport import invent_transport, with_receipt
from idp.training.layout import choose_layout, with_promised_dates
from idp.training.papers.commercial import draw_commercial
from idp.training.papers.goods import draw_delivery_note, draw_proof_of_delivery
from idp.training.papers.sea_bill import draw_sea_bill
from idp.training.papers.vics import draw_vics_bill
from idp.training.truth import GeneratedDocument, generated
from idp.training.wording import choose_wording, for_confirmation

_KINDS = (Kind.INVOICE,) * 6 + (Kind.CREDIT_NOTE, Kind.ORDER_CONFIRMATION, Kind.ORDER_CONFIRMATION)
_COMMERCIAL_SHARE = 0.7


def generate_document(seed: int) -> GeneratedDocument:
    """A document of any kind; the same for the same seed."""
    rng = Random(seed)
    if rng.random() < _COMMERCIAL_SHARE:
        return generate_commercial(seed)
    return rng.choice(_TRANSPORTS)(rng)


def generate_commercial(seed: int) -> GeneratedDocument:
    """An invoice, credit note or order confirmation of an invented supplier in a random house style."""
    rng = Random(seed)
    country = rng.choice(tuple(pools.COUNTRIES))
    kind = rng.choice(_KINDS)
    document = invent_commercial(kind, country, rng)
    layout, wording = choose_layout(rng), choose_wording(document.language, rng)
    if kind is Kind.ORDER_CONFIRMATION:
        layout, wording = with_promised_dates(layout), for_confirmation(wording)
    printed = draw_commercial(document, layout, wording, invent_notation(country, rng))
    return generated(kind.value, printed, language=document.language)


def _vics_bill(rng: Random) -> GeneratedDocument:
    goods, _ = invent_transport("US", rng)
    printed = draw_vics_bill(goods, choose_layout(rng), choose_wording("en", rng), invent_notation("US", rng), rng)
    return generated("bill_of_lading", printed, language="en")


def _sea_bill(rng: Random) -> GeneratedDocument:
    goods, carrier = invent_transport(rng.choice(("NL", "DK", "GB", "IE")), rng)
    printed = draw_sea_bill(goods, carrier, choose_layout(rng), choose_wording("en", rng), invent_notation("GB", rng), rng)
    return generated("bill_of_lading", printed, language="en")


def _delivery_note(rng: Random) -> GeneratedDocument:
    country = rng.choice(tuple(pools.COUNTRIES))
    goods, _ = invent_transport(country, rng)
    printed = draw_delivery_note(goods, choose_layout(rng), choose_wording(goods.language, rng), invent_notation(country, rng))
    return generated("delivery_note", printed, language=goods.language)


def _proof_of_delivery(rng: Random) -> GeneratedDocument:
    country = rng.choice(tuple(pools.COUNTRIES))
    goods, carrier = invent_transport(country, rng)
    wording, notation = choose_wording(goods.language, rng), invent_notation(country, rng)
    printed = draw_proof_of_delivery(with_receipt(goods, rng), carrier, choose_layout(rng), wording, notation, rng)
    return generated("proof_of_delivery", printed, language=goods.language)


_TRANSPORTS: tuple[Callable[[Random], GeneratedDocument], ...] = (_vics_bill, _sea_bill, _delivery_note, _proof_of_delivery)
