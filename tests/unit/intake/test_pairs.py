from __future__ import annotations

from pathlib import Path

from idp.intake.pairs import pair_up, pair_up_sent

_PDF = b"%PDF-1.7\n%%EOF\n"
_XML = b'<?xml version="1.0"?><Invoice/>'


def _files(*named: tuple[str, bytes | None]) -> list[tuple[Path, bytes | None]]:
    return [(Path(name), content) for name, content in named]


def test_an_xml_belongs_to_the_pdf_of_its_name_in_its_folder_whatever_the_case() -> None:
    files = _files(("a/Bill.XML", _XML), ("b/bill.pdf", _PDF), ("a/bill.pdf", _PDF))
    assert pair_up(files) == {0: 2}


def test_a_name_that_two_pdfs_share_and_another_name_pair_with_none() -> None:
    assert pair_up(_files(("x.xml", _XML), ("x.pdf", _PDF), ("X.PDF", _PDF))) == {}
    assert pair_up(_files(("data.xml", _XML), ("bill.pdf", _PDF))) == {}


def test_what_cannot_be_opened_and_what_only_has_the_name_pair_with_none() -> None:
    assert pair_up(_files(("x.xml", _XML), ("x.pdf", None))) == {}
    assert pair_up(_files(("x.xml", _XML), ("x.pdf", b"Rechnung 4711"))) == {}


def test_the_only_xml_of_a_mail_belongs_to_its_only_pdf_and_of_several_names_decide() -> None:
    assert pair_up_sent(_files(("data.xml", _XML), ("bill.pdf", _PDF))) == {0: 1}
    assert pair_up_sent(_files(("1.pdf", _PDF), ("2.pdf", _PDF), ("2.xml", _XML), ("other.xml", _XML))) == {2: 1}
