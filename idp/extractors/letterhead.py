"""Which printed names may be the sender's? Letterhead, return address, footer and labels, weighed by size, legal form and mail domain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from idp.domain.geometry import Box
from idp.extractors.address import is_inside, is_labelled, spot_of
from idp.extractors.candidate import Candidates
from idp.extractors.date import find_dates
from idp.extractors.evidence import Choice, Option
from idp.extractors.label import Label
from idp.extractors.layout import Layout, Row, Segment
from idp.extractors.name import (
    CITY_LINE,
    POSTCODE,
    SPLIT,
    STREET,
    STRONG_LEGAL,
    PartyName,
    is_bank,
    is_legal_form,
    is_street,
    looks_like_name,
    without_legal_form,
    without_register,
)
from idp.extractors.named import named_by
from idp.extractors.relation import Surroundings
from idp.extractors.token import fold, pieces


def supplier_options(
    layout: Layout,
    labels: Sequence[Label],
    around: Surroundings,
    candidates: Candidates,
    buyer_boxes: tuple[tuple[int, Box], ...],
    buyer: Choice | None,
    own_names: set[str],
) -> Iterator[Option]:
    """Every possible supplier name with its points."""
    buyer_name = fold(str(buyer.option.value)) if buyer else None
    domains = _domains(candidates, buyer_boxes)

    def fits(name: str) -> bool:
        folded = fold(name)
        return folded not in own_names and folded != buyer_name and not is_legal_form(name)

    for label in labels:
        if label.name in ("supplier", "remit_to") and not (
            label.name == "remit_to" and label.text.isupper() and label.length < 2
        ):
            for option in named_by(label, around, 2.6 if label.name == "supplier" else 0.9):
                bank = label.name == "remit_to" and is_bank(str(option.value))
                if (
                    fits(str(option.value))
                    and not bank
                    and not (label.weak or (label.length == 1 and len(label.text) <= 4 and not label.text.istitle()))
                ):
                    yield _with_domain(option, domains)
    usual = median(word.box.height for row in layout.rows for word in row.words) if layout.rows else 0.01
    for name, place in _printed_names(layout, buyer_boxes, around):
        if fits(name.text):
            yield _with_domain(_over_address(_scored(name, place, usual), layout), domains)


def _domains(candidates: Candidates, buyer_boxes: tuple[tuple[int, Box], ...]) -> set[str]:
    """Second-level domains of mail and web addresses outside the buyer's block, free mail services aside."""
    found = set()
    for code in candidates.codes:
        if code.kind in ("email", "web") and not is_inside(code.spot.page, code.spot.box, buyer_boxes):
            host = code.value.rsplit("@", 1)[-1].lower().removeprefix("www.")
            name = host.split(".")[-2] if host.count(".") else host
            if name in ("co", "com") and host.count(".") > 1:
                name = host.split(".")[-3]
            if name not in (
                "gmail",
                "hotmail",
                "yahoo",
                "outlook",
                "gmx",
                "web",
                "orange",
                "aol",
                "t-online",
                "example",
                "localhost",
            ):
                found.add(re.sub(r"[^a-z0-9]", "", name))
    return found


def _with_domain(option: Option, domains: set[str]) -> Option:
    """More points the more of a domain's letters the name explains."""
    spellings = [[t for t in pieces(text) if len(t) > 1] for text in _spellings(str(option.value))]
    best, agreeing = max(
        ((_explained(domain, tokens), domain) for domain in domains for tokens in spellings), default=(0.0, "")
    )
    if best < 0.4:
        return option
    reasons = (*option.reasons, f"agrees with the mail or web address ({agreeing})")
    return Option(option.value, option.spot, option.points + 1.1 * best, reasons)


_WRITTEN_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "å": "aa", "ø": "oe"}
)


def _spellings(name: str) -> list[str]:
    """How a domain may write the name: without accents, with "ue" for "ü", or with such letters left out; legal forms aside."""
    bare = without_legal_form(name)
    return [bare, bare.translate(_WRITTEN_OUT), "".join(c for c in bare if c.isascii())]


def _explained(domain: str, tokens: Sequence[str]) -> float:
    """The share of the domain's letters that words of the name (or their endings, as in compounds) account for."""
    joined = "".join(tokens)
    if joined and (domain in joined or (joined in domain and len(joined) > 0.6 * len(domain))):
        return 1.0
    rest = domain
    for token in sorted(tokens, key=len, reverse=True):
        part = next((token[i:] for i in range(max(1, len(token) - 3)) if len(token[i:]) > 2 and token[i:] in rest), None)
        if part:
            rest = rest.replace(part, "", 1)
    return 1.0 - len(rest) / max(1, len(domain))


