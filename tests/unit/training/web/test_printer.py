# ruff: noqa: E501 - markup reads better unbroken
"""The browser's word of where everything stands, against the PDF itself."""

from decimal import Decimal
from itertools import pairwise

import pytest

from idp.training.sheet import Mark
from idp.training.web.printer import DoesNotFit, Printer
from tests.unit.training.web.pdfwords import agreement

_HEAD = """<!doctype html><html data-paper="{paper}"><head><title>Probe</title><style>
body {{ font: 9pt "Liberation Sans" }} .page {{ padding: 40px; display: flex; flex-direction: column }} .flow {{ flex: 1; min-height: 0 }}
table {{ width: 100%; border-collapse: collapse }} th {{ font-family: Roboto; text-transform: uppercase }} td.n {{ text-align: right }}
h1 {{ font-family: Caladea; letter-spacing: 0.4px }}</style></head><body>"""
_FOOT = '<footer>Page <span class="page-number"></span> of <span class="page-count"></span></footer>'


def _row(index: int) -> str:
    amount = Decimal(index + 1) * 10
    return f"""<tbody data-running="{amount}"><tr><td><span data-field="product_code" data-line="{index}">AV-{index}</span></td>
      <td><span data-field="description" data-line="{index}">Washer of wide shape, in a box, {"with a long text that wraps " * 4}</span></td>
      <td class="n"><span data-field="quantity" data-value="{index}" data-line="{index}">{index}</span><span data-field="uom"
      data-line="{index}">pcs</span></td></tr><tr><td></td><td>Note {index}</td></tr></tbody>"""


def _document(rows: int, paper: str = "a4") -> str:
    return f"""{_HEAD.format(paper=paper)}<section class="page"><h1>Invoice</h1><div class="flow"><table data-splits><thead><tr><th>Code</th>
      <th>Description</th><th>Qty</th></tr></thead>{"".join(_row(i) for i in range(rows))}<template class="carry-out"><tbody><tr><td colspan="3">
      Carried forward <span class="running"></span></td></tr></tbody></template></table><p><span data-field="total" data-value="12.50">12,50
      <span data-field="currency" data-value="EUR">€</span></span></p></div>{_FOOT}</section><template class="next-page"><section class="page">
      <div class="flow"></div>{_FOOT}</section></template></body></html>"""


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_words_stand_where_the_pdf_has_them(printer: Printer, paper: str) -> None:
    printed = printer.print(_document(50, paper))
    assert printed.page_count > 2
    assert agreement(printed) >= 0.99


def test_measuring_gives_what_printing_gives(printer: Printer) -> None:
    printed, measured = printer.print(_document(5)), printer.measure(_document(5))
    assert measured.pdf == b""
    assert (measured.words, measured.places) == (printed.words, printed.places)


def test_the_same_document_is_the_same_file(printer: Printer) -> None:
    assert printer.print(_document(3)).pdf == printer.print(_document(3)).pdf


def test_all_values_of_nested_marks_get_a_place_and_words_the_innermost_mark(printer: Printer) -> None:
    printed = printer.measure(_document(1))
    total, currency = Mark("total", "12.50"), Mark("currency", "EUR")
    places = {place.mark: place.box for place in printed.places}
    assert places[total][0] < places[currency][0] < places[currency][2] <= places[total][2] + 1e-9
    assert [(word.text, word.mark) for word in printed.words if word.mark in {total, currency}] == [
        ("12,50", total),
        ("€", currency),
    ]


def test_values_without_a_space_between_them_are_one_word_with_two_places(printer: Printer) -> None:
    printed = printer.measure(_document(2))
    glued = next(word for word in printed.words if word.text == "1pcs")
    assert glued.mark == Mark("quantity", "1", 1)
    assert {place.mark.field for place in printed.places if place.mark.line == 1} >= {"quantity", "uom"}


def test_a_wrapped_value_has_a_place_a_row(printer: Printer) -> None:
    printed = printer.measure(_document(1))
    rows = [place.box for place in printed.places if place.mark.field == "description"]
    assert len(rows) > 1
    assert all(above[3] <= below[1] + 0.005 for above, below in pairwise(rows))


def test_long_tables_repeat_their_head_and_carry_the_sum_forward(printer: Printer) -> None:
    printed = printer.measure(_document(50))
    heads = [word for word in printed.words if word.text == "DESCRIPTION"]
    carried = [word for word in printed.words if word.text == "forward"]
    assert [word.page for word in heads] == list(range(printed.page_count))
    assert [word.page for word in carried] == list(range(printed.page_count - 1))
    lines = [place.mark.line for place in printed.places if place.mark.field == "quantity"]
    assert lines == list(range(50))
    last = max(place.mark.line or 0 for place in printed.places if place.page == 0)
    running = next(word.text for word in printed.words[printed.words.index(carried[0]) :] if word.text.isdigit())
    assert running == str((last + 1) * 10)


def test_what_is_larger_than_a_page_is_refused(printer: Printer) -> None:
    html = f'{_HEAD.format(paper="a4")}<section class="page"><div class="flow"><div style="height: 2000px">x</div></div></section></body></html>'
    with pytest.raises(DoesNotFit):
        printer.measure(html)
