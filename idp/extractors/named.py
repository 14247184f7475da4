"""Which name stands by a label of a party? Right of it, below it, or behind "Name:" in the block below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from idp.domain.geometry import Box
from idp.extractors.candidate import Spot, lowest
from idp.extractors.evidence import Option
from idp.extractors.label import Label
from idp.extractors.name import PERSON_LINE, SALUTATION, STRONG_LEGAL, PartyName, looks_like_name, name_part
from idp.extractors.relation import Run, Side, Surroundings, below, beside_below, cell_of, cell_under, right_of, rows_in
from idp.extractors.token import pieces


def can_head_a_block(label: Label, around: Surroundings) -> bool:
    """A label of a party begins its segment; "to" and "client" within a sentence do not."""
    row = around.layout.rows[label.row]
    segment = next(s for s in row.segments if s.start <= label.first < s.start + len(s.words))
    if label.first != segment.start:
        return False
    short = label.length == 1 and len(label.text) <= 3
    return not short or len(segment.words) == 1 or row.words[label.last].text.endswith(":")


def named_by(label: Label, around: Surroundings, strength: float) -> Iterator[Option]:
    """The name by the label, if there is one; `strength` 0–1 is what the label is worth."""
    if not can_head_a_block(label, around):
        return
    cell = cell_of(label, around) if not _is_heading_row(label, around) else None
    if cell is not None:
        inside = list(_first_name(rows_in(cell, label, around), around, strength, f"stands in the box of '{label.text}'"))
        if inside:
            yield from inside
            return
    right = right_of(label, around)
    beside = _named_beside(right, label) if right is not None else None
    if right is not None and beside is not None:
        yield Option(beside.text, beside.spot, strength * right.closeness, (f"stands right of '{label.text}'",))
    elif cell is None:  # a box without a name is not filled in
        yield from _first_name(
            _block_under(label, around), around, 0.5 * strength, f"stands below '{label.text}'", near=0.5 * strength
        )


def _named_beside(right: Run, label: Label) -> PartyName | None:
    """The name right of the label."""
    if not _is_value_of(right, label):
        return None
    run = _value_of_name_key(right) if _is_keyed(right) else right
    return _name_in_run(run) if run is not None else None


def _block_under(label: Label, around: Surroundings) -> Sequence[Run]:
    """The lines of the block that the label heads: in the box under its bar, below it, or hanging a little right of it."""
    lower = cell_under(label, around)
    if lower is not None:
        return rows_in(lower, label, around)
    return [*below(label, around, rows=8), *beside_below(label, around)]


def _first_name(blocks: Sequence[Run], around: Surroundings, points: float, why: str, *, near: float = 0.0) -> Iterator[Option]:
    """The first name of the block; `near` is what its closeness adds to the points."""
    for place, found in enumerate(blocks):
        if _heads_another(found, around):
            return
        run = _value_of_name_key(found) if _is_keyed(found) else found
        name = _name_in_run(run) if run is not None else None
        if name is not None:
            name = _unwrapped(name, blocks[place:])
            yield Option(name.text, name.spot, points + near * found.closeness, (why,))
            return
        if run is not None and not _skippable(run):
            return


def _is_heading_row(label: Label, around: Surroundings) -> bool:
    """A party's label in a line of several headings ("Customer | Order no. | Date") is a key, not the head of a block."""
    row = around.layout.rows[label.row]
    others = [o for o in around.labels_of_row.get(label.row, ()) if not o.weak and o.name not in _PARTY_WORDS]
    return len({o.first for o in others}) >= 2 and not any(w.text.endswith(":") for w in row.words)


_PARTY_WORDS = frozenset({"supplier", "buyer", "ship_to", "shipper", "consignee", "carrier", "freight", "port"})
"""Labels whose wording names of companies hold as well."""


