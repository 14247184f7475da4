"""Where are address blocks, and who heads them? The window of the envelope, blocks under a label, contact lines of the sender."""

from __future__ import annotations

import re
from collections.abc import Iterator

from idp.domain.geometry import Box
from idp.extractors.candidate import Spot, lowest
from idp.extractors.date import find_dates
from idp.extractors.evidence import Option
from idp.extractors.label import Label
from idp.extractors.layout import Layout, Segment
from idp.extractors.name import CITY_LINE, PERSON_LINE, POSTCODE, SPLIT, looks_like_name
from idp.extractors.relation import Surroundings
from idp.extractors.token import fold


def block_below(label: Label, layout: Layout) -> Box:
    """The address block under a label: rows below it in its column until a gap."""
    left, right, bottom = label.box.left, max(label.box.right, label.box.left + 0.12), label.box.bottom
    for row in layout.rows[label.row + 1 : label.row + 9]:
        if row.page != label.page or row.box.top - bottom > 2.0 * max(label.box.height, 0.008):
            break
        inside = [
            s for s in row.segments if s.box.left < right + 0.02 and s.box.right > left - 0.01 and s.box.left > left - 0.08
        ]
        if inside:
            bottom = row.box.bottom
            right = max(right, min(left + 0.45, max(s.box.right for s in inside)))
    return Box.clamped(left - 0.01, label.box.top - 0.002, right + 0.01, bottom + 0.002)


def address_window(layout: Layout, around: Surroundings) -> Iterator[Option]:
    """Without a label: the first line of an address block in the upper part, where the envelope's window shows it."""
    for row in layout.rows:
        if row.page != layout.pages[0].index or not 0.06 < row.box.top < 0.42:
            continue
        for segment in row.segments:
            if (
                not CITY_LINE.search(segment.text)
                or len(segment.words) > 7
                or find_dates(segment.text)
                or _keyed_from_left(segment, around)
            ):
                continue
            lines = list(_lines_above(segment, layout))
            if len(lines) < 2 or any(_contact_line(line.text) for line in lines):
                continue
            if _has_contact_below(segment, layout):
                continue
            yield from _heads(lines, segment, layout, around)


def _heads(lines: list[Segment], city: Segment, layout: Layout, around: Surroundings) -> Iterator[Option]:
    """The names at the head of a block, from the top; a second one counts a little less (the first may be the sender's line)."""
    names = [
        line for line in reversed(lines) if looks_like_name(PERSON_LINE.sub("", line.text)) and not is_labelled(line, around)
    ]
    for place, line in enumerate(names[:2]):
        points = 0.3 + (0.35 if city.box.left < 0.4 else 0.1) - 0.3 * line.box.top - 0.15 * place
        points += 0.6 if _under_return_address(line, layout) else 0.0
        yield Option(PERSON_LINE.sub("", line.text), spot_of(line), points, ("heads the address block in the upper part",))


def _keyed_from_left(segment: Segment, around: Surroundings) -> bool:
    """A value in a list of keys and values ("Delivery terms  DAP Duisburg") is no address."""
    labels = around.labels_of_row.get(segment.row, ())
    return any(label.last < segment.start and segment.box.left - label.box.right < 0.25 and not label.weak for label in labels)


def _has_contact_below(segment: Segment, layout: Layout) -> bool:
    """A sender's own block goes on with telephone and mail under its city."""
    for row in layout.rows[segment.row + 1 : segment.row + 4]:
        if row.page != segment.page or row.box.top - segment.box.bottom > 4 * max(segment.box.height, 0.008):
            return False
        if any(abs(s.box.left - segment.box.left) < 0.015 and (_contact_line(s.text) or "@" in s.text) for s in row.segments):
            return True
    return False


def _under_return_address(top: Segment, layout: Layout) -> bool:
    """Whether the sender's address line stands right above the block, as in a window envelope."""
    for row in reversed(layout.rows[max(0, top.row - 4) : top.row]):
        if row.page == top.page and top.box.top - row.box.bottom < 0.05:
            for segment in row.segments:
                beside = segment.box.left < top.box.right and segment.box.right > top.box.left - 0.02
                if beside and is_address_line(segment.text):
                    return True
    return False


def _lines_above(segment: Segment, layout: Layout) -> Iterator[Segment]:
    """The segments right above that share the left edge, nearest first."""
    current = segment
    for index in range(segment.row - 1, max(-1, segment.row - 12), -1):
        row = layout.rows[index]
        if row.page != segment.page or current.box.top - row.box.bottom > 3.6 * max(segment.box.height, 0.008):
            return
        above = next((s for s in row.segments if abs(s.box.left - segment.box.left) < 0.012), None)
        if above is not None:
            if is_address_line(above.text):
                return  # the sender's address line over the window
            yield above
            current = above


def is_address_line(text: str) -> bool:
    """Whether a whole address with its name is set in one line: "Acme Ltd · 4 High Street · Ashby LE8 2QT"."""
    parts = [part for part in SPLIT.split(text) if part]
    return (
        len(parts) > 1 and bool(POSTCODE.search(text)) and not any(c.isdigit() for c in parts[0]) and looks_like_name(parts[0])
    )


def _contact_line(text: str) -> bool:
    return bool(re.search(r"\b(?:tel|fax|phone|fon|iban|ust|vat|tva|siret|btw|p\.?\s?iva|www)\b", fold(text)))


def is_labelled(segment: Segment, around: Surroundings) -> bool:
    """Whether the segment begins with a label or holds one with its colon, party words aside; a name may hold the word of one."""
    return any(
        (label.first == segment.start or (label.colon and segment.start <= label.first < segment.start + len(segment.words)))
        and not label.weak
        and label.name not in ("buyer", "freight", "port")
        for label in around.labels_of_row.get(segment.row, ())
    )


def spot_of(segment: Segment, text: str | None = None) -> Spot:
    """The place of a segment, with `text` as what was printed there."""
    return Spot(
        segment.row,
        segment.start,
        segment.start + len(segment.words) - 1,
        segment.page,
        segment.box,
        text or segment.text,
        lowest(segment.words),
    )


def is_inside(page: int, box: Box, blocks: tuple[tuple[int, Box], ...]) -> bool:
    """Whether the middle of `box` lies in one of the blocks of that page."""
    return any(p == page and b.left <= box.middle_x <= b.right and b.top <= box.middle_y <= b.bottom for p, b in blocks)
