"""Which of a page's words belong to a bank account? They reach a browser by their last four characters only.

The picture of the page and the original stay whole: they are the paper itself, which everybody who may see the document has to be able
to check, and a blot drawn over what was recognised would miss just the accounts that were misread. What is hidden is the text, which
can be searched, copied and collected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from idp.domain.document import ExtractedDocument
from idp.domain.errors import BadUse
from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.review.display import HIDDEN, find_accounts
from idp.services.correction import Correction


def hide_account_words(words: Sequence[Word], document: ExtractedDocument | None, page_index: int) -> tuple[str, ...]:
    """The words' texts in their order, those of bank accounts hidden but for the last four characters of each account.

    An account is known by its form, and by the place where one was read even if its letters were misread.
    """
    starts, text = [], ""
    for word in words:
        starts.append(len(text))
        text += word.text + " "
    shown = [word.text for word in words]
    for begin, end in find_accounts(text):
        inside = [n for n, start in enumerate(starts) if start < end and start + len(words[n].text) > begin]
        _hide(shown, inside)
    places = tuple(_account_places(document, page_index)) if document is not None else ()
    for place in places:
        _hide(shown, [n for n, word in enumerate(words) if _is_at(word.box, place) and _has_digits(shown[n])])
    return tuple(shown)


def with_printed_accounts(
    changes: Mapping[str, Correction], words_of: Callable[[int], Sequence[Word]]
) -> dict[str, Correction]:
    """The changes with what stands on the page where somebody clicked on a hidden account. `words_of` gives a page's words.

    Raises BadUse for a hidden account that was typed: nobody can know what is meant.
    """
    return {path: _as_printed(path, change, words_of) if HIDDEN in change.value else change for path, change in changes.items()}


def _as_printed(path: str, change: Correction, words_of: Callable[[int], Sequence[Word]]) -> Correction:
    if change.page is None or change.box is None:
        raise BadUse(f"{path.replace('_', ' ')}: write the account out, or click on it")
    inside = [word.text for word in words_of(change.page) if _is_at(word.box, change.box)]
    return replace(change, value=" ".join(inside))


def _hide(shown: list[str], members: Sequence[int]) -> None:
    tail = "".join(shown[n] for n in members).rstrip(".,;")[-4:]
    for n in members:
        shown[n] = HIDDEN
    if members:
        shown[members[-1]] = f"{HIDDEN} {tail}"


def _account_places(document: ExtractedDocument, page_index: int) -> Iterable[Box]:
    for name, value in document.fields.items():
        if "iban" in name and value.page == page_index:
            yield from value.boxes or ((value.box,) if value.box is not None else ())


def _has_digits(text: str) -> bool:
    return HIDDEN not in text and any(c.isdigit() for c in text)


def _is_at(box: Box, place: Box) -> bool:
    return place.left <= box.middle_x <= place.right and place.top <= box.middle_y <= place.bottom
