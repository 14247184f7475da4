"""What a file is follows from its bytes alone."""

import pytest

from idp.domain.errors import DocumentRefused
from idp.domain.media import MediaType, media_type


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"junk before\n%PDF-1.4 rest", MediaType.PDF),
        (b"\x89PNG\r\n\x1a\n....", MediaType.PNG),
        (b"\xff\xd8\xff\xe0", MediaType.JPEG),
        (b"II*\x00....", MediaType.TIFF),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", MediaType.WEBP),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", MediaType.XML),
        ("<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16"), MediaType.XML),
    ],
)
def test_kinds_that_are_read(content: bytes, kind: MediaType) -> None:
    assert media_type(content) is kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "ING-EMPTY"),
        (b"\x00 \n\t", "ING-EMPTY"),
        (b"PK\x03\x04....", "ING-TYPE"),
        (b"MZ\x90\x00", "ING-TYPE"),
        (b"<html><body>", "ING-TYPE"),
        (b"hello", "ING-TYPE"),
        (b"RIFF\x10\x00\x00\x00WAVE", "ING-TYPE"),
    ],
)
def test_everything_else_is_refused_with_its_code(content: bytes, code: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        media_type(content)
    assert refused.value.code == code