def _unwrapped(name: PartyName, lines: Sequence[Run]) -> PartyName:
    """The name with its second line, where its legal form stands there and that line's first word found no room in the first."""
    if len(lines) < 2 or STRONG_LEGAL.search(name.text) or _is_keyed(lines[0]) or lines[1].side is not Side.BELOW:
        return name
    first, second = lines[0], lines[1]
    whole = name_part(" ".join(w.text for w in second.words))
    ending = STRONG_LEGAL.search(whole)
    whole = whole[: ending.end()] + "." * whole[ending.end() :].startswith(".") if ending else ""
    if not looks_like_name(whole) or abs(first.box.left - second.box.left) > 0.01:
        return name
    edge = max(line.box.right for line in lines[:6] if abs(line.box.left - first.box.left) < 0.01)
    if first.box.right + second.words[0].box.width + 0.004 < edge:
        return name
    return PartyName(f"{name.text} {whole}", replace(name.spot, raw=f"{name.text} {whole}"), name.height)


def _heads_another(run: Run, around: Surroundings) -> bool:
    """Whether the run begins with the label of something else, so that the block above has ended."""
    return any(
        label.first == run.first
        and not label.weak
        and (label.length > 1 or label.last == run.last)
        and label.name not in _PARTY_WORDS
        for label in around.labels_of_row.get(run.row.index, ())
    )


def _is_value_of(run: Run, label: Label) -> bool:
    """Near enough, and set apart from the label: "Seller trade name" is a phrase, "Seller: Acme" and "Bill to Acme" are not."""
    gap = run.row.words[run.first].box.left - label.box.right
    same_segment = any(s.start <= label.first and run.first < s.start + len(s.words) for s in run.row.segments)
    colon = run.row.words[run.first - 1].text.endswith(":") or run.row.words[label.last].text.endswith(":")
    return gap < 0.25 and (colon or not same_segment or label.length >= 2)


_NAME_KEYS = frozenset(
    {"name", "nazwa", "nom", "naam", "nombre", "nome", "company", "firma", "firm", "societe", "ragione", "bedrijf", "empresa"}
)


def _is_keyed(run: Run) -> bool:
    """A row of the form "Number: 16259" within a party's block."""
    following = run.row.words[run.last + 1 : run.last + 2]
    return any(word.text.endswith(":") for word in run.words[:4]) or any(word.text.startswith(":") for word in following)


def _value_of_name_key(run: Run) -> Run | None:
    """What stands after "Name:"; None after any other key."""
    colon = next((i for i, word in enumerate(run.words) if word.text.endswith(":")), None)
    key = colon if colon is not None else len(run.words)
    if not any(piece in _NAME_KEYS for word in run.words[: key + 1] for piece in pieces(word.text)):
        return None
    first = run.first + key + 1
    if first > run.last:
        following = next((s for s in run.row.segments if s.start > run.last), None)
        if following is None:
            return None
        return Run(run.row, following.start, following.start + len(following.words) - 1, run.side, run.closeness)
    return Run(run.row, first, run.last, run.side, run.closeness)


def _skippable(run: Run) -> bool:
    """Rows that may stand between a party's label and its name: keys, attention lines, salutations, numbers."""
    digits, letters = (sum(f(c) for c in run.text) for f in (str.isdigit, str.isalpha))
    return _is_keyed(run) or bool(PERSON_LINE.match(run.text)) or digits > letters


def _name_in_run(run: Run) -> PartyName | None:
    """The name at the beginning of the run: its first segment's text up to an address part, a number in a list left out."""
    numbered = run.first
    while numbered < run.last and not any(c.isalpha() for c in run.row.words[numbered].text) and numbered - run.first < 2:
        numbered += 1
    if numbered > run.first and any(s.start == numbered for s in run.row.segments):
        run = Run(run.row, numbered, run.last, run.side, run.closeness)
    first = run.row.words[run.first]
    segment = next(s for s in run.row.segments if s.start <= run.first < s.start + len(s.words))
    words = segment.words[run.first - segment.start : run.last - segment.start + 1]
    text = " ".join(w.text for w in words)
    if SALUTATION.match(text):
        return None
    text = name_part(text)
    stripped = PERSON_LINE.sub("", text)
    if text != stripped and not stripped:
        return None
    if not looks_like_name(stripped):
        return None
    count = max(1, len(text.split()))
    kept = words[:count] or (first,)
    box = Box.around(w.box for w in kept)
    spot = Spot(run.row.index, run.first, run.first + len(kept) - 1, run.row.page, box, stripped, lowest(tuple(kept)))
    return PartyName(stripped, spot, box.height)
