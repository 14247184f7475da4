# ruff: noqa: E501 - markup reads better unbroken
"""Which columns has the table, in which order, and what stands in each cell? One row's cells as markup, each value marked."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from idp.training.web.deal import Item
from idp.training.web.setting import Setting, marked, rows_of

_NUMERIC = {
    "quantity",
    "unit_price",
    "price_base",
    "discount",
    "discount_amount",
    "tax_rate",
    "tax_line",
    "amount",
    "amount_gross",
    "weight_column",
    "quantity_ordered",
    "backordered",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key among the phrases, and how its cells stand."""

    key: str
    align: str


def choose_columns(s: Setting) -> tuple[Column, ...]:
    """The columns of this paper's table in printing order."""
    chance = s.choices.chance
    keys = ["description"]
    place = code_place(s)
    if place in {"before", "after"}:
        keys.insert(0 if place == "before" else 1, "code")
    if chance("our code column", 0.1):
        keys.insert(keys.index("code") + 1 if "code" in keys else 0, "our_code")
    if chance("gtin column", 0.07):
        keys.insert(s.choices.rng("gtin place").randint(0, len(keys)), "gtin")
    keys += [key for key, share in (("origin_column", 0.04), ("weight_column", 0.05)) if chance(key, share)]
    keys = _with_quantity(s, keys)
    keys += _money_columns(s)
    if s.deal.kind == "order_confirmation" and chance("promised column", 0.6):
        keys.insert(s.choices.one("promised place", (keys.index("description") + 1, len(keys))), "promised")
    if chance("position column", 0.4):
        keys.insert(0, "position")
    return tuple(Column(key, _alignment(s, key)) for key in keys)


def code_place(s: Setting) -> str:
    """Where the supplier's code stands: a column, or inside the description's cell, or nowhere."""
    return s.choices.pick(
        "code place", "before", "before", "before", "before", "after", "over", "under", "in front", "none", "none"
    )


def _with_quantity(s: Setting, keys: list[str]) -> list[str]:
    """With quantity and unit, before the description or after it."""
    if quantity_style(s) == "none":
        return keys
    unit = s.choices.pick("unit place", "column after", "column after", "column before", "glued", "spaced", "none", "spaced")
    group = {"column after": ["quantity", "uom"], "column before": ["uom", "quantity"]}.get(unit, ["quantity"])
    if s.deal.country == "US" and s.choices.chance("ordered and back ordered", 0.2):
        group = ["quantity_ordered", *group, "backordered"]
    return [*group, *keys] if s.choices.chance("quantity first", 0.22) else [*keys, *group]


def quantity_style(s: Setting) -> str:
    """Services of a single unit are often billed by description and amount alone."""
    is_single = all(item.quantity == 1 for item in s.deal.items)
    return (
        "none"
        if s.choices.chance("amounts alone", 0.04) or (is_single and s.choices.chance("single amounts alone", 0.5))
        else "shown"
    )


def _money_columns(s: Setting) -> list[str]:
    if quantity_style(s) == "none":
        return ["amount"]
    if s.deal.kind == "purchase_order" and s.choices.chance("order without prices", 0.08):
        return []
    if s.choices.chance("no unit price", 0.03):
        return ["amount"]
    keys = ["unit_price"]
    if any(item.base > 1 for item in s.deal.items) and base_style(s) == "column":
        keys.append("price_base")
    if any(item.discount for item in s.deal.items):
        keys.append(s.choices.pick("discount as", "discount", "discount", "discount", "discount_amount"))
    tax = tax_style(s)
    if tax in {"tax_rate", "tax_letter", "tax_line"}:
        keys.insert(s.choices.one("tax place", (0, len(keys))), tax)
    keys.append("amount")
    if s.deal.rates[0] and not s.deal.is_inclusive and s.choices.chance("gross column", 0.05):
        keys.append("amount_gross")
    return (
        [*(key for key in keys if key not in {"tax_letter"}), "tax_letter"]
        if tax == "tax_letter" and s.choices.chance("letter last", 0.6)
        else keys
    )


def base_style(s: Setting) -> str:
    """How a price for 100 or 1000 says so."""
    return s.choices.pick("price base as", "column", "slash", "column", "percent", "words")


def tax_style(s: Setting) -> str:
    """How a row shows its tax, if at all. Rows at different rates mostly do."""
    if not s.choices.chance("tax in rows", 0.35 if len(s.deal.rates) < 2 else 0.9) or s.deal.country == "US":
        return "none"
    return s.choices.pick("tax as", "tax_rate", "tax_rate", "tax_rate", "tax_letter", "tax_line", "glued letter")


def _alignment(s: Setting, key: str) -> str:
    if key in _NUMERIC:
        return s.choices.pick(
            "numbers stand", "right", "right", "right", "right", "right", "center", "left" if key == "quantity" else "right"
        )
    return (
        s.choices.pick(f"{key} stands", "left", "left", "left", "center")
        if key in {"position", "uom", "tax_letter", "origin_column"}
        else "left"
    )


def head_text(s: Setting, column: Column) -> str:
    """The column's heading, "" where this paper leaves it out."""
    is_bare = column.key in {"position", "uom", "price_base", "tax_letter", "discount"} and s.choices.chance(
        f"no heading over {column.key}", 0.25
    )
    if is_bare:
        return ""
    key = {
        "discount_amount": "discount",
        "quantity": "quantity_confirmed" if s.deal.kind == "order_confirmation" else "quantity",
    }.get(column.key, column.key)
    text = s.label(key)
    if (
        column.key in {"unit_price", "amount"}
        and s.choices.chance("currency in headings", 0.15)
        and s.figures.cell_money == "{n}"
    ):
        text = f"{text} {marked('currency', s.deal.currency, s.deal.currency)}"
    return text


