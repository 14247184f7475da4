"""Attachments as they should not be: inline, without a type, under a wrong one, with names that nobody can write."""

from __future__ import annotations

from tests.golden.mail.mime import DOCUMENT, LAYOUT, TEXT, Case, attachment, html, inline, mail, mixed, nested, part, text
from tests.golden.mail.paper import archive, hybrid_pdf, locked_archive, pdf, scan, xml

_TEXT = ("part.plain", TEXT)


def _named(header: str) -> bytes:
    return mixed(text(), part(pdf(), kind="application/pdf", headers=f"Content-Disposition: attachment; {header}\r\n"))


CASES = (
    Case(
        "a PDF that Apple Mail shows inline",
        lambda: mixed(text(), inline(pdf(), kind="application/pdf", name="KA-1.pdf")),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
        thread="paperless#865",
    ),
    Case(
        "a PDF without any disposition",
        lambda: mixed(text(), part(pdf(), kind='application/pdf; name="KA-1.pdf"')),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
        thread="paperless-ng#1088",
    ),
    Case(
        "a PDF between the two halves of the text, as Apple Mail sends it",
        lambda: mixed(text("before"), inline(pdf(), kind="application/pdf", name="KA-1.pdf"), text("after")),
        (_TEXT, ("KA-1.pdf", DOCUMENT), _TEXT),
        thread="paperless-ng#70",
    ),
    Case(
        "a PDF inside multipart/alternative, beside the HTML",
        lambda: mixed(
            text(),
            nested(html("<p>see below</p>"), inline(pdf(), kind="application/pdf", name="KA-1.pdf"), kind="mixed", border="in"),
            kind="alternative",
        ),
        (_TEXT, ("part.html", TEXT), ("KA-1.pdf", DOCUMENT)),
        thread="odoo#173456",
    ),
    Case(
        "a PDF declared as octet-stream",
        lambda: mixed(text(), attachment("KA-1.pdf", pdf())),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "a PDF declared as plain text without a name",
        lambda: mixed(text(), part(pdf(), kind="text/plain")),
        (_TEXT, ("part.plain", DOCUMENT)),
    ),
    Case(
        "a PDF declared as a picture",
        lambda: mixed(text(), attachment("scan.png", pdf(), kind="image/png")),
        (_TEXT, ("scan.png", DOCUMENT)),
    ),
    Case(
        "a PDF declared as a calendar entry",
        lambda: mixed(text(), attachment("KA-1.pdf", pdf(), kind="text/calendar")),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "a PDF and nothing else",
        lambda: mail(pdf(), kind="application/pdf", extra="Content-Transfer-Encoding: binary\r\n"),
        (("part.pdf", DOCUMENT),),
    ),
    Case(
        "a type that is no type",
        lambda: mixed(text(), part(pdf(), kind="pdf", headers='Content-Disposition: x; filename="a.pdf"\r\n')),
        (_TEXT, ("a.pdf", DOCUMENT)),
    ),
    Case(
        "two invoices in one mail",
        lambda: mixed(text(), attachment("1.pdf", pdf("KA-1")), attachment("2.pdf", pdf("KA-2"))),
        (_TEXT, ("1.pdf", DOCUMENT), ("2.pdf", DOCUMENT)),
        thread="odoo#173456",
    ),
    Case(
        "the same PDF twice in one mail",
        lambda: mixed(text(), attachment("1.pdf", pdf()), attachment("copy of 1.pdf", pdf())),
        (_TEXT, ("1.pdf", DOCUMENT), ("copy of 1.pdf", "skipped:same file as 1.pdf in this delivery")),
    ),
    Case(
        "the only XML beside the only PDF",
        lambda: mixed(text(), attachment("KA-1.pdf", pdf()), attachment("invoice.xml", xml())),
        (_TEXT, ("KA-1.pdf", DOCUMENT), ("invoice.xml", "joined_with")),
        thread="odoo#144243",
    ),
    Case(
        "the XML that is inside one of two PDFs as well",
        lambda: mixed(
            text(),
            attachment("terms.pdf", pdf("terms")),
            attachment("KA-1.pdf", hybrid_pdf()),
            attachment("xrechnung.xml", xml()),
        ),
        (_TEXT, ("terms.pdf", DOCUMENT), ("KA-1.pdf", DOCUMENT), ("xrechnung.xml", "joined_with")),
        thread="odoo#203255",
    ),
    Case(
        "two pairs of PDF and XML that go by their names",
        lambda: mixed(
            attachment("A.pdf", pdf("A")),
            attachment("b.xml", xml("B")),
            attachment("a.xml", xml("A")),
            attachment("B.PDF", pdf("B")),
        ),
        (("A.pdf", DOCUMENT), ("b.xml", "joined_with"), ("a.xml", "joined_with"), ("B.PDF", DOCUMENT)),
    ),
    Case(
        "an e-invoice alone",
        lambda: mixed(text(), attachment("invoice.xml", xml(), kind="text/xml")),
        (_TEXT, ("invoice.xml", DOCUMENT)),
    ),
    Case(
        "an e-invoice declared as plain text without a name",
        lambda: mixed(text(), part(xml(), kind="text/plain")),
        (_TEXT, ("part.plain", DOCUMENT)),
    ),
    Case(
        "a scan as TIFF declared as octet-stream",
        lambda: mixed(text(), attachment("fax.dat", scan(form="TIFF"))),
        (_TEXT, ("fax.dat", DOCUMENT)),
    ),
    Case(
        "a ZIP with two invoices",
        lambda: mixed(text(), attachment("all.zip", archive(a__pdf=pdf("A"), b__pdf=pdf("B")))),
        (_TEXT, ("a.pdf", DOCUMENT), ("b.pdf", DOCUMENT)),
    ),
    Case(
        "a ZIP in a ZIP",
        lambda: mixed(text(), attachment("all.zip", archive(inner__zip=archive(a__pdf=pdf())))),
        (_TEXT, ("a.pdf", DOCUMENT)),
    ),
    Case(
        "a ZIP that needs a password beside a PDF that does not",
        lambda: mixed(text(), attachment("secret.zip", locked_archive("a.pdf", pdf("A"))), attachment("b.pdf", pdf("B"))),
        (_TEXT, ("a.pdf", "quarantined:ING-ENCRYPTED"), ("b.pdf", DOCUMENT)),
    ),
    Case(
        "a broken ZIP beside a whole PDF",
        lambda: mixed(text(), attachment("cut.zip", archive(a__pdf=pdf("A"))[:-30]), attachment("b.pdf", pdf("B"))),
        (_TEXT, ("cut.zip", "quarantined:ING-CORRUPT"), ("b.pdf", DOCUMENT)),
    ),
    Case(
        "a word processor's file",
        lambda: mixed(text(), attachment("invoice.docx", archive(**{"[Content_Types]__xml": b"<Types/>"}))),
        (_TEXT, ("invoice.docx", "quarantined:ING-TYPE")),
    ),
    Case(
        "an attachment of no bytes",
        lambda: mixed(text(), attachment("KA-1.pdf", b"", kind="application/pdf")),
        (_TEXT, ("KA-1.pdf", "quarantined:ING-EMPTY")),
    ),
    Case(
        "a web page as an attachment",
        lambda: mixed(text(), attachment("invoice.html", b"<html><body>Invoice</body></html>", kind="text/html")),
        (_TEXT, ("invoice.html", "quarantined:ING-TYPE")),
    ),
    Case(
        "a name in UTF-8 after RFC 2231, in pieces",
        lambda: _named("filename*0*=UTF-8''Rechnung%20M%C3%A4; filename*1*=rz%202026; filename*2=.pdf"),
        (_TEXT, ("Rechnung März 2026.pdf", DOCUMENT)),
    ),
    Case(
        "a name in an encoded word, where none may stand",
        lambda: _named('filename="=?UTF-8?B?UmVjaG51bmcgTcOkcnoucGRm?="'),
        (_TEXT, ("Rechnung März.pdf", DOCUMENT)),
    ),
    Case(
        "a name in two encoded words that cut a letter in half",
        lambda: _named('filename="=?UTF-8?B?UmVjaG51bmcgTcM=?= =?UTF-8?B?pHJ6LnBkZg==?="'),
        (_TEXT, ("Rechnung März.pdf", DOCUMENT)),
    ),
    Case("a name as raw UTF-8", lambda: _named('filename="März.pdf"'), (_TEXT, ("März.pdf", DOCUMENT))),
    Case("a name as raw bytes of Windows", lambda: _named('filename="M\udce4rz.pdf"'), (_TEXT, ("März.pdf", DOCUMENT))),
    Case(
        "a name in a charset that does not exist", lambda: _named("filename*=x-none''a%20b.pdf"), (_TEXT, ("a b.pdf", DOCUMENT))
    ),
    Case("a name with a path", lambda: _named(r'filename="C:\\\\Users\\\\me\\\\KA-1.pdf"'), (_TEXT, ("KA-1.pdf", DOCUMENT))),
    Case("a name that climbs", lambda: _named('filename="../../etc/passwd"'), (_TEXT, ("passwd", DOCUMENT))),
    Case(
        "a name that reads backwards", lambda: _named('filename="invoice\u202efdp.exe"'), (_TEXT, ("invoicefdp.exe", DOCUMENT))
    ),
    Case(
        "a name of a thousand letters",
        lambda: _named(f'filename="{"x" * 1000}.pdf"'),
        (_TEXT, (f"{'x' * 180}…{'x' * 15}.pdf", DOCUMENT)),
    ),
    Case("a name of nothing", lambda: _named('filename=""'), (_TEXT, ("part.pdf", DOCUMENT))),
    Case(
        "an unread picture format",
        lambda: mixed(text(), attachment("photo.heic", b"\0\0\0\x18ftypheic" + b"x" * 90_000, kind="image/heic")),
        (_TEXT, ("photo.heic", "quarantined:ING-TYPE")),
    ),
    Case(
        "a drawing of the layout in XML",
        lambda: mixed(text(), attachment("logo.svg", b'<?xml version="1.0"?><svg xmlns="x"/>', kind="image/svg+xml")),
        (_TEXT, ("logo.svg", LAYOUT)),
        review="ING-NOATT",
    ),
)
