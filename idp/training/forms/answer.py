"""What is the right answer for a printed form? The truth of its marks, with what a paper says by leaving something out."""

import re
from dataclasses import replace

from idp.training.sheet import Printed
from idp.training.truth import GeneratedDocument, Truth, generated

_RECEIVED = ("delivered_date", "received_by")
_WEEK = re.compile(r"\d{4}-W\d{1,2}")


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
    truth["lines"] = [_with_days_only(line) for line in as_lines(truth["lines"])]
    return replace(document, truth=truth)


def as_lines(lines: object) -> list[dict[str, object]]:
    """The lines of a truth with their type."""
    return [dict(line) for line in lines] if isinstance(lines, list) else []


def _with_days_only(line: dict[str, object]) -> dict[str, object]:
    """The line without a promised week: no rule says which day of it is meant, so nothing is asked."""
    return {key: value for key, value in line.items() if not _WEEK.fullmatch(str(value))}
