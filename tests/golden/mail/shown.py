"""Pictures: what belongs to the mail's looks, and what is a sheet of paper."""

from __future__ import annotations

from tests.golden.mail.mime import DOCUMENT, LAYOUT, TEXT, Case, attachment, html, inline, mail, mixed, nested, part, text
from tests.golden.mail.paper import dot, logo, pdf, phone_photo, picture, scan, signature_banner

_TEXT, _HTML = ("part.plain", TEXT), ("part.html", TEXT)


def _related(markup: str, *pictures: bytes) -> bytes:
    return mixed(html(markup), *pictures, kind="related")


CASES = (
    Case(
        "a logo that the HTML shows, and a PDF",
        lambda: mixed(
            nested(
                html('<img src="cid:logo@x">'),
                inline(logo(), kind="image/png", name="logo.png", cid="logo@x"),
                kind="related",
                border="r",
            ),
            attachment("KA-1.pdf", pdf()),
        ),
        (_HTML, ("logo.png", LAYOUT), ("KA-1.pdf", DOCUMENT)),
        thread="odoo#234913",
    ),
    Case(
        "a logo as an attachment that nothing shows",
        lambda: mixed(text(), attachment("logo.png", logo(), kind="image/png"), attachment("1.pdf", pdf())),
        (_TEXT, ("logo.png", LAYOUT), ("1.pdf", DOCUMENT)),
        thread="odoo#234913",
    ),
    Case(
        "five pictures of social networks",
        lambda: _related(
            "".join(f'<img src="cid:i{n}">' for n in range(5)),
            *(inline(picture(64, 64, text=str(n)), kind="image/png", cid=f"i{n}") for n in range(5)),
        ),
        (_HTML, *[("part.png", LAYOUT)] * 5),
        thread="odoo#234913",
        review="ING-NOATT",
    ),
    Case(
        "a dot that tells of reading",
        lambda: _related('<img src="cid:d">', inline(dot(), kind="image/gif", cid="d")),
        (_HTML, ("part.gif", "skipped:dot that tells the sender of reading")),
        review="ING-NOATT",
    ),
    Case(
        "a wide banner under the signature",
        lambda: _related("<img src=cid:b>", inline(signature_banner(), kind="image/png", cid="b")),
        (_HTML, ("part.png", LAYOUT)),
        review="ING-NOATT",
    ),
    Case(
        "a big picture of an advertisement in the HTML",
        lambda: _related(
            '<div style="background:url(cid:hero)">', inline(picture(1200, 628, form="JPEG"), kind="image/jpeg", cid="hero")
        ),
        (_HTML, ("part.jpeg", LAYOUT)),
        review="ING-NOATT",
    ),
    Case(
        "a scan that the HTML shows, as scanners with mail do",
        lambda: _related('<img src="cid:s">', inline(scan(), kind="image/jpeg", name="scan.jpg", cid="s")),
        (_HTML, ("scan.jpg", DOCUMENT)),
        thread="odoo#185633",
    ),
    Case(
        "a photo of an invoice between the lines, sent from a phone",
        lambda: mixed(
            text("Here is the bill"), inline(phone_photo(), kind="image/jpeg", name="IMG_0042.jpeg"), text("Sent from my phone")
        ),
        (_TEXT, ("IMG_0042.jpeg", DOCUMENT), _TEXT),
        thread="odoo#185633",
    ),
    Case(
        "a photo in the HTML of a phone",
        lambda: _related(
            '<body><img src="cid:p">Sent from my phone', inline(phone_photo(), kind="image/jpeg", name="i.jpg", cid="p")
        ),
        (_HTML, ("i.jpg", DOCUMENT)),
        thread="odoo#288903",
    ),
    Case(
        "a page at 72 dots per inch that the HTML shows",
        lambda: _related('<img src="cid:s">', inline(picture(595, 842), kind="image/png", cid="s")),
        (_HTML, ("part.png", DOCUMENT)),
    ),
    Case(
        "a photo with a content id that nothing shows",
        lambda: mixed(text(), inline(picture(800, 700, form="JPEG"), kind="image/jpeg", name="a.jpg", cid="x@y")),
        (_TEXT, ("a.jpg", DOCUMENT)),
        thread="odoo#288903",
    ),
    Case(
        "three scans in one mail",
        lambda: mixed(text(), *(attachment(f"{n}.jpg", scan(n), kind="image/jpeg") for n in (1, 2, 3))),
        (_TEXT, ("1.jpg", DOCUMENT), ("2.jpg", DOCUMENT), ("3.jpg", DOCUMENT)),
    ),
    Case("a scan declared as octet-stream", lambda: mixed(text(), attachment("scan", scan())), (_TEXT, ("scan", DOCUMENT))),
    Case(
        "a long receipt from a till",
        lambda: mixed(text(), attachment("till.jpg", picture(400, 2400, form="JPEG"), kind="image/jpeg")),
        (_TEXT, ("till.jpg", DOCUMENT)),
    ),
    Case(
        "a picture shown by its address in the mail",
        lambda: _related(
            '<img src="image001.png">', part(picture(500, 400), kind="image/png", headers="Content-Location: image001.png\r\n")
        ),
        (_HTML, ("part.png", LAYOUT)),
        review="ING-NOATT",
    ),
    Case(
        "a picture that cannot be opened",
        lambda: mixed(text(), attachment("scan.jpg", scan()[:300], kind="image/jpeg")),
        (_TEXT, ("scan.jpg", DOCUMENT)),
    ),
    Case(
        "what an office program leaves in a mail",
        lambda: _related(
            "<p>hello",
            attachment("oledata.mso", b"x" * 5000),
            attachment("image002.wmz", b"\x1f\x8bx"),
            attachment("filelist.xml", b"<?xml version='1.0'?><a/>"),
        ),
        (
            _HTML,
            ("oledata.mso", "skipped:part of the mail's layout"),
            ("image002.wmz", "skipped:part of the mail's layout"),
            ("filelist.xml", "skipped:part of the mail's layout"),
        ),
        review="ING-NOATT",
    ),
    Case(
        "a picture and nothing else",
        lambda: mail(scan(), kind='image/jpeg; name="scan.jpg"', extra="Content-Transfer-Encoding: binary\r\n"),
        (("scan.jpg", DOCUMENT),),
    ),
)
