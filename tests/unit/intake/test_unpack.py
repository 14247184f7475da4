"""Deliveries are taken apart by content; every part has a fate."""

import io
import zipfile
from email.message import EmailMessage

import pytest
from PIL import Image

from idp.intake.unpack import FileUnpacker, UnpackLimits

_PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"
_XML = b'<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'


def _picture(width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(stream, "PNG")
    return stream.getvalue()


def _mail(*attachments: tuple[str, str, bytes], disposition: str = "attachment") -> bytes:
    message = EmailMessage()
    message["From"] = "Billing <billing@supplier.example>"
    message["To"] = "ap@our.example"
    message["Subject"] = "Invoice"
    message["Message-ID"] = "<1@supplier.example>"
    message.set_content("Please find attached our invoice.")
    for name, kind, content in attachments:
        main, sub = kind.split("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name, disposition=disposition)
    return message.as_bytes()


def _zip(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return stream.getvalue()


def test_a_single_file_is_its_own_only_part() -> None:
    parcel = FileUnpacker().unpack(_PDF, name="a.pdf")
    assert [(part.name, part.content, part.skipped) for part in parcel.parts] == [("a.pdf", _PDF, None)]


def test_a_mail_gives_its_attachment_and_says_why_the_text_is_none() -> None:
    parcel = FileUnpacker().unpack(_mail(("inv.pdf", "application/pdf", _PDF)), name="m.eml")
    assert [(part.name, part.skipped) for part in parcel.parts] == [("part.plain", "text of the mail"), ("inv.pdf", None)]
    assert parcel.sender == "billing@supplier.example"


def test_a_pdf_shown_inline_and_declared_as_nothing_is_a_document() -> None:
    parcel = FileUnpacker().unpack(_mail(("x.bin", "application/octet-stream", _PDF), disposition="inline"), name="m.eml")
    assert [part.name for part in parcel.parts if part.skipped is None] == ["x.bin"]


def test_a_logo_is_no_document_but_a_page_photo_is() -> None:
    mail = _mail(("logo.png", "image/png", _picture(200, 60)), ("page.png", "image/png", _picture(1240, 1754)))
    parcel = FileUnpacker().unpack(mail, name="m.eml")
    assert [(part.name, part.skipped is None) for part in parcel.parts][1:] == [("logo.png", False), ("page.png", True)]


def test_an_xml_beside_the_only_pdf_is_joined_to_it() -> None:
    mail = _mail(("inv.pdf", "application/pdf", _PDF), ("factur.xml", "application/xml", _XML))
    parts = FileUnpacker().unpack(mail, name="m.eml").parts
    assert [part.joined_to for part in parts] == [None, None, 1]


def test_a_mail_in_a_zip_in_a_mail_is_unpacked() -> None:
    inner = _zip(inner__eml=_mail(("inv.pdf", "application/pdf", _PDF)))
    parcel = FileUnpacker().unpack(_mail(("all.zip", "application/zip", inner)), name="m.eml")
    assert [part.name for part in parcel.parts if part.skipped is None] == ["inv.pdf"]


def test_nesting_without_end_is_refused_whole() -> None:
    content = _PDF
    for _ in range(8):
        content = _zip(next__zip=content)
    parcel = FileUnpacker().unpack(content, name="deep.zip")
    assert [part.refused[0] for part in parcel.parts if part.refused is not None] == ["ING-SIZE"]
    assert parcel.parts[0].content == content


def test_an_archive_that_unpacks_to_more_than_the_limit_is_refused_whole() -> None:
    bomb = _zip(zeros__bin=bytes(5_000_000))
    parcel = FileUnpacker(UnpackLimits(bytes=1_000_000)).unpack(bomb, name="bomb.zip")
    assert len(parcel.parts) == 1
    assert parcel.parts[0].refused is not None
    assert parcel.parts[0].refused[0] == "ING-SIZE"


@pytest.mark.parametrize("cut", [10, 60])
def test_a_broken_archive_is_refused_with_a_sentence(cut: int) -> None:
    parcel = FileUnpacker().unpack(_zip(a__pdf=_PDF * 40)[:-cut], name="broken.zip")
    assert parcel.parts[0].refused is not None
    assert parcel.parts[0].refused[0] == "ING-CORRUPT"


def test_an_office_document_is_one_document_not_an_archive() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    parcel = FileUnpacker().unpack(stream.getvalue(), name="letter.docx")
    assert len(parcel.parts) == 1
    assert parcel.parts[0].refused is None


def test_an_archive_whose_directory_lies_about_its_place_is_refused_with_a_sentence() -> None:
    lying = bytearray(_zip(a__pdf=_PDF))
    end = lying.rindex(b"PK\x05\x06")
    lying[end + 12 : end + 16] = (len(lying) * 2).to_bytes(4, "little")
    parcel = FileUnpacker().unpack(bytes(lying), name="lying.zip")
    assert parcel.parts[0].refused is not None
    assert parcel.parts[0].refused[0] == "ING-CORRUPT"


def test_an_attached_mail_that_cannot_be_written_down_again_costs_no_other_part() -> None:
    """The standard library cannot write every border that it has read."""
    broken = 'Content-Type: multipart/mixed; boundary="\udcff"\r\n\r\n--\udcff\r\n\r\na\r\n--\udcff--\r\n'
    lines = [
        "From: a@b.example", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=x", "", "--x", "Content-Type: message/rfc822",
        "Content-Transfer-Encoding: quoted-printable", "", broken, "--x", "Content-Type: application/pdf; name=a.pdf", "", "%PDF-1.7",
        "--x--",
    ]  # fmt: skip
    parcel = FileUnpacker().unpack("\r\n".join(lines).encode("utf-8", errors="surrogateescape"), name="m.eml")
    assert [part.name for part in parcel.parts] == ["mail.eml", "a.pdf"]
    assert parcel.parts[1].skipped is None
