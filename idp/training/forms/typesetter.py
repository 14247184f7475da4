# ruff: noqa: S704 - every Markup here is made of pieces that were escaped one by one
"""What can a form's template ask for? Labels, marked values, numbers, choices by chance, and things drawn with a pen.

Everything random comes from one generator, so a seed gives one document. Marks follow `idp.training.web.printer`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from idp.training.forms import pen
from idp.training.forms.look import Look
from idp.training.forms.shipment import Item, Shipment
from idp.training.forms.vocabulary import Vocabulary, world
from idp.training.forms.writing import Writing

T = TypeVar("T")
_TEMPLATES = Environment(
    loader=PackageLoader("idp.training.forms"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@dataclass(slots=True)
class Typesetter:
    """One document in the making. `has_handwriting` turns true when a pen wrote something that the truth knows."""

    shipment: Shipment
    look: Look
    words: Vocabulary
    writing: Writing
    rng: Random
    has_handwriting: bool = False
    _kept: dict[str, bool] = field(default_factory=dict)

    def set(self, template: str) -> str:
        """The document's HTML."""
        return _TEMPLATES.get_template(f"{template}.html").render(self._names())

    def _names(self) -> Mapping[str, object]:
        tools: tuple[Callable[..., object], ...] = (
            self.label, self.t, self.m, self.day, self.cell, self.pack, self.chance, self.pick, self.shuffled, self.hand, self.sign,
            self.stamp, self.tick, self.bars, self.qr, self.emblem, self.orders, self.weight, self.number_in, self.maybe,
        )  # fmt: skip
        names: dict[str, object] = {tool.__name__: tool for tool in tools}
        return {**names, "s": self.shipment, "look": self.look, "w": self.writing, "steps_of": self.stations}

    def stations(self, shipment: Shipment) -> list[tuple[date, str, str, str]]:
        """Day, time, place and event of each station between sender and receiver; the last is the delivery."""
        events = world("events", shipment.language)
        days = (shipment.receipt.on - shipment.shipped).days
        places = (shipment.shipper.city, shipment.shipper.city, shipment.ports[0], shipment.ports[0], shipment.consignee.city)
        hours = sorted(f"{self.rng.randint(5, 22):02d}:{self.rng.randint(0, 59):02d}" for _ in events[:-1])
        on_way = [
            (shipment.shipped + timedelta(days=days * at // len(events)), hour, place, event)
            for at, (hour, place, event) in enumerate(zip(hours, places, events, strict=False))
        ]
        return [*on_way, (shipment.receipt.on, shipment.receipt.time, shipment.consignee.city, events[-1])]

    def t(self, key: str) -> str:
        """A label without punctuation."""
        return self.words.label(key)

    def label(self, key: str) -> str:
        """A label as this document prints labels in front of values."""
        return self.look.labelled(self.words.label(key))

    def m(self, name: str, text: object, value: object = None, line: int | None = None) -> Markup:
        """`text` marked as the value of a field; without `value` the text is the value."""
        row = "" if line is None else f' data-line="{line}"'
        said = escape(str(text if value is None else value))
        return Markup(f'<span data-field="{escape(name)}" data-value="{said}"{row}>{escape(text)}</span>')

    def day(self, name: str, when: date, pattern: str | None = None, line: int | None = None) -> Markup:
        """A marked date in the document's pattern or in another one."""
        return self.m(name, self.writing.date(when, pattern), when.isoformat(), line)

    def cell(self, item: Item, column: str) -> Markup:
        """A marked cell of a line."""
        values: Mapping[str, tuple[str, object]] = {
            "product_code": (item.code, item.code), "description": (item.description, item.description), "uom": (item.uom, item.uom),
            "quantity": (self.writing.quantity(item.quantity), item.quantity),
            "quantity_delivered": (self.writing.quantity(item.delivered), item.delivered),
            "unit_price": (self.writing.number(item.price), item.price), "amount": (self.writing.number(item.amount), item.amount),
            "promised_date": (self.writing.date(item.promised), item.promised.isoformat()), "po_number": (item.order, item.order),
        }  # fmt: skip
        text, value = values[column]
        return self.m(column, text, value, item.index)

    def pack(self, item: Item, column: str) -> Markup:
        """A marked cell of a line of a form that knows packages only: its quantity and unit are those of the packages."""
        text = str(item.packages) if column == "quantity" else item.package_type
        return self.m(column, text, text, item.index)

    def orders(self, glue: str = ", ") -> Markup:
        """All orders of the shipment, each marked."""
        return Markup(escape(glue)).join(self.m("po_numbers", order) for order in self.shipment.orders)

    def number_in(self, name: str, value: Decimal | int, places: int | None = None) -> Markup:
        """A marked number of a field."""
        value = Decimal(value)
        text = self.writing.plain(value) if places is None else self.writing.number(value, places)
        return self.m(name, text, f"{value:f}" if places is None else f"{value:.{places}f}")

    def weight(self, value: Decimal, unit: str = "") -> str:
        """A weight with or without its unit."""
        return f"{self.writing.number(value, 1)} {unit}".strip()

    def chance(self, share: float) -> bool:
        """True in `share` of the cases."""
        return self.rng.random() < share

    def maybe(self, key: str, share: float = 0.5) -> bool:
        """As `chance`, but the same answer each time that `key` is asked for in one document."""
        return self._kept.setdefault(key, self.rng.random() < share)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return self.rng.choice(choices)

    def shuffled(self, choices: Sequence[T]) -> list[T]:
        """The choices in any order."""
        return self.rng.sample(choices, len(choices))

    def hand(self, text: str, size: float = 9, name: str = "", value: object = None, line: int | None = None) -> Markup:
        """`text` in handwriting, marked where `name` is given."""
        self.has_handwriting = self.has_handwriting or bool(name)
        attributes = pen.marks(name, str(text if value is None else value), text, line) if name else ""
        return pen.handwriting(text, size, self.rng, attributes)

    def sign(self, width: float = 80, name: str = "") -> Markup:
        """A signature; with `name` it is the one that makes the document signed."""
        return pen.signature(width, self.rng, pen.marks(name, "true", "(signature)") if name else "")

    def stamp(self, rows: Sequence[str], name: str = "", value: object = None, text: str = "") -> Markup:
        """A rubber stamp; with `name` it shows the value of a field."""
        self.has_handwriting = self.has_handwriting or bool(name)
        return pen.rubber_stamp(rows, self.rng, pen.marks(name, str(value), text) if name else "")

    def tick(self, size: float = 9) -> Markup:
        """A tick made with a pen."""
        return pen.check_mark(size)

    def bars(self, text: str, height: float = 28, width: float = 130) -> Markup:
        """A bar code."""
        return pen.bars(text, height, width)

    def qr(self, text: str, size: float = 60) -> Markup:
        """A QR code."""
        return pen.square_code(text, size)

    def emblem(self, size: float = 36, color: str | None = None) -> Markup:
        """A firm's emblem."""
        return pen.emblem(size, color or self.look.accent, self.rng)