def _printed_names(
    layout: Layout, buyer_boxes: tuple[tuple[int, Box], ...], around: Surroundings
) -> Iterator[tuple[PartyName, str]]:
    """Names in the letterhead (top), the return address and the footer of the first and last page, outside the buyer's block."""
    if not layout.pages:
        return
    first, last = layout.pages[0].index, layout.pages[-1].index
    for row in layout.rows:
        place = (
            "letterhead"
            if row.page == first and row.box.top < 0.28
            else "footer"
            if row.page in (first, last) and row.box.top > 0.8
            else ""
        )
        if not place:
            continue
        if place == "letterhead" and len(row.segments) > _MOST_SEGMENTS and not POSTCODE.search(row.text):
            continue  # a strip of headings, and no address set in wide print
        for segment in row.segments:
            if is_inside(segment.page, segment.box, buyer_boxes) or is_labelled(segment, around) or _is_keyed(segment, row):
                continue
            if find_dates(segment.text):
                continue
            name, kind = _name_of(segment, place)
            above = _begun_above(name, segment, layout)
            if above is not None:
                name = f"{without_register(above.text)} {name}"
            if looks_like_name(name):
                yield PartyName(name, spot_of(segment, name), segment.box.height), kind


_MOST_SEGMENTS = 3


def _is_keyed(segment: Segment, row: Row) -> bool:
    """A key or a value of a list of the form "Process : Return of goods"."""
    following = next((s for s in row.segments if s.start > segment.start), None)
    return segment.text.startswith(":") or (following is not None and following.text.startswith(":"))


def _name_of(segment: Segment, place: str) -> tuple[str, str]:
    """What may be the name in a segment, and where it then stands: before an address in one line, or alone."""
    parts = [part.strip(" :,-|") for part in SPLIT.split(segment.text)]
    address = len(parts) > 1 and bool(POSTCODE.search(segment.text) or STREET.search(segment.text))
    if address and (POSTCODE.search(parts[0]) or (len(parts) == 2 and CITY_LINE.search(segment.text))):
        return "", place  # "New York, NY 12210" names a town
    listed = len(parts) > 1 and not address and not STRONG_LEGAL.search(parts[0])
    name = "" if listed and len(parts) > 2 else segment.text.strip(" :,-|") if listed else parts[0]
    return without_register(name), "return address" if address and place == "letterhead" else place


def _begun_above(name: str, segment: Segment, layout: Layout) -> Segment | None:
    """The line above that the name goes on from: it holds nothing but a legal form, or closes a bracket that was opened there."""
    if not name or not (is_legal_form(name) or name.count(")") > name.count("(")):
        return None
    row = layout.rows[segment.row - 1] if segment.row else None
    if row is None or row.page != segment.page or segment.box.top - row.box.bottom > 1.5 * segment.box.height:
        return None
    over = [s for s in row.segments if s.box.left < segment.box.right and s.box.right > segment.box.left]
    return over[0] if len(over) == 1 and looks_like_name(without_register(over[0].text)) else None


def _over_address(option: Option, layout: Layout) -> Option:
    """More points for a name with the street or town below it, in line with its left edge or its middle."""
    spot = option.spot
    if spot is None or option.reasons[0] != "stands in the letterhead":
        return option
    height = max(spot.box.height, 0.008)
    for row in layout.rows[spot.row + 1 : spot.row + 5]:
        if row.page != spot.page or row.box.top - spot.box.bottom > 4 * height:
            break
        for segment in row.segments:
            aligned = (
                abs(segment.box.left - spot.box.left) < _ALIGNED or abs(segment.box.middle_x - spot.box.middle_x) < _ALIGNED
            )
            if aligned and (CITY_LINE.search(segment.text) or is_street(segment.text)):
                return replace(option, points=option.points + 0.4, reasons=(*option.reasons, "stands over an address"))
    return option


_ALIGNED = 0.012


def _scored(name: PartyName, place: str, usual: float) -> Option:
    points, reasons = 0.0, []
    if place == "return address":
        points, reasons = 1.2, ["begins the sender's address line"]
    elif place == "letterhead":
        size = min(2.2, name.height / usual)
        points = 0.45 + max(0.0, 0.55 * (size - 1.0)) + max(0.0, 0.35 - 1.3 * name.spot.box.top)
        reasons = ["stands in the letterhead"]
    else:
        points, reasons = 0.25, ["stands in the footer"]
    if is_bank(name.text) and place != "letterhead":
        points -= 0.6
    if STRONG_LEGAL.search(name.text):
        points += 0.7
        reasons.append("has a legal form")
    return Option(name.text, name.spot, points, tuple(reasons))
