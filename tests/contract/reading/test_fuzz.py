"""Files cut off or changed at random places: each is read or refused with one sentence, and nothing else happens."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from idp.domain.errors import DocumentRefused
from idp.ports import Limits
from idp.reading import ConfinedProcess
from tests.unit.reading import paper

CODES = {"ING-EMPTY", "ING-TYPE", "ING-CORRUPT", "ING-SIZE", "ING-ACTIVE", "ING-ENCRYPTED", "EXT-NOTEXT"}
XML = b'<?xml version="1.0" encoding="UTF-8"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">' + (
    b"<cbc:Note xmlns:cbc='urn:x'>Gr\xc3\xb6\xc3\x9fe &amp; more</cbc:Note>" * 30 + b"</Invoice>"
)
SMALL = paper.picture([(60, 800, "Total 148.75")], dpi=60).crop((0, 0, 300, 120))


def originals() -> dict[str, bytes]:
    return {
        "pdf": paper.text_pdf(drawing="0.5 w 50 600 m 550 600 l S"),
        "hybrid pdf": paper.pdf_with_attachment("factur-x.xml", XML),
        "picture pdf": paper.pdf_of_picture(SMALL, page_size=(300, 120)),
        "xml": XML,
        "png": paper.picture_bytes(SMALL),
        "jpeg": paper.picture_bytes(SMALL, "JPEG"),
        "tiff": paper.picture_bytes(SMALL, "TIFF", compression="tiff_lzw"),
    }


def damaged(content: bytes, dice: random.Random) -> bytes:
    """The file cut off, with bytes changed, or with a piece of it repeated or taken out."""
    spot, length = dice.randrange(len(content)), dice.randrange(1, 60)
    match dice.randrange(4):
        case 0:
            return content[:spot]
        case 1:
            changed = bytearray(content)
            for _ in range(dice.randrange(1, 12)):
                changed[dice.randrange(len(changed))] = dice.randrange(256)
            return bytes(changed)
        case 2:
            return content[:spot] + content[spot : spot + length] * 3 + content[spot:]
        case _:
            return content[:spot] + content[spot + length :]


@pytest.fixture(scope="module")
def reader() -> Iterator[ConfinedProcess]:
    with ConfinedProcess(limits=Limits(seconds=60)) as made:
        yield made


@pytest.mark.parametrize("kind", originals())
def test_a_damaged_file_is_read_or_refused(reader: ConfinedProcess, kind: str) -> None:
    dice = random.Random(f"damage {kind}")
    content = originals()[kind]
    for _ in range(12 if kind in ("picture pdf", "png", "jpeg", "tiff") else 60):
        broken = damaged(content, dice)
        refusal, words = outcome(reader, broken)
        if refusal is None:
            assert all(words)
        else:
            assert refusal.code in CODES
            assert "confuses" not in str(refusal), f"an error that no one expected: {refusal}"


def outcome(reader: ConfinedProcess, content: bytes) -> tuple[DocumentRefused | None, list[str]]:
    try:
        pages = reader.read(content, name="a").pages
    except DocumentRefused as refusal:
        return refusal, []
    return None, [word.text for page in pages for word in page.words]
