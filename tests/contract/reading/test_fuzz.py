"""Files cut off, changed, mixed up at random places: each is read or refused with one sentence, and nothing else happens.

`pytest --fuzz-factor 20` tries twenty times as many files, each run of a factor the same files again.
"""

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
HEADS = (
    b"%PDF-1.7",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0\x00\x10JF",
    b"II*\x00\x08\x00\x00\x00",
    b"RIFF\xff\xff\xff\x7f",
    b"<?xml ve",
)
SLOW = ("picture pdf", "png", "jpeg", "tiff", "tiff of two pages", "webp")  # those that survive are read by OCR
MOST_MEMORY = 2_000_000_000  # bytes that the child may keep after all of it
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
        "tiff of two pages": paper.picture_bytes(
            SMALL.convert("1"), "TIFF", compression="group4", save_all=True, append_images=[SMALL.convert("1")]
        ),
        "webp": paper.picture_bytes(SMALL, "WEBP"),
    }


def damaged(content: bytes, dice: random.Random) -> bytes:
    """The file cut off, with bytes or bits changed, with a piece repeated, taken out, blanked or moved, or with another file's head."""
    spot, length = dice.randrange(len(content)), dice.randrange(1, 60)
    far = dice.randrange(spot, len(content) + 1)
    match dice.randrange(8):
        case 0:
            return content[:spot]
        case 1:
            return _changed(content, [dice.randrange(len(content)) for _ in range(dice.randrange(1, 12))], dice.randbytes(12))
        case 2:
            return content[:spot] + content[spot : spot + length] * 3 + content[spot:]
        case 3:
            return content[:spot] + content[spot + length :]
        case 4:
            bit = bytes([content[spot] ^ 1 << dice.randrange(8)])
            return content[:spot] + bit + content[spot + 1 :]
        case 5:
            middle = (spot + far) // 2
            return content[:spot] + content[middle:far] + content[spot:middle] + content[far:]
        case 6:
            return content[:spot] + bytes(min(length, len(content) - spot)) + content[spot + length :]
        case _:
            return dice.choice(HEADS) + content[8:]


def _changed(content: bytes, spots: list[int], values: bytes) -> bytes:
    changed = bytearray(content)
    for spot, value in zip(spots, values, strict=False):
        changed[spot] = value
    return bytes(changed)


@pytest.fixture(scope="module")
def reader() -> Iterator[ConfinedProcess]:
    with ConfinedProcess(limits=Limits(seconds=60)) as made:
        yield made


@pytest.mark.parametrize("kind", originals())
def test_a_damaged_file_is_read_or_refused(reader: ConfinedProcess, kind: str, pytestconfig: pytest.Config) -> None:
    dice = random.Random(f"damage {kind}")
    content = originals()[kind]
    for _ in range((12 if kind in SLOW else 60) * pytestconfig.getoption("fuzz_factor")):
        broken = damaged(content, dice)
        refusal, words = outcome(reader, broken)
        if refusal is None:
            assert all(words)
        else:
            assert refusal.code in CODES
            assert "confuses" not in str(refusal), f"an error that no one expected: {refusal}"
    assert reader.memory_bytes < MOST_MEMORY
    assert outcome(reader, paper.text_pdf())[0] is None


def outcome(reader: ConfinedProcess, content: bytes) -> tuple[DocumentRefused | None, list[str]]:
    try:
        pages = reader.read(content, name="a").pages
    except DocumentRefused as refusal:
        return refusal, []
    return None, [word.text for page in pages for word in page.words]
