"""What is the right answer for a printed form? The truth of its marks, with what a paper says by leaving something out."""

from dataclasses import replace

from idp.training.sheet import Printed
from idp.training.truth import GeneratedDocument, Truth, generated

_RECEIVED = ("delivered_date", "received_by")


def answer(document_type: str, printed: Printed, *, language: str) -> GeneratedDocument:
    """The document with its truth.

    A proof of delivery without a signature is not signed. A bill of lading has `signed` only where the consignee signed it, and who
    received it and when are null elsewhere: what is blank on the form was never written.
    """
    document = generated(document_type, printed, language=language)
    marked = {place.mark.field: place.mark.value for place in printed.places if place.mark.line is None}
    truth: Truth = dict(document.truth)
    if document_type == "proof_of_delivery":
        truth["signed"] = marked.get("signed", False)
    if document_type == "bill_of_lading":
        truth.update({key: marked.get(key) for key in _RECEIVED})
        if "signed" in marked:
            truth["signed"] = marked["signed"]
    return replace(document, truth=truth)
