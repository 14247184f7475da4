"""The same bill in every dress that programs put on XML, and what is refused."""

from __future__ import annotations

import pytest

from idp.domain.errors import DocumentRefused
from idp.extractors import extract
from idp.reading.structured import read_xml
from tests.unit.extractors.test_einvoice import invoice

_PLAIN = invoice().replace("Muster GmbH", "Müster GmbH")
_UTF_16 = '<?xml version="1.0" encoding="UTF-16"?>' + _PLAIN
_ATTACHMENT = "<cac:Attachment><cbc:EmbeddedDocumentBinaryObject>{}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"


def _dressed(xml: str) -> str:
    """With comments and processing instructions around and within values."""
    return "<?print a4?><!-- by hand -->" + xml.replace("<cbc:ID>4711", "<cbc:ID>47<!-- x -->1<?y z?>1") + "<!-- end -->"


@pytest.mark.parametrize(
    "content",
    [
        _PLAIN.encode(),
        b"\xef\xbb\xbf" + _PLAIN.encode(),
        b"\xef\xbb\xbf\xef\xbb\xbf \r\n" + b'<?xml version="1.0"?>' + _PLAIN.encode(),
        b"\xff\xfe" + _UTF_16.encode("utf-16-le"),
        b"\xfe\xff" + _UTF_16.encode("utf-16-be"),
        _UTF_16.encode(),
        ('<?xml version="1.0" encoding="windows-1252"?>' + _PLAIN).encode("cp1252"),
        _PLAIN.encode() + b"\r\n\x00\x00",
        _dressed(_PLAIN).encode(),
        _PLAIN.replace("cbc:", "abc.1:").replace("xmlns:cbc", "xmlns:abc.1").encode(),
        _PLAIN.replace("</Invoice>", _ATTACHMENT.format("QUJD" * 3_000_000) + "</Invoice>").encode(),
    ],
    ids=[
        "plain", "mark", "two marks", "utf-16-le", "utf-16-be", "wrong label", "windows-1252", "zeros", "comments", "prefix", "attachment",
    ],
)  # fmt: skip
def test_a_bill_is_read_in_every_dress(content: bytes) -> None:
    (document,) = extract(read_xml(content, name="bill.xml")).documents
    assert document.confident
    assert (document.text("invoice_number"), document.text("supplier_name"), document.text("total")) == (
        "4711",
        "Müster GmbH",
        "119.00",
    )


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b'<!DOCTYPE a [<!ENTITY x "1">]>' + _PLAIN.encode(), "ING-ACTIVE", "declares a document type or entities"),
        (
            ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a SYSTEM "file:///etc/passwd">' + _PLAIN).encode("utf-16"),
            "ING-ACTIVE",
            "document type",
        ),
        (_PLAIN.encode()[:-20], "ING-CORRUPT", "damaged or incomplete"),
        (_PLAIN.encode("latin-1"), "ING-CORRUPT", "damaged or incomplete"),
    ],
)
def test_what_is_dangerous_or_broken_is_refused_with_a_sentence(content: bytes, code: str, words: str) -> None:
    with pytest.raises(DocumentRefused, match=words) as refused:
        read_xml(content, name="bill.xml")
    assert refused.value.code == code
