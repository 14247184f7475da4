"""Whether the end of a file is there: for every kind whole, and cut at any byte."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from idp.intake.arrival import END_BYTES, Ending, ending


def _ends(content: bytes) -> bytes:
    return content if len(content) <= 2 * END_BYTES else content[:END_BYTES] + content[-END_BYTES:]


def _picture(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((300, 400), 80).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def _tiff(pages: int, *, little: bool = True, **options: object) -> bytes:
    out = io.BytesIO()
    sheets = [Image.effect_noise((200, 300), 80) for _ in range(pages)]
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], big_endian=not little, **options)
    return out.getvalue()


_XML = b'<?xml version="1.0"?>\n<!-- a > b --><ubl:Invoice xmlns:ubl="x"><a/><b>1</b>' + b"<c>2</c>" * 500 + b"</ubl:Invoice>\n"
_MAIL = b'From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="xyz"\r\n\r\n--xyz\r\n\r\nhi\r\n--xyz--\r\n'
_LINEAR = b"%PDF-1.7\n1 0 obj\n<</Linearized 1/L 5000/O 3>>\nendobj\n%%EOF\n".ljust(4990, b" ") + b"\n%%EOF\n   "

WHOLE = {
    "jpeg": _picture("JPEG"), "png": _picture("PNG"), "webp": _picture("WEBP"), "tiff": _tiff(3),
    "tiff big-endian": _tiff(2, little=False), "tiff compressed": _tiff(2, compression="tiff_deflate"),
    "xml": _XML, "xml utf-16": _XML.decode().encode("utf-16"), "mail": _MAIL, "linear pdf": _LINEAR,
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_has_its_end(name: str) -> None:
    content = WHOLE[name]
    assert ending(_ends(content), size=len(content)) is Ending.THERE


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9, 0.97])
def test_a_cut_file_has_not(name: str, share: float) -> None:
    content = WHOLE[name][: int(len(WHOLE[name]) * share)]
    assert ending(_ends(content), size=len(content)) is not Ending.THERE


def test_an_xml_cut_behind_any_tag_has_not_its_end() -> None:
    cuts = [place + 1 for place in range(len(_XML)) if _XML[place : place + 1] == b">"]
    told = [ending(_XML[:cut], size=cut) for cut in cuts[:-1]]
    assert Ending.THERE not in told
    assert ending(_XML[: cuts[-1]], size=cuts[-1]) is Ending.THERE


def test_a_large_tiff_is_judged_by_its_directories() -> None:
    whole = _tiff(12)
    assert len(whole) > 4 * END_BYTES
    assert ending(_ends(whole), size=len(whole)) in {Ending.THERE, Ending.UNKNOWN}
    cut = whole[: len(whole) // 2]
    assert ending(_ends(cut), size=len(cut)) is not Ending.THERE


def test_an_empty_file_is_an_upload_that_has_just_begun_and_other_kinds_show_no_end() -> None:
    assert ending(b"", size=0) is Ending.MISSING
    assert ending(b"Rechnung 4711", size=13) is Ending.UNKNOWN
