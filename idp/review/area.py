"""Route of an area that a person draws on a page: its words, read once more where they come from a scan."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from idp.domain.geometry import Box
from idp.review.account_mask import hide_account_words
from idp.review.edge import Parts, Signed

router = APIRouter(prefix="/documents/{document_id}/pages/{page_index}")

Fraction = Annotated[float, Field(ge=0, le=1)]


class Area(BaseModel):
    """A box in page fractions, 0–1: left, top, right, bottom."""

    box: tuple[Fraction, Fraction, Fraction, Fraction]


@router.post("/area")
def read_area(document_id: str, page_index: int, area: Area, edge: Parts, session: Signed) -> Response:
    """The words of the area with their boxes, `[[text, left, top, right, bottom], …]`, as /words has them."""
    words = edge.workbench.read_area(document_id, page_index, Box.clamped(*area.box), user=session.user)
    shown = hide_account_words(words, None, page_index)
    return JSONResponse([[text, *word.box.as_list()] for text, word in zip(shown, words, strict=True)])
