"""Words of a text layer: where blanks are, which order, what is left out, and when the layer is not believed."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from reportlab.pdfbase.pdfmetrics import stringWidth

from idp.domain.geometry import Box
from idp.domain.page import InkKind, Page, Quality, Word
from idp.ports import OcrEngine
from idp.reading import Engines, read_file
from tests.unit.reading import paper


class OcrThatSaysPage:
    """An engine that finds one word, so that a test sees that OCR was asked."""

    name = "says-page 1"

    def read(self, png: bytes, *, languages: tuple[str, ...]) -> tuple[Word, ...]:
        return (Word(text="scanned", box=Box(0.1, 0.1, 0.3, 0.12), confidence=0.9),)


def only(engine: OcrEngine) -> Engines:
    return Engines(second=engine)


def page_of(content: bytes) -> Page:
    return read_file(content, name="a.pdf", engines=only(OcrThatSaysPage())).pages[0]


def words_of(content: bytes) -> list[str]:
    return [word.text for word in page_of(content).words]


def test_blanks_and_gaps_part_words_and_kerning_does_not() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=paper.A4)
    page.obj.Resources = Dictionary(Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))
    page.obj.Contents = pdf.make_stream(b"BT /F1 10 Tf 50 700 Td [(Re) 60 (f) -80 (erence no) -900 (4711)] TJ ET")
    assert words_of(paper.saved(pdf)) == ["Reference", "no", "4711"]


def test_words_on_one_base_line_are_one_line_whatever_their_order_in_the_file() -> None:
    content = paper.text_pdf([[(400, 700, "right"), (50, 600, "below"), (50, 700.5, "left")]])
    assert page_of(content).text == "left right\nbelow"


def test_lines_close_below_each_other_stay_apart() -> None:
    content = paper.text_pdf([[(50, 700, "first"), (50, 691, "second"), (50, 682, "third")]], size=8)
    assert page_of(content).text == "first\nsecond\nthird"


def test_text_drawn_twice_in_one_place_counts_once() -> None:
    assert words_of(paper.text_pdf([[(50, 700, "Total"), (50.2, 700, "Total")]])) == ["Total"]


def test_equal_words_in_different_places_all_count() -> None:
    assert words_of(paper.text_pdf([[(50, 700, "10.00"), (200, 700, "10.00")]])) == ["10.00", "10.00"]


def test_a_row_of_dots_is_no_part_of_the_word_beside_it() -> None:
    assert words_of(paper.text_pdf([[(50, 700, "Total......99.50")]])) == ["Total", "......", "99.50"]


def test_an_amount_with_dots_stays_one_word() -> None:
    assert words_of(paper.text_pdf([[(50, 700, "1.234.567,89")]])) == ["1.234.567,89"]


def test_letters_set_wide_become_one_word() -> None:
    content = paper.text_pdf([[(50, 700, "INVOICE"), (300, 700, "7"), (318, 700, "8"), (336, 700, "9"), (354, 700, "1")]])

    def space_out(pdf: pikepdf.Pdf) -> None:
        drawn = pdf.pages[0].obj.Contents.read_bytes()
        pdf.pages[0].obj.Contents = pdf.make_stream(b"4 Tc " + drawn)

    assert words_of(paper.changed(content, space_out)) == ["INVOICE", "7", "8", "9", "1"]


def letters(x: float, y: float, text: str, *, spacing: float) -> list[tuple[float, float, str]]:
    """Each letter drawn for itself, as browsers print, `spacing` points after the one before."""
    drawn = []
    for letter in text:
        drawn.append((x, y, letter))
        x += stringWidth(letter, "Helvetica", 11) + spacing
    return drawn


@pytest.mark.parametrize("spacing", [0, 0.4, 1.2, 1.6, 2.2, 3.3])
def test_letters_drawn_one_by_one_are_words_beside_a_column_of_short_lines(spacing: float) -> None:
    column = [(50, 780 - 9 * row, str(row)) for row in range(80)]
    assert words_of(paper.text_pdf([[*letters(60, 790, "Delivery note", spacing=spacing), *column]]))[:3] == [
        "Delivery",
        "note",
        "0",
    ]


@pytest.mark.parametrize("spacing", [1.2, 1.6, 2.2])
def test_print_with_spaced_letters_becomes_words_with_its_marks_and_figures(spacing: float) -> None:
    content = paper.text_pdf([letters(60, 700, "Warenbegleitschein Nr. 4711-26 vom", spacing=spacing)])
    assert words_of(content) == ["Warenbegleitschein", "Nr.", "4711-26", "vom"]


@pytest.mark.parametrize("spacing", [0, 0.3, 1.8])
def test_letters_drawn_in_any_order_are_words_by_their_places(spacing: float) -> None:
    drawn = letters(60, 700, "Delivery note no 4711", spacing=spacing)
    mixed = sorted((letter for letter in drawn if letter[2] != " "), key=lambda letter: (letter[0] * 7919) % 101)
    assert words_of(paper.text_pdf([mixed])) == ["Delivery", "note", "no", "4711"]


def test_spaced_letters_without_drawn_blanks_are_parted_where_the_gap_is_wider() -> None:
    first = letters(60, 700, "Packing", spacing=1.8)
    content = paper.text_pdf([[*first, *letters(first[-1][0] + 12, 700, "list", spacing=1.8)]])
    assert words_of(content) == ["Packing", "list"]


def test_figures_of_a_row_with_narrow_columns_stay_apart() -> None:
    assert words_of(paper.text_pdf([letters(60, 700, "1234567", spacing=3.5)])) == list("1234567")


def test_usual_print_with_blanks_that_are_only_gaps_keeps_its_words() -> None:
    x, drawn = 60.0, []
    for word in ("a", "b", "of", "c", "to", "10", "kg"):
        drawn.append((x, 700, word))
        x += stringWidth(word, "Helvetica", 11) + 2.2
    assert words_of(paper.text_pdf([drawn])) == ["a", "b", "of", "c", "to", "10", "kg"]


def test_text_outside_the_page_is_left_out() -> None:
    assert words_of(paper.text_pdf([[(50, 700, "inside"), (2000, 700, "outside")]])) == ["inside"]


def test_bold_print_is_known_by_its_font() -> None:
    def embolden(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Resources.Font.F1.BaseFont = Name("/Helvetica-Bold")

    assert page_of(paper.changed(paper.text_pdf(), embolden)).words[0].bold
    assert not page_of(paper.text_pdf()).words[0].bold


def test_hidden_text_over_a_scan_is_not_believed() -> None:
    content = paper.pdf_of_picture(paper.picture(dpi=72), hidden_text="Tota1 999.00 from another OCR")
    reading = read_file(content, name="a.pdf", engines=only(OcrThatSaysPage()))
    assert [word.text for word in reading.pages[0].words] == ["scanned"]
    assert any("hidden text" in note for note in reading.notes)


def test_a_scan_without_text_is_read_by_ocr() -> None:
    page = page_of(paper.pdf_of_picture(paper.picture(dpi=72)))
    assert page.engine == "says-page 1"
    assert page.quality in (Quality.CLEAN_SCAN, Quality.POOR_SCAN)


def test_a_text_layer_of_meaningless_characters_is_not_believed() -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        codes = "".join(f"<{code:02X}> <{0xE000 + code:04X}>\n" for code in range(0x20, 0x7F))
        to_unicode = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange 95 beginbfchar
{codes}endbfchar endcmap end end"""
        pdf.pages[0].obj.Resources.Font.F1.ToUnicode = pdf.make_stream(to_unicode.encode())

    content = paper.changed(paper.text_pdf(), spoil)
    reading = read_file(content, name="a.pdf", engines=only(OcrThatSaysPage()))
    assert [word.text for word in reading.pages[0].words] == ["scanned"]
    assert any("unreadable" in note for note in reading.notes)


