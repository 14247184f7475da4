# ruff: noqa: E501 - tables read better with one row a line
"""Which structural templates are there, and which of them may never be trained on?

A paper's family is the tuple of its five structural choices. Training papers draw each of them freely, or follow one of the habits of
widespread software; some forms of each block are reserved, and every held-out template uses at least two reserved forms, so that no
training seed can ever come to its structure.
"""

from collections.abc import Mapping

from idp.training.web.choices import Choices

STRUCTURE = ("head", "parties", "meta", "table", "totals")
RESERVED: Mapping[str, frozenset[str]] = {
    "head": frozenset({"form", "sidebar right"}), "parties": frozenset({"grid", "stacked"}), "meta": frozenset({"two strips", "running", "split"}),
    "table": frozenset({"cards", "labelled"}), "totals": frozenset({"bottom bar", "top"}),
}  # fmt: skip
Template = Mapping[str, str]

HABITS: Mapping[str, Template] = {
    "window letter": {"head": "right", "parties": "window", "meta": "pairs", "table": "table", "rules": "head", "totals": "right", "footer": "columns"},
    "smart form": {"head": "logo only", "parties": "window", "meta": "column", "table": "table", "rules": "head", "totals": "foot", "unit place": "spaced"},
    "cloud books": {"head": "title first", "parties": "labelled", "meta": "column", "table": "table", "rules": "lines", "totals": "right", "code place": "none"},
    "american form": {"head": "left", "parties": "two", "meta": "table", "table": "table", "rules": "grid", "totals": "right", "party boxes": "boxed"},
    "wholesaler": {"head": "centred", "parties": "two", "meta": "strip", "table": "table", "rules": "columns", "totals": "strip", "tall table": "yes"},
    "web shop": {"head": "title first", "parties": "two", "meta": "list", "table": "table", "rules": "lines", "totals": "right", "inclusive": "yes"},
    "old printer": {"head": "plain", "parties": "window", "meta": "pairs", "table": "table", "rules": "dashes", "face": "Liberation Mono", "heading face": "Liberation Mono"},
    "open source suite": {"head": "split", "parties": "right window", "meta": "strip", "table": "table", "rules": "head", "totals": "right", "tax in rows": "yes"},
    "word processor": {"head": "left", "parties": "window", "meta": "sentence", "table": "table", "rules": "grid", "totals": "foot", "face": "Liberation Serif"},
    "italian courtesy copy": {"head": "split", "parties": "from to", "meta": "strip", "table": "table", "rules": "grid", "totals": "tax table", "party boxes": "boxed"},
    "subscription": {"head": "title first", "parties": "from to", "meta": "pairs", "table": "table", "rules": "head", "totals": "full"},
    "craftsman": {"head": "band", "parties": "window", "meta": "list", "table": "table", "rules": "zebra", "totals": "right", "position column": "yes"},
}  # fmt: skip
HELD_OUT: Mapping[str, Template] = {
    "customs sheet": {"head": "form", "parties": "grid", "meta": "two strips", "table": "table", "rules": "grid", "totals": "right"},
    "boxed statement": {"head": "form", "parties": "two", "meta": "split", "table": "table", "rules": "columns", "totals": "tax table"},
    "side ledger": {"head": "sidebar right", "parties": "window", "meta": "running", "table": "table", "rules": "head", "totals": "right"},
    "side cards": {"head": "sidebar right", "parties": "stacked", "meta": "list", "table": "cards", "totals": "foot"},
    "payment service": {"head": "left", "parties": "from to", "meta": "split", "table": "table", "rules": "lines", "totals": "top"},
    "bottom line": {"head": "right", "parties": "window", "meta": "two strips", "table": "table", "rules": "zebra", "totals": "bottom bar"},
    "export file": {"head": "plain", "parties": "stacked", "meta": "running", "table": "table", "rules": "dashes", "totals": "right"},
    "portal print": {"head": "title first", "parties": "grid", "meta": "pairs", "table": "labelled", "totals": "right"},
    "mail order": {"head": "centred", "parties": "stacked", "meta": "two columns", "table": "cards", "totals": "top"},
    "mill certificate": {"head": "form", "parties": "three", "meta": "two strips", "table": "two rows", "totals": "bottom bar"},
    "service report": {"head": "band", "parties": "grid", "meta": "split", "table": "table", "rules": "none", "totals": "right"},
    "agency note": {"head": "logo only", "parties": "labelled", "meta": "running", "table": "table", "rules": "dots", "totals": "top"},
    "depot slip": {"head": "split", "parties": "stacked", "meta": "two strips", "table": "list", "totals": "full"},
    "ledger form": {"head": "form", "parties": "window", "meta": "grid", "table": "table", "rules": "box", "totals": "bottom bar"},
    "catalogue house": {"head": "sidebar right", "parties": "two", "meta": "strip", "table": "table", "rules": "grid", "totals": "top"},
    "contract sheet": {"head": "title first", "parties": "grid", "meta": "split", "table": "table", "rules": "lines", "totals": "sentence"},
}  # fmt: skip
_HABIT_SHARE = 0.35


def choose_template(seed: str) -> tuple[str, Template]:
    """A training template: a software's habit, or none, so that everything is drawn freely."""
    c = Choices(f"{seed} template")
    name = c.pick("habit", *HABITS)
    return (name, HABITS[name]) if c.chance("by habit", _HABIT_SHARE) else ("free", {})


def choose_held_out(seed: str) -> tuple[str, Template]:
    """A template that no training seed comes to."""
    name = Choices(f"{seed} template").pick("held out", *HELD_OUT)
    return name, HELD_OUT[name]


def reserved_forms(structure: Mapping[str, str]) -> int:
    """How many of the five structural choices are reserved for held-out papers."""
    return sum(structure.get(key) in forms for key, forms in RESERVED.items())


def family_id(name: str, taken: Mapping[str, str]) -> str:
    """The stable name of a paper's structure: template, then its five choices."""
    return "/".join((name, *(taken.get(key, "-") for key in STRUCTURE))).replace(" ", "-")
