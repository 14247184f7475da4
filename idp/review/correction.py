"""What did the person change? Compares a submitted form with the record that it was made from."""

from __future__ import annotations

from starlette.datastructures import FormData

from idp.domain.geometry import Box
from idp.domain.record import DocumentRecord
from idp.review.document_view import view_document
from idp.services.correction import Correction

PREFIX, PLACE = "field:", "place:"
"""Form inputs: `field:total` holds the value, `place:total` where it was taken from ("page left top right bottom")."""


def read_changes(form: FormData, record: DocumentRecord) -> dict[str, Correction]:
    """The corrections in the form, by path. Inputs that stand as they were shown, an account hidden or in full, are no change."""
    shown = [_shown(record, hide=hide) for hide in (True, False)]
    changes: dict[str, Correction] = {}
    for name, value in form.multi_items():
        if not name.startswith(PREFIX) or not isinstance(value, str):
            continue
        path, typed = name.removeprefix(PREFIX), " ".join(value.split())
        if typed not in {" ".join(values.get(path, "").split()) for values in shown}:
            changes[path] = _correction(typed, form.get(PLACE + path))
    return changes


def _shown(record: DocumentRecord, *, hide: bool) -> dict[str, str]:
    view = view_document(record, hide=hide)
    return {f.path: f.value for f in (*view.fields, *view.absent, *(c for line in view.lines for c in line.cells))}


def _correction(typed: str, place: object) -> Correction:
    page, box = read_place(place) if isinstance(place, str) else (None, None)
    return Correction(typed, page, box)


def read_place(place: str) -> tuple[int | None, Box | None]:
    """Page and box from "page left top right bottom"; both None for anything else."""
    parts = place.split()
    if len(parts) != 5 or not parts[0].isascii() or not parts[0].isdigit():
        return None, None
    try:
        left, top, right, bottom = (float(part) for part in parts[1:])
        return int(parts[0]), Box(left, top, right, bottom)
    except ValueError:
        return None, None
