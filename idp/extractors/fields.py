"""How are the fields of a paper gathered while they are found? By name, with the page's quality counted into each confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from idp.domain.document import Extracted, Value
from idp.extractors import confidence
from idp.extractors.candidate import Spot
from idp.extractors.evidence import Choice
from idp.extractors.header import OpenDate
from idp.extractors.paper import Paper


@dataclass(frozen=True, slots=True)
class Lead:
    """How far a labelled value was ahead: its points, its lead over the best different reading, and in how many places it stands."""

    points: float
    margin: float
    places: int


@dataclass(slots=True)
class Fields:
    """The fields as they are found, and the dates that stay open."""

    paper: Paper
    values: dict[str, Extracted] = field(default_factory=dict)
    open_dates: list[OpenDate] = field(default_factory=list)
    failed_checks: dict[str, str] = field(default_factory=dict)
    leads: dict[str, Lead] = field(default_factory=dict)

    def put(self, name: str, value: Value, spot: Spot | None, sure: float, reasons: tuple[str, ...]) -> None:
        """Sets a field with the page's quality counted in."""
        page = spot.page if spot else None
        sure = confidence.on_page(sure, self.paper.layout.quality, spot.ocr if spot else None)
        raw = spot.raw if spot else str(value)
        source = self.paper.layout.source(page)
        self.values[name] = Extracted(
            value, raw, sure, page=page, box=spot.box if spot else None, source=source, reasons=reasons
        )

    def put_choice(self, name: str, choice: Choice | None) -> None:
        """Sets a field that stands by its label."""
        if choice is not None:
            self.leads[name] = Lead(choice.option.points, choice.margin, choice.places)
            self.put(name, choice.option.value, choice.option.spot, confidence.of_choice(choice), choice.option.reasons)

    def put_list(self, name: str, members: Mapping[str, Spot], sure: float, reasons: tuple[str, ...]) -> None:
        """Sets a list field, one box a member."""
        spots = tuple(members.values())
        first = spots[0]
        sure = min(confidence.on_page(sure, self.paper.layout.quality, spot.ocr) for spot in spots)
        raw, boxes = ", ".join(spot.raw for spot in spots), tuple(spot.box for spot in spots)
        source = self.paper.layout.source(first.page)
        self.values[name] = Extracted(tuple(members), raw, sure, page=first.page, boxes=boxes, source=source, reasons=reasons)
