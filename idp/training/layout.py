"""How is the page set? One choice for every question of a house style; drawing reads it, and never asks whose page it is.

`choose_layout` draws a random house style, which is where training data gets its variety; the demo's suppliers have theirs written out.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from idp.training.faces import Face
from idp.training.sheet import A4


class Letterhead(StrEnum):
    """Where the sender's name and logo stand."""

    LOGO_LEFT = "logo_left"
    LOGO_RIGHT = "logo_right"
    CENTERED = "centered"
    BAND = "band"
    SPLIT = "split"
    PLAIN = "plain"


class Logo(StrEnum):
    """The vector drawing beside the name."""

    HEXAGON = "hexagon"
    RINGS = "rings"
    BARS = "bars"
    MONOGRAM = "monogram"
    CHEVRONS = "chevrons"
    BOLT = "bolt"
    LEAF = "leaf"
    NONE = "none"


class Recipient(StrEnum):
    """How the addressee is set."""

    WINDOW_LEFT = "window_left"
    WINDOW_RIGHT = "window_right"
    TWO_COLUMNS = "two_columns"
    TWO_BOXES = "two_boxes"


class Meta(StrEnum):
    """How number, dates and references are set."""

    RIGHT_COLUMN = "right_column"
    STRIP = "strip"
    GRID = "grid"
    LIST = "list"


class Rules(StrEnum):
    """How the line table is ruled."""

    OPEN = "open"
    HEADER_RULE = "header_rule"
    ZEBRA = "zebra"
    GRID = "grid"
    COLUMN_RULES = "column_rules"
    BAND = "band"


class Totals(StrEnum):
    """How the sums are set."""

    RIGHT = "right"
    BOXED = "boxed"
    STRIP = "strip"
    TAX_TABLE = "tax_table"


class Footer(StrEnum):
    """How the sender's small print is set."""

    COLUMNS = "columns"
    CENTERED = "centered"
    BAND = "band"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Layout:
    """One house style. Sizes are points, colours hex; `columns` and `meta_keys` are label keys in printing order."""

    face: Face
    heading_face: Face
    size: float = 9
    page_size: tuple[float, float] = A4
    margin: float = 52
    accent: str = "#1f3a5f"
    tint: str = "#e9eef4"
    ink: str = "#111111"
    letterhead: Letterhead = Letterhead.LOGO_LEFT
    logo: Logo = Logo.HEXAGON
    recipient: Recipient = Recipient.WINDOW_LEFT
    meta: Meta = Meta.RIGHT_COLUMN
    rules: Rules = Rules.HEADER_RULE
    totals: Totals = Totals.RIGHT
    footer: Footer = Footer.COLUMNS
    columns: tuple[str, ...] = ("position", "code", "description", "quantity", "uom", "unit_price", "amount")
    meta_keys: tuple[str, ...] = ("number", "date", "customer_number", "po_number", "delivery_note", "due_date")
    title_size: float = 16
    is_title_numbered: bool = False
    has_carry_forward: bool = True
    has_fold_marks: bool = False
    has_bank_in_closing: bool = False
    has_currency_in_cells: bool = False
    has_terms_page: bool = False
    has_gtin_line: bool = False
    first_remark: int = 0
    remark_count: int = 2
    quantity_places: int | None = None
    row_gap: float = 4

    @property
    def leading(self) -> float:
        """Distance between baselines of running text."""
        return self.size * 1.28


_PALETTES = (
    ("#1f3a5f", "#e9eef4"), ("#7a1f1f", "#f6ecec"), ("#0b6e4f", "#e8f3ee"), ("#333333", "#eeeeee"), ("#0071b9", "#e3f1fa"),
    ("#b35900", "#fbf0e4"), ("#4b2e83", "#efebf6"), ("#000000", "#f2f2f2"), ("#005f73", "#e2f1f3"), ("#c1121f", "#fdecee"),
)  # fmt: skip
_COLUMN_SETS = (
    ("position", "code", "description", "quantity", "uom", "unit_price", "amount"),
    ("code", "description", "quantity", "unit_price", "discount", "amount"),
    ("position", "quantity", "uom", "code", "description", "unit_price", "price_base", "amount"),
    ("description", "quantity", "unit_price", "tax_rate", "amount"),
    ("quantity", "code", "description", "tax_rate", "unit_price", "amount"),
    ("position", "code", "our_code", "description", "quantity", "uom", "unit_price", "discount", "tax_rate", "amount"),
    ("code", "description", "uom", "quantity", "unit_price", "amount", "tax_rate"),
)
_META_SETS = (
    ("number", "date", "customer_number", "po_number", "delivery_note", "due_date"),
    ("date", "number", "due_date", "po_number"),
    ("customer_number", "number", "date", "order_number", "po_number", "delivery_note", "delivery_date", "contact"),
    ("number", "date", "po_number", "terms_label", "due_date", "incoterm"),
)


def choose_layout(rng: Random) -> Layout:
    """A random house style; every field is drawn on its own, so that no two choices go together by habit."""
    accent, tint = rng.choice(_PALETTES)
    face = rng.choice(tuple(Face))
    return Layout(
        face=face, heading_face=rng.choice((face, face, *Face)), size=rng.choice((7.5, 8, 8.5, 9, 9.5, 10)),
        margin=rng.choice((36, 42, 48, 56, 64)), accent=accent, tint=tint, ink=rng.choice(("#000000", "#111111", "#222222", "#333333")),
        letterhead=rng.choice(tuple(Letterhead)), logo=rng.choice(tuple(Logo)), recipient=rng.choice(tuple(Recipient)),
        meta=rng.choice(tuple(Meta)), rules=rng.choice(tuple(Rules)), totals=rng.choice(tuple(Totals)), footer=rng.choice(tuple(Footer)),
        columns=rng.choice(_COLUMN_SETS), meta_keys=rng.choice(_META_SETS), title_size=rng.choice((11, 13, 16, 20, 26)),
        is_title_numbered=rng.random() < 0.3, has_carry_forward=rng.random() < 0.6, has_fold_marks=rng.random() < 0.3,
        has_bank_in_closing=rng.random() < 0.4, has_currency_in_cells=rng.random() < 0.25, has_terms_page=rng.random() < 0.1,
        has_gtin_line=rng.random() < 0.15, first_remark=rng.choice((0, 0, 1, 2)), remark_count=rng.choice((0, 1, 2, 3, 4)),
        quantity_places=rng.choice((None, None, None, 2, 3)), row_gap=rng.choice((2, 4, 6, 9)),
    )  # fmt: skip


def with_promised_dates(layout: Layout) -> Layout:
    """The same house style on an order confirmation: a column of promised dates, and nothing about bills and deliveries."""
    columns = tuple(key for key in layout.columns if key != "tax_rate")
    place = columns.index("description") + 1
    keys = tuple(key for key in layout.meta_keys if key not in {"due_date", "delivery_note", "delivery_date"})
    return replace(layout, columns=(*columns[:place], "promised", *columns[place:]), meta_keys=keys)
