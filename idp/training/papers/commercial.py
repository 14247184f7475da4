"""How does a supplier's invoice, credit note or order confirmation look? Draws one, over as many pages as it takes."""

from collections.abc import Callable

from idp.training.blocks.closing import closing_height, draw_closing
from idp.training.blocks.conditions import draw_conditions
from idp.training.blocks.footer import draw_footer
from idp.training.blocks.letterhead import draw_letterhead, draw_short_head
from idp.training.blocks.opening import draw_opening
from idp.training.blocks.table import draw_table
from idp.training.blocks.totals import draw_totals, totals_height
from idp.training.composition import Composition
from idp.training.content import Commercial
from idp.training.layout import Layout
from idp.training.notation import Notation
from idp.training.sheet import Mark, Printed, Sheet
from idp.training.wording import Wording

Overlay = Callable[[Sheet], None]


def draw_commercial(
    document: Commercial, layout: Layout, wording: Wording, notation: Notation, overlay: Overlay | None = None
) -> Printed:
    """The finished paper, with `overlay` (a stamp, a note by hand) drawn over the page that has the sums.

    Drawn twice, because the first page already says how many there are.
    """
    count = _draw(document, layout, wording, notation, page_total=1, overlay=None).page_count
    return _draw(document, layout, wording, notation, page_total=count, overlay=overlay)


def _draw(
    document: Commercial, layout: Layout, wording: Wording, notation: Notation, *, page_total: int, overlay: Overlay | None
) -> Printed:
    title = f"{wording[document.kind]} {document.number}"
    sheet = Sheet(layout.page_size, title=title, author=document.supplier.name)
    c = Composition(sheet, layout, wording, notation, page_total)

    def turn_page() -> float:
        draw_footer(c, document.supplier)
        sheet.new_page()
        return draw_short_head(c, document.supplier, f"{title} · {notation.date(document.issued)}")

    y = draw_letterhead(c, document.supplier)
    if layout.has_fold_marks:
        _fold_marks(sheet)
    y = draw_opening(c, document, y)
    y = draw_table(c, document, y, turn_page)
    if y + totals_height(c, document) + closing_height(c, document) > c.bottom:
        y = turn_page()
    y = draw_totals(c, document, y)
    draw_closing(c, document, y)
    draw_footer(c, document.supplier)
    if overlay:
        overlay(sheet)
    _claim_currency(c, document)
    if layout.has_terms_page:
        sheet.new_page()
        draw_conditions(c)
        draw_footer(c, document.supplier)
    return sheet.finish()


def _claim_currency(c: Composition, document: Commercial) -> None:
    """Where the total itself carries the currency's sign or code, the total's place also shows the currency."""
    if c.notation.money != "{n}":
        for place in c.sheet.places_of("total"):
            c.sheet.claim_again(place, Mark("currency", document.currency))


def _fold_marks(sheet: Sheet) -> None:
    for y in (297.6, 421.0, 595.3):
        sheet.line(8, y, 18 if y != 421.0 else 24, y, width=0.4, color="#888888")
