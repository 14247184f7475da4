"""Which readings of a field may be chosen? What the rules found, what the layout model offers, and that the field is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from idp.domain.document import FIELD_KINDS, Extracted, Kind
from idp.extractors.proposal import proposals
from idp.extractors.read import Read
from idp.extractors.tags import Tags


@dataclass(frozen=True, slots=True)
class Offer:
    """One reading; `value` None says that the document does not show the field."""

    value: Extracted | None
    by_rules: bool
    by_model: bool


def offers(read: Read, name: str, tags: Tags | None) -> tuple[Offer, ...]:
    """The rules' reading first; no two say the same.

    Sums were decided together by the rules; the model adds only what they left out.
    """
    found = read.document.fields.get(name)
    offered = proposals(read.paper, name, tags)
    agreed = found is not None and any(_key(other) == _key(found) for other in offered)
    listed = [Offer(found, by_rules=True, by_model=agreed or (found is None and not offered and tags is not None))]
    if found is not None:
        listed.append(Offer(None, by_rules=False, by_model=not offered and tags is not None))
    if found is None or FIELD_KINDS.get(name) is not Kind.AMOUNT:
        said = {_key(offer.value) for offer in listed if offer.value is not None}
        for other in offered:
            if _key(other) not in said:
                said.add(_key(other))
                listed.append(Offer(other, by_rules=False, by_model=True))
    return tuple(listed)


def choose(listed: Sequence[Offer], probabilities: Sequence[float]) -> tuple[Offer, float]:
    """The most probable reading, the rules' one where several are as probable; its value carries the probability."""
    place = max(range(len(listed)), key=lambda index: (probabilities[index], -index))
    offer, sure = listed[place], probabilities[place]
    if offer.value is None:
        return offer, sure
    reasons = offer.value.reasons
    if offer.by_rules and offer.by_model:
        reasons = (*reasons, "the layout model sees it there, too")
    return replace(offer, value=replace(offer.value, confidence=round(sure, 4), reasons=reasons)), sure


def with_choices(fields: Mapping[str, Extracted], choices: Mapping[str, Offer]) -> dict[str, Extracted]:
    """The fields with the chosen readings; fields that are not judged stay as they are."""
    kept = {name: value for name, value in fields.items() if name not in choices}
    return kept | {name: offer.value for name, offer in choices.items() if offer.value is not None}


def _key(value: Extracted) -> str:
    members = value.value if isinstance(value.value, tuple) else (str(value.value),)
    return "|".join(sorted("".join(c for c in member.lower() if c.isalnum()) for member in members))
