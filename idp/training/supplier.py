"""Which documents does one supplier send over the months? One house, one style, one way to number; goods, days and orders differ."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from idp.training import pools
from idp.training.content import Commercial, Kind
from idp.training.invent import invent_commercial, invent_notation, invent_number
from idp.training.layout import choose_layout, with_promised_dates
from idp.training.papers.commercial import draw_commercial
from idp.training.truth import GeneratedDocument, generated
from idp.training.wording import choose_wording, for_confirmation

_KINDS = (Kind.INVOICE, Kind.INVOICE, Kind.INVOICE, Kind.CREDIT_NOTE, Kind.ORDER_CONFIRMATION)


def generate_series(seed: int, count: int) -> tuple[GeneratedDocument, ...]:
    """`count` documents of one kind from one invented supplier to one buyer; the same for the same seed."""
    rng = Random(f"supplier {seed}")
    country, kind = rng.choice(tuple(pools.COUNTRIES)), rng.choice(_KINDS)
    first = invent_commercial(kind, country, rng)
    layout, wording = choose_layout(rng), choose_wording(first.language, rng)
    if kind is Kind.ORDER_CONFIRMATION:
        layout, wording = with_promised_dates(layout), for_confirmation(wording)
    notation = invent_notation(country, rng)
    patterns = rng.choice(pools.NUMBER_PATTERNS), rng.choice(pools.ORDER_PATTERNS)
    papers = (_paper(first, country, patterns, Random(f"supplier {seed}, document {index}")) for index in range(count))
    return tuple(
        generated(kind.value, draw_commercial(paper, layout, wording, notation), language=paper.language) for paper in papers
    )


def _paper(first: Commercial, country: str, patterns: tuple[str, str], rng: Random) -> Commercial:
    """Another paper of the first one's supplier to its buyer."""
    paper = invent_commercial(first.kind, country, rng)
    renamed = {order: invent_number((patterns[1],), paper.issued, rng) for order in paper.po_numbers}
    return replace(
        paper,
        supplier=first.supplier,
        buyer=first.buyer,
        number=invent_number((patterns[0],), paper.issued, rng),
        po_numbers=tuple(renamed.values()),
        lines=tuple(replace(line, po_number=renamed.get(line.po_number or "")) for line in paper.lines),
        customer_number=first.customer_number,
        contact=first.contact,
    )
