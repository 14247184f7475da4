"""Which columns does a line table have, what does each cell print, and how wide must each be?"""

from collections.abc import Callable
from dataclasses import dataclass

from idp.training.composition import Composition
from idp.training.content import Commercial, Line
from idp.training.notation import percent
from idp.training.sheet import Align, Mark

_LEFT = {"position", "code", "our_code", "description", "uom", "gtin"}
_NARROWEST_DESCRIPTION = 110.0
_PADDING = 7.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its label key, edges in points, and where its texts stand."""

    key: str
    left: float
    right: float
    align: Align

    @property
    def x(self) -> float:
        """Where a cell's text stands."""
        return self.left + _PADDING / 2 if self.align is Align.LEFT else self.right - _PADDING / 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, cut into runs with what each of them shows."""

    runs: tuple[tuple[str, Mark | None], ...]

    @property
    def text(self) -> str:
        """The runs as read."""
        return " ".join(text for text, _ in self.runs)


def cell_of(c: Composition, document: Commercial, index: int, key: str) -> Cell:
    """What line `index` prints in column `key`; empty where it has nothing there."""
    line = document.lines[index]
    if key == "quantity":
        return _quantity(c, line, index)
    if key in _VALUES:
        value = _VALUES[key](line)
        mark = Mark(_FIELDS[key], str(value), index)
        return _cell(_printed(c, document, key, line), mark) if value is not None else Cell(())
    return _cell(_PLAIN[key](c, line, index) if key in _PLAIN else "", None)


def lay_columns(c: Composition, document: Commercial) -> tuple[Column, ...]:
    """All columns with their edges: each as wide as its widest cell, the description takes what is left."""
    keys = _columns_worth_printing(c, document)
    wide = {key: _width(c, document, key) for key in keys if key != "description"}
    rest = c.right - c.left - sum(wide.values())
    if rest < _NARROWEST_DESCRIPTION:
        shrink = (c.right - c.left - _NARROWEST_DESCRIPTION) / sum(wide.values())
        wide = {key: width * shrink for key, width in wide.items()}
        rest = _NARROWEST_DESCRIPTION
    columns, x = [], c.left
    for key in keys:
        width = rest if key == "description" else wide[key]
        columns.append(Column(key, x, x + width, Align.LEFT if key in _LEFT else Align.RIGHT))
        x += width
    return tuple(columns)


def _columns_worth_printing(c: Composition, document: Commercial) -> tuple[str, ...]:
    """The layout's columns without those that would stay empty in this document."""
    optional = {
        "discount": any(x.discount for x in document.lines),
        "promised": any(x.promised for x in document.lines),
        "our_code": any(x.our_code for x in document.lines),
        "gtin": any(x.gtin for x in document.lines),
    }
    keys = tuple(key for key in c.layout.columns if optional.get(key, True))
    if "price_base" not in keys and any(line.price_base != 1 for line in document.lines):
        place = keys.index("unit_price") + 1
        keys = (*keys[:place], "price_base", *keys[place:])
    return keys


def _width(c: Composition, document: Commercial, key: str) -> float:
    cells = [c.body().width(cell_of(c, document, index, key).text) for index in range(len(document.lines))]
    heads = [c.bold(0.92).width(word) for word in c.wording[key].split()]
    return max(*cells, *heads, 16.0) + _PADDING


def _quantity(c: Composition, line: Line, index: int) -> Cell:
    places = c.layout.quantity_places
    text = c.notation.plain(line.quantity) if places is None else c.notation.number(line.quantity, places)
    run = (text, Mark("quantity", str(line.quantity), index))
    return Cell((run,)) if "uom" in c.layout.columns else Cell((run, (line.uom, Mark("uom", line.uom, index))))


def _printed(c: Composition, document: Commercial, key: str, line: Line) -> str:
    """A marked value as this document writes it."""
    match key:
        case "unit_price":
            return _priced(c, document, c.notation.price(line.unit_price))
        case "amount":
            return _priced(c, document, c.notation.number(line.amount))
        case "promised" if line.promised:
            return c.notation.date(line.promised)
    return str(_VALUES[key](line))


def _priced(c: Composition, document: Commercial, number: str) -> str:
    if not c.layout.has_currency_in_cells:
        return number
    sign = {"EUR": "€", "GBP": "£", "USD": "$"}.get(document.currency, document.currency)
    return f"{sign}{number}" if c.notation.language == "en" else f"{number} {sign}"


def _cell(text: str, mark: Mark | None) -> Cell:
    return Cell(((text, mark),) if text else ())


_FIELDS = {"unit_price": "unit_price", "amount": "amount", "promised": "promised_date", "uom": "uom", "code": "product_code"}
_VALUES: dict[str, Callable[[Line], object | None]] = {
    "unit_price": lambda line: line.unit_price,
    "amount": lambda line: line.amount,
    "promised": lambda line: line.promised,
    "uom": lambda line: line.uom,
    "code": lambda line: line.code,
}
_PLAIN: dict[str, Callable[[Composition, Line, int], str]] = {
    "position": lambda c, _line, index: str((index + 1) * (10 if len(c.wording["position"]) > 3 else 1)),
    "discount": lambda c, line, _index: percent(c.notation, line.discount) if line.discount else "",
    "tax_rate": lambda c, line, _index: percent(c.notation, line.tax_percent),
    "price_base": lambda _c, line, _index: str(line.price_base),
    "our_code": lambda _c, line, _index: line.our_code or "",
    "gtin": lambda _c, line, _index: line.gtin or "",
}
