"""Which files cannot be read, and what comes with a mail? Encrypted, truncated, empty, of a wrong type; a bill and a logo."""

import io
import zipfile
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

import numpy as np
import pikepdf
import pypdfium2

from idp.training.degrade import as_png
from idp.training.samples.case import Case
from idp.training.samples.desk import TOUCHLESS, bill, print_commercial, quarantined
from idp.training.samples.orders import Item, order
from idp.training.samples.suppliers import SUPPLIERS

_ZIP_TIME = (2026, 11, 2, 8, 0, 0)


def broken_files(case: Case) -> None:
    """Files that cannot be read: encrypted, truncated, empty, of a wrong type."""
    ordered = case.order(order(case.next_order(), "kestrel", date(2026, 10, 9), date(2026, 11, 6), Item(0, "200")))
    whole = print_commercial(bill(ordered, "KA-2026-5344", date(2026, 11, 17)), ordered.supplier).pdf
    case.add("encrypted.pdf", "PDF that needs a password", _encrypt(whole), quarantined("ING-ENCRYPTED"))
    case.add("truncated.pdf", "PDF cut off in the middle of an upload", whole[: len(whole) // 3], quarantined("ING-CORRUPT"))
    case.add("empty.pdf", "File without content", b"", quarantined("ING-EMPTY"))
    case.add("word_file_named.pdf", "Word file under a PDF's name", _word_file(), quarantined("ING-TYPE"))


def mail(case: Case) -> None:
    """A mail as it comes in: a bill and the logo of the signature."""
    ordered = case.order(
        order(case.next_order(), "nordlub", date(2026, 10, 12), date(2026, 11, 9), Item(1, "400"), Item(3, "10"))
    )
    made = print_commercial(bill(ordered, "33022140", date(2026, 11, 18)), ordered.supplier)
    case.add(
        "mail_with_invoice.eml",
        "Mail with a bill and an inline logo: one document, the logo skipped",
        _mail(made.pdf),
        TOUCHLESS,
    )


def _encrypt(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(
            out,
            static_id=True,
            encryption=pikepdf.Encryption(owner="owner-of-it", user="open-sesame", R=4, aes=False, metadata=False),
        )
    return out.getvalue()


def _word_file() -> bytes:
    """A minimal Office Open XML text document."""
    office = "http://schemas.openxmlformats.org/"
    kind = "application/vnd.openxmlformats-"
    parts = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{office}package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{kind}package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{office}package/2006/relationships"><Relationship Id="r1" '
        f'Type="{office}officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{office}wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>Rechnung folgt per Post.</w:t></w:r></w:p></w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), text)
    return out.getvalue()


def _mail(pdf: bytes) -> bytes:
    supplier = SUPPLIERS["nordlub"].party
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{supplier.name} <{supplier.email}>"
    message["To"] = "rechnung@brennhoff.example"
    message["Subject"] = "Invoice 33022140"
    message["Date"] = "Wed, 18 Nov 2026 09:12:44 +0100"
    message["Message-ID"] = "<20261118091244.33022140@nordlub.example>"
    message["Authentication-Results"] = "mx.brennhoff.example; spf=pass; dkim=pass header.d=nordlub.example; dmarc=pass"
    message.set_content(
        "Dear customer,\n\nplease find attached our invoice 33022140.\n\nKind regards\nNordlub Industrial ApS\n"
    )
    message.add_alternative(
        '<p>Dear customer,</p><p>please find attached our invoice 33022140.</p><p>Kind regards<br><img src="cid:logo"></p>',
        subtype="html",
    )
    html = message.get_payload(1)
    html.add_related(_logo(pdf), "image", "png", cid="<logo>", filename="logo.png", disposition="inline")  # type: ignore[union-attr]  # a list of messages here
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename="33022140.pdf")
    message.set_boundary("=_nordlub_outer")
    message.get_payload(0).set_boundary("=_nordlub_text")  # type: ignore[union-attr]  # a list of messages here
    html.set_boundary("=_nordlub_html")  # type: ignore[union-attr]  # a list of messages here
    return message.as_bytes()


def _logo(pdf: bytes) -> bytes:
    """The letterhead cut out of the bill, as mail signatures carry it."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=1).to_pil().convert("L").crop((150, 15, 445, 115))
    return as_png(np.asarray(picture), 72)
