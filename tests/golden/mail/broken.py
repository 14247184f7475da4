"""Mails that break the rules of how mails are written, and mails that carry nothing."""

from __future__ import annotations

import base64
import binascii

from tests.golden.mail.mime import DOCUMENT, HEAD, TEXT, Case, attachment, html, mail, mixed, multi, nested, part, text
from tests.golden.mail.paper import archive, pdf

_TEXT = ("part.plain", TEXT)
_NAMED = 'Content-Disposition: attachment; filename="KA-1.pdf"\r\n'


def _uuencoded(name: str, content: bytes) -> bytes:
    lines = b"".join(binascii.b2a_uu(content[start : start + 45]) for start in range(0, len(content), 45))
    return b"begin 644 " + name.encode() + b"\n" + lines + b"`\nend\n"


def _spoiled(content: bytes) -> bytes:
    """Base64 with what mailing lists and old gateways put between its lines."""
    encoded = base64.encodebytes(content).splitlines()
    return b"\r\n".join(line + b" \t!" for line in encoded)


def _deep(levels: int) -> bytes:
    made = attachment("KA-1.pdf", pdf())
    for level in range(levels):
        made = nested(made, kind="mixed", border=f"b{level}")
    return mixed(text(), made, border="outer")


CASES = (
    Case(
        "a border that is declared nowhere",
        lambda: mail(multi(text(), attachment("KA-1.pdf", pdf()), border="b"), kind="multipart/mixed"),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "another border than the one declared",
        lambda: mail(multi(text(), attachment("KA-1.pdf", pdf()), border="b"), kind='multipart/mixed; boundary="other"'),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "a last border that is missing",
        lambda: mixed(text(), attachment("KA-1.pdf", pdf()))[:-20],
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "a mail that ends in the middle of its attachment",
        lambda: mixed(text(), attachment("KA-1.pdf", pdf()))[:-400],
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "a multipart without any part",
        lambda: mail(b"nothing here\r\n", kind='multipart/mixed; boundary="b"'),
        (_TEXT,),
        review="ING-NOATT",
    ),
    Case(
        "base64 with strange letters in it",
        lambda: mixed(text(), part(_spoiled(pdf()), kind="application/pdf", encoding="Base64 ", headers=_NAMED)),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "base64 that ends and goes on",
        lambda: mixed(
            text(),
            part(
                base64.b64encode(pdf()[:100]) + b"\r\n" + base64.b64encode(pdf()[100:]),
                kind="application/pdf",
                encoding="BASE64 ",
                headers=_NAMED,
            ),
        ),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "base64 that nothing declares",
        lambda: mixed(text(), part(base64.encodebytes(pdf()), kind="application/pdf", encoding="7bit", headers=_NAMED)),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "bytes that are declared base64 and are none",
        lambda: mixed(text(), part(pdf(), kind="application/pdf", encoding="base64 ", headers=_NAMED)),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "base64 of nothing",
        lambda: mixed(text(), part(b"!!!", kind="application/pdf", encoding="base64 ", headers=_NAMED)),
        (_TEXT, ("KA-1.pdf", "quarantined:ING-EMPTY")),
    ),
    Case(
        "an encoding that does not exist",
        lambda: mixed(text(), part(pdf(), kind="application/pdf", encoding="x-none", headers=_NAMED)),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "a file in the text itself, as programs did before MIME",
        lambda: mail(b"Our invoice:\n\n" + _uuencoded("KA-1.pdf", pdf()) + b"\nRegards\n"),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "two files in the text",
        lambda: mail(_uuencoded("a.pdf", pdf("A")) + _uuencoded("b.pdf", pdf("B"))),
        (_TEXT, ("a.pdf", DOCUMENT), ("b.pdf", DOCUMENT)),
    ),
    Case(
        "a text that begins like a file and is none",
        lambda: mail(b"begin 644 the talks\nwith us\n"),
        (_TEXT,),
        review="ING-NOATT",
    ),
    Case(
        "a line of mbox before the head",
        lambda: b"From billing@kestrel.example Tue Nov 24 08:00:00 2026\n" + mixed(text(), attachment("KA-1.pdf", pdf())),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "a mark of byte order before the head",
        lambda: b"\xef\xbb\xbf" + mixed(text(), attachment("KA-1.pdf", pdf())),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "lines that end in line feeds alone",
        lambda: mixed(text(), attachment("KA-1.pdf", pdf())).replace(b"\r\n", b"\n"),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "text in a charset that does not exist",
        lambda: mixed(
            part(b"\xff\xfe hello", kind="text/plain; charset=no-such", encoding="8bit"), attachment("KA-1.pdf", pdf())
        ),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "a head of 200,000 bytes",
        lambda: (
            HEAD.format(subject="long").encode()
            + b"X-Junk: "
            + b"x" * 200_000
            + b"\r\n"
            + mixed(text(), attachment("KA-1.pdf", pdf()))[len(HEAD.format(subject="Invoice")) :]
        ),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case("parts nested fifty deep", lambda: _deep(50), (_TEXT, ("KA-1.pdf", DOCUMENT))),
    Case("parts nested three thousand deep", lambda: _deep(3000), (("mail.eml", "quarantined:ING-SIZE"),)),
    Case("two thousand parts", lambda: mixed(*[text(str(n)) for n in range(2000)]), (("mail.eml", "quarantined:ING-SIZE"),)),
    Case(
        "a bomb beside a PDF",
        lambda: mixed(text(), attachment("bomb.zip", archive(zeros__bin=bytes(301_000_000))), attachment("KA-1.pdf", pdf())),
        (_TEXT, ("bomb.zip", "quarantined:ING-SIZE"), ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "one piece of a mail in several",
        lambda: mail(b"%PDF part", kind='message/partial; id="x"; number=2; total=3'),
        (("part.partial", "quarantined:ING-CORRUPT"),),
    ),
    Case(
        "a link to a file instead of the file",
        lambda: mixed(
            text(),
            part(
                b"Content-Type: application/pdf\r\n\r\n",
                kind='message/external-body; access-type=URL; URL="http://x.example/"',
                encoding="7bit",
            ),
        ),
        (_TEXT, ("part.external-body", "skipped:link to a file elsewhere")),
        review="ING-NOATT",
    ),
    Case(
        "a text and nothing else",
        lambda: mail(b"We confirm your order P00021: 100 discs at 2.50 on 1 December.\r\n"),
        (_TEXT,),
        review="ING-NOATT",
    ),
    Case(
        "an invoice that is the HTML itself",
        lambda: mixed(text(""), html("<h1>Invoice KA-1</h1><table><tr><td>Total<td>121.00</table>"), kind="alternative"),
        (_TEXT, ("part.html", TEXT)),
        review="ING-NOATT",
    ),
    Case(
        "XHTML as the text",
        lambda: mail(b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', kind="text/html"),
        (("part.html", TEXT),),
        review="ING-NOATT",
    ),
    Case(
        "text that an Exchange server turned into files",
        lambda: mixed(
            text(),
            attachment("KA-1.pdf", pdf()),
            attachment("ATT00001.htm", b"<html><body><br></body></html>", kind="text/html"),
            attachment("ATT00002.txt", b"-- \r\nRegards", kind="text/plain"),
        ),
        (_TEXT, ("KA-1.pdf", DOCUMENT), ("ATT00001.htm", TEXT), ("ATT00002.txt", TEXT)),
    ),
    Case("no body at all", lambda: mail(b""), (_TEXT,), review="ING-NOATT"),
    Case(
        "heads that say nothing sensible",
        lambda: b"From: \xff\xfe <<>>\r\nReceived: x\r\nContent-Type: ;;;\r\nContent-Disposition: =\r\n\r\nhello",
        (_TEXT,),
        review="ING-NOATT",
    ),
)
