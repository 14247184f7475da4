"""May this PDF be opened, is it whole, and which files does it carry? Words are left to the native text and OCR modules."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf

from idp.domain.errors import DocumentRefused
from idp.domain.page import EmbeddedFile
from idp.ports import Limits
from idp.reading.pdf_active import attachments, refuse_active
from idp.reading.structured import check_xml

_TAIL_BYTES = 4096  # mailers and scanners append junk; a %%EOF further away is that of an earlier revision
_INVOICE_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml", "cida.xml")
_INVOICE_ROOTS = (
    b"CrossIndustryInvoice", b"CrossIndustryDocument", b"SCRDMCCBDACIOMessageStructure", b"SCRDMCCBDACIOMessage",
    b"SCRDMCCBDACIDAMessageStructure", b"urn:oasis:names:specification:ubl:schema:xsd:",
)  # fmt: skip
_NO_KEY = "encryption"  # in what pikepdf says of a file encrypted for certificates or by a method of its own
_NO_MEMORY = "bad_alloc"  # in what pikepdf says of a stream that does not fit into the memory it may use


@dataclass(frozen=True, slots=True)
class PdfCheck:
    """What the safety check found in a PDF that may be read: number of pages, its e-invoice and remarks."""

    page_count: int
    structured: EmbeddedFile | None
    notes: tuple[str, ...]


def check_pdf(content: bytes, *, limits: Limits) -> PdfCheck:
    """Opens the PDF's structure and looks for trouble.

    Raises DocumentRefused: ING-ENCRYPTED (a password is needed), ING-CORRUPT (cannot be opened, cut off, damaged pages),
    ING-SIZE (more pages than `limits.pages`), ING-ACTIVE (script, launch action, executable attachment).
    Raises MemoryError for a page that unpacks to more than this process may hold.
    """
    pdf, notes = _open(content)
    with pdf:
        try:
            count = len(pdf.pages)
            if count > limits.pages:
                raise DocumentRefused("ING-SIZE", f"The PDF has {count} pages; at most {limits.pages} are read.")
            if count == 0:
                raise DocumentRefused("ING-CORRUPT", "The PDF has no pages.")
            if not limits.may_act:
                refuse_active(pdf)
            _refuse_damaged_pages(pdf)
            structured, remarks = _structured(pdf)
        except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, AttributeError) as exc:
            raise DocumentRefused("ING-CORRUPT", "The PDF is damaged and cannot be read completely.") from exc
    return PdfCheck(page_count=count, structured=structured, notes=(*notes, *remarks))


def opened_pdf(content: bytes) -> pikepdf.Pdf:
    """The PDF, open for changes that stay in memory; the caller closes it. Raises DocumentRefused as `check_pdf` does."""
    pdf, _ = _open(content)
    return pdf


def _open(content: bytes) -> tuple[pikepdf.Pdf, tuple[str, ...]]:
    """The open PDF. A file whose index is broken is repaired only if its end is there: a cut-off file may have lost pages."""
    try:
        return pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True), ()
    except pikepdf.PasswordError as exc:
        raise DocumentRefused("ING-ENCRYPTED", "The PDF needs a password to open.") from exc
    except (pikepdf.PdfError, ValueError, RuntimeError) as exc:
        if _NO_KEY in str(exc):
            raise DocumentRefused("ING-ENCRYPTED", "The PDF is encrypted for certain people only.") from exc
    if b"%%EOF" not in content[-_TAIL_BYTES:]:
        raise DocumentRefused("ING-CORRUPT", "The PDF is cut off: its end is missing.")
    try:
        pdf = pikepdf.open(io.BytesIO(content), attempt_recovery=True, suppress_warnings=True)
        counted = int(pdf.Root.Pages.get("/Count", -1))
    except pikepdf.PasswordError as exc:
        raise DocumentRefused("ING-ENCRYPTED", "The PDF needs a password to open.") from exc
    except (pikepdf.PdfError, ValueError, RuntimeError, AttributeError, TypeError) as exc:
        raise DocumentRefused("ING-CORRUPT", "The PDF is damaged and cannot be opened.") from exc
    if counted != len(pdf.pages):
        pdf.close()
        raise DocumentRefused("ING-CORRUPT", "The PDF is damaged: pages are missing.")
    return pdf, ("The PDF's index was damaged and has been rebuilt.",)


def _refuse_damaged_pages(pdf: pikepdf.Pdf) -> None:
    """A page whose drawing instructions do not decompress would silently lose words."""
    for number, page in enumerate(pdf.pages, start=1):
        contents = page.obj.get("/Contents")
        streams = contents if isinstance(contents, pikepdf.Array) else [contents]
        for stream in streams:
            if isinstance(stream, pikepdf.Stream):
                try:
                    stream.read_bytes()
                except (pikepdf.PdfError, pikepdf.DataDecodingError) as exc:
                    if _NO_MEMORY in str(exc):
                        raise MemoryError from exc
                    raise DocumentRefused("ING-CORRUPT", f"Page {number} of the PDF is damaged.") from exc


def _structured(pdf: pikepdf.Pdf) -> tuple[EmbeddedFile | None, tuple[str, ...]]:
    """The e-invoice of a hybrid PDF and remarks: by its standard name first, else an XML attachment with a known root.

    One that is damaged is left out, for the page can still be read; a dangerous one refuses the file.
    """
    named: EmbeddedFile | None = None
    rooted: EmbeddedFile | None = None
    for name, data in attachments(pdf):
        if name.lower() in _INVOICE_NAMES and named is None:
            named = EmbeddedFile(name=name, content=data)
        elif name.lower().endswith(".xml") and rooted is None and any(root in data[:4000] for root in _INVOICE_ROOTS):
            rooted = EmbeddedFile(name=name, content=data)
    found = named or rooted
    if found is None:
        return None, ()
    try:
        check_xml(found.content)
    except DocumentRefused as refusal:
        if refusal.code != "ING-CORRUPT":
            raise
        return None, (f"The e-invoice inside the PDF ({found.name[:60]}) is damaged and was not used.",)
    return found, ()