def test_ruling_lines_of_a_table_are_found() -> None:
    page = page_of(paper.text_pdf(drawing="0.5 w 50 600 m 550 600 l S 50 500 500 80 re S"))
    level = [rule for rule in page.rules if rule.width > 0.5]
    assert any(rule.middle_y == pytest.approx(1 - 600 / 842, abs=0.002) for rule in level)
    assert len(level) == 3
    assert len([rule for rule in page.rules if rule.height > 0.05]) == 2


@pytest.mark.parametrize("rotate", [90, 270])
def test_boxes_follow_the_rotation_of_a_landscape_page(rotate: int) -> None:
    """A landscape page made by /Rotate: its text is drawn sideways and shown level."""
    pdf = pikepdf.open(io.BytesIO(paper.text_pdf([[(0, 0, "Corner"), (0, 0, "x")]])))
    page = pdf.pages[0]
    turn = "0 1 -1 0 100 60" if rotate == 90 else "0 -1 1 0 495 782"
    page.obj.Contents = pdf.make_stream(f"q {turn} cm BT /F1 11 Tf (Corner) Tj ET Q".encode())
    page.obj.Rotate = rotate
    made = page_of(paper.saved(pdf))
    assert made.rotation_degrees == 0
    assert (made.width_points, made.height_points) == pytest.approx((842, 595))
    box = made.words[0].box
    assert box.left == pytest.approx(60 / 842, abs=0.005)
    assert box.bottom == pytest.approx(100 / 595, abs=0.005)


def test_pen_strokes_are_handwriting_and_letterhead_drawings_are_not() -> None:
    wave = " ".join(f"{60 + 4 * i} {300 + (12 if i % 2 else 0)} l" for i in range(1, 20))
    signature = f"1 w 60 300 m {wave} S "
    logo = signature.replace(" 300 ", " 800 ").replace(" 312 ", " 812 ")
    page = page_of(paper.text_pdf(drawing=signature + logo))
    (mark,) = [mark for mark in page.ink if mark.kind is InkKind.HANDWRITING]
    assert mark.box.left == pytest.approx(60 / 595, abs=0.01)
    assert mark.box.bottom == pytest.approx(1 - 300 / 842, abs=0.01)
    assert "scanned" in [word.text for word in page.words]


def test_a_page_without_handwriting_needs_no_ocr() -> None:
    class OcrThatMustNotRun:
        name = "none"

        def read(self, png: bytes, *, languages: tuple[str, ...]) -> tuple[Word, ...]:
            raise AssertionError("a native page was sent to OCR")

    read_file(paper.text_pdf(), name="a.pdf", engines=only(OcrThatMustNotRun()))
