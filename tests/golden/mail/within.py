"""Mails within mails, and what mail programs wrap them in."""

from __future__ import annotations

import base64
import quopri

from tests.golden.mail.mime import (
    DOCUMENT,
    SIGNATURE,
    TEXT,
    Case,
    attached_mail,
    attachment,
    html,
    inline,
    mail,
    mixed,
    nested,
    part,
    text,
)
from tests.golden.mail.paper import archive, logo, pdf, picture
from tests.golden.mail.wrapping import clear_signed, encrypted, opaque, stretched, winmail

_TEXT = ("part.plain", TEXT)
_INVOICE = mixed(text(), attachment("KA-1.pdf", pdf()), border="inner")


def _forwarded(times: int) -> bytes:
    message = _INVOICE
    for level in range(times):
        message = mixed(text(f"forwarded {level}"), attached_mail(message), border=f"level{level}")
    return message


_SIGNED = nested(text(), attachment("KA-1.pdf", pdf()), kind="mixed", border="signed")
_P7M = 'application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"'

CASES = (
    Case("a forwarded mail", lambda: _forwarded(1), (_TEXT, _TEXT, ("KA-1.pdf", DOCUMENT)), thread="paperless-ngx#9205"),
    Case("a mail that was forwarded ten times", lambda: _forwarded(10), (*[_TEXT] * 11, ("KA-1.pdf", DOCUMENT))),
    Case("a mail that was forwarded forty times", lambda: _forwarded(40), (("mail.eml", "quarantined:ING-SIZE"),)),
    Case(
        "a mail as a file that is no attached mail by its type",
        lambda: mixed(text(), attachment("invoice.eml", _INVOICE)),
        (_TEXT, _TEXT, ("KA-1.pdf", DOCUMENT)),
        thread="paperless-ngx#13111",
    ),
    Case(
        "an attached mail in base64, which is forbidden",
        lambda: mixed(text(), part(_INVOICE, kind="message/rfc822")),
        (_TEXT, _TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "an attached mail in quoted-printable, which is forbidden",
        lambda: mixed(text(), part(quopri.encodestring(_INVOICE), kind="message/rfc822", encoding="quoted-printable")),
        (_TEXT, _TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "a mail in a ZIP in a mail",
        lambda: mixed(text(), attachment("mails.zip", archive(one__eml=_INVOICE))),
        (_TEXT, _TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "two mails attached, each with an invoice",
        lambda: mixed(
            text(), attached_mail(_INVOICE), attached_mail(mixed(text(), attachment("KA-2.pdf", pdf("KA-2")), border="inner2"))
        ),
        (_TEXT, _TEXT, ("KA-1.pdf", DOCUMENT), _TEXT, ("KA-2.pdf", DOCUMENT)),
    ),
    Case(
        "a logo in a forwarded mail is a logo there too",
        lambda: mixed(
            text(),
            attached_mail(
                mixed(
                    html("<img src='cid:l'>"),
                    inline(picture(500, 500), kind="image/png", cid="l"),
                    attachment("KA-1.pdf", pdf()),
                    kind="related",
                    border="i",
                )
            ),
        ),
        (_TEXT, ("part.html", TEXT), ("part.png", "skipped:picture of the mail's layout"), ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "a delivery report with our own mail in it",
        lambda: mixed(
            text("could not be delivered"),
            part(b"Action: failed", kind="message/delivery-status", encoding="7bit"),
            attached_mail(_INVOICE),
            kind="report",
            extra="; report-type=delivery-status",
        ),
        (
            _TEXT,
            ("part.delivery-status", "skipped:delivery report"),
            ("mail.eml", "skipped:returned mail of a delivery report"),
        ),
        review="ING-NOATT",
    ),
    Case(
        "a signed mail whose signature stands beside it",
        lambda: clear_signed(_SIGNED),
        (_TEXT, ("KA-1.pdf", DOCUMENT), ("smime.p7s", SIGNATURE)),
    ),
    Case(
        "a signed mail that is all inside its signature",
        lambda: mail(base64.encodebytes(opaque(_SIGNED)), kind=_P7M, extra="Content-Transfer-Encoding: base64\r\n"),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "the same in BER of unknown length, as streaming programs write",
        lambda: mail(base64.encodebytes(stretched(opaque(_SIGNED))), kind=_P7M, extra="Content-Transfer-Encoding: base64\r\n"),
        (_TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "a signed mail forwarded as an unknown file",
        lambda: mixed(text(), attachment("smime.p7m", opaque(_SIGNED))),
        (_TEXT, _TEXT, ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "an encrypted mail",
        lambda: mail(
            base64.encodebytes(encrypted(_SIGNED)),
            kind='application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
            extra="Content-Transfer-Encoding: base64\r\n",
        ),
        (("smime.p7m", "quarantined:ING-ENCRYPTED"),),
    ),
    Case(
        "a damaged signed mail",
        lambda: mail(base64.encodebytes(opaque(_SIGNED)[:900]), kind=_P7M, extra="Content-Transfer-Encoding: base64\r\n"),
        (("smime.p7m", "quarantined:ING-CORRUPT"),),
    ),
    Case(
        "a mail encrypted with PGP",
        lambda: mixed(
            part(b"Version: 1", kind="application/pgp-encrypted", encoding="7bit"),
            part(
                b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----",
                kind='application/octet-stream; name="encrypted.asc"',
                encoding="7bit",
            ),
            kind="encrypted",
        ),
        (("part.pgp-encrypted", "skipped:control part of an encrypted mail"), ("encrypted.asc", "quarantined:ING-ENCRYPTED")),
    ),
    Case(
        "an encrypted text in the open",
        lambda: mail(b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n"),
        (("part.plain", "quarantined:ING-ENCRYPTED"),),
    ),
    Case(
        "a mail that only its recipient may read",
        lambda: mixed(text(), attachment("message.rpmsg", b"\x76\xe8\x04", kind="application/x-microsoft-rpmsg-message")),
        (_TEXT, ("message.rpmsg", "quarantined:ING-ENCRYPTED")),
    ),
    Case(
        "a winmail.dat",
        lambda: mixed(text(), attachment("winmail.dat", winmail(("KA-1.PDF", pdf())), kind="application/ms-tnef")),
        (_TEXT, ("KA-1.PDF", DOCUMENT)),
    ),
    Case(
        "a winmail.dat under another name with two files",
        lambda: mixed(text(), attachment("ATT00001.bin", winmail(("A.PDF", pdf("A")), ("B.PDF", pdf("B"))))),
        (_TEXT, ("A.PDF", DOCUMENT), ("B.PDF", DOCUMENT)),
    ),
    Case(
        "a winmail.dat with a mail in a winmail.dat",
        lambda: mixed(
            text(), attachment("winmail.dat", winmail(("INNER.DAT", winmail(("KA-1.PDF", pdf())))), kind="application/ms-tnef")
        ),
        (_TEXT, ("KA-1.PDF", DOCUMENT)),
    ),
    Case(
        "a winmail.dat with formatting alone",
        lambda: mixed(text(), attachment("winmail.dat", winmail(), kind="application/ms-tnef")),
        (_TEXT, ("winmail.dat", "skipped:text of the mail in another form")),
        review="ING-NOATT",
    ),
    Case(
        "a damaged winmail.dat beside a PDF",
        lambda: mixed(
            text(),
            attachment("winmail.dat", winmail(("A.PDF", pdf("A")))[:12] + b"\x02\xff" * 400, kind="application/ms-tnef"),
            attachment("b.pdf", pdf("B")),
        ),
        (_TEXT, ("winmail.dat", "quarantined:ING-CORRUPT"), ("b.pdf", DOCUMENT)),
    ),
    Case(
        "a business card and a calendar entry",
        lambda: mixed(
            text(),
            attachment("me.vcf", b"BEGIN:VCARD\r\nEND:VCARD\r\n"),
            attachment("fair.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", kind="text/calendar"),
            attachment("KA-1.pdf", pdf()),
        ),
        (_TEXT, ("me.vcf", "skipped:business card"), ("fair.ics", "skipped:calendar entry"), ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "a file of a Macintosh in two halves",
        lambda: mixed(
            text(),
            nested(
                part(b"\x00\x05\x16\x07", kind="application/applefile"),
                part(pdf(), kind='application/pdf; name="KA-1.pdf"'),
                kind="appledouble",
                border="apple",
            ),
        ),
        (_TEXT, ("part.applefile", "skipped:file of the mail program"), ("KA-1.pdf", DOCUMENT)),
    ),
    Case(
        "a logo in a winmail.dat stays a file of its own",
        lambda: mixed(
            text(), attachment("winmail.dat", winmail(("LOGO.PNG", logo()), ("KA-1.PDF", pdf())), kind="application/ms-tnef")
        ),
        (_TEXT, ("LOGO.PNG", "skipped:picture of the mail's layout"), ("KA-1.PDF", DOCUMENT)),
    ),
)