def cell(s: Setting, column: Column, item: Item, line: int) -> str:
    """One cell's markup."""
    if column.key in _CELLS:
        return _CELLS[column.key](s, item, line)
    return {
        "position": position(s, line), "our_code": escape(item.our_code or ""), "gtin": item.gtin or "", "origin_column": item.origin,
        "weight_column": s.figures.number(item.weight), "quantity_ordered": s.figures.quantity(item.quantity), "backordered": "0",
        "tax_rate": s.figures.percent(item.tax) if s.choices.chance("sign in tax cells", 0.6) else s.figures.number(item.tax, max(0, -int(item.tax.normalize().as_tuple().exponent))),
        "tax_letter": letter(s, item.tax), "tax_line": s.plain_cell((item.amount * item.tax / 100).quantize(Decimal("0.01"))),
        "amount_gross": s.plain_cell((item.amount * (100 + item.tax) / 100).quantize(Decimal("0.01"))),
        "discount_amount": s.figures.number(item.amount - item.gross) if item.discount else "",
    }[column.key]  # fmt: skip


def letter(s: Setting, rate: Decimal) -> str:
    """The code that stands for a rate: A, B, C or 1, 2, 3."""
    rank = sorted(s.deal.rates, reverse=True).index(rate)
    return s.choices.pick("tax letters", "ABC", "123", "SRZ")[rank % 3]


def position(s: Setting, line: int) -> str:
    """The row's number in this paper's style."""
    style = s.choices.pick("positions", "1", "1", "1", "10", "001", "1.", "00010")
    return {
        "1": f"{line + 1}",
        "10": f"{(line + 1) * 10}",
        "001": f"{line + 1:03d}",
        "1.": f"{line + 1}.",
        "00010": f"{(line + 1) * 10:05d}",
    }[style]


def _code(_: Setting, item: Item, line: int) -> str:
    return marked("product_code", item.code, f'<span class="solid">{escape(item.code)}</span>', line) if item.code else ""


def _description(s: Setting, item: Item, line: int) -> str:
    """The text, with the code and small notes where this paper has them in the same cell."""
    text = marked("description", item.description.replace("\n", " "), rows_of(item.description), line)
    if s.choices.chance("bold descriptions", 0.12):
        text = f"<b>{text}</b>"
    code = _code(s, item, line)
    if code:
        lead = s.choices.pick("code lead", "", "", "{label}: ", "[]")
        code = f"[{code}]" if lead == "[]" else f"{s.label('code')}: {code}" if lead else code
        match code_place(s):
            case "over":
                text = f"{code}<br>{text}"
            case "under":
                text = f"{text}<br><small>{code}</small>"
            case "in front":
                text = f"{code}{s.choices.pick('code divider', ' ', ' - ', ' ', ', ')}{text}"
    return text


def _quantity(s: Setting, item: Item, line: int) -> str:
    value = (
        s.signed(item.quantity) if s.deal.is_sign_reversed and s.choices.chance("quantities reversed", 0.5) else item.quantity
    )
    text = marked("quantity", value, s.figures.quantity(value), line)
    place = s.choices.taken.get("unit place", "none")
    if item.uom and place in {"glued", "spaced"}:
        text += (" " if place == "spaced" else "") + _unit(s, item, line)
    return f'<span class="solid">{text}</span>'


def _unit(_: Setting, item: Item, line: int) -> str:
    return marked("uom", item.uom, escape(item.uom), line) if item.uom else ""


def _price(s: Setting, item: Item, line: int) -> str:
    text = s.cell_money(item.price, "unit_price", line, is_price=True)
    if item.base > 1:
        text += {
            "slash": f" / {item.base}",
            "percent": " %" if item.base == 100 else " ‰",
            "words": f" {_PER[s.phrases.language]} {item.base}",
        }.get(base_style(s), "")
    return f'<span class="solid">{text}</span>'


def _discount(s: Setting, item: Item, line: int) -> str:
    del line
    if not item.discount:
        return s.choices.pick("no discount as", "", "", "0", "-")
    places = s.choices.one("discount places", (None, None, 1, 2))
    sign = s.figures.percent(item.discount, places)
    return sign if s.choices.chance("sign in discounts", 0.5) else sign.replace("%", "").strip()


def _amount(s: Setting, item: Item, line: int) -> str:
    text = s.cell_money(item.amount, "amount", line)
    if tax_style(s) == "glued letter":
        text = f"{text} {letter(s, item.tax)}"
    return f'<span class="solid">{text}</span>'


def _promised(s: Setting, item: Item, line: int) -> str:
    return f'<span class="solid">{s.marked_date("promised_date", item.promised, line)}</span>' if item.promised else ""


_PER = {"en": "per", "de": "je", "fr": "par", "es": "por", "it": "per", "nl": "per"}


def _base(s: Setting, item: Item, _: int) -> str:
    return str(item.base) if item.base > 1 or s.choices.chance("base one shown", 0.5) else ""


_CELLS: dict[str, Callable[[Setting, Item, int], str]] = {
    "code": _code, "description": _description, "quantity": _quantity, "uom": _unit, "unit_price": _price, "discount": _discount, "amount": _amount,
    "promised": _promised, "price_base": _base,
}  # fmt: skip
