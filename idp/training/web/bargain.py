# ruff: noqa: E501 - tables read better with one row a line
"""Which supplier sends which paper to whom? Invents a whole deal: parties, references, rows, taxes and terms that fit each other."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from idp.training import pools
from idp.training.invent import FIRST_DAY, SPAN_DAYS
from idp.training.web.choices import Choices
from idp.training.web.company import COUNTRIES, LANGUAGES_OF, invent_party
from idp.training.web.deal import ZERO, Adjustment, Deal, Item
from idp.training.web.goods import invent_items
from idp.training.web.phrasebook import Phrases, labels, world

_RATES = {**pools.TAX_RATES, "IT": (22, 10, 4), "FR": (20, 5.5, 10)}
_COUNTS = (1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 10, 12, 15, 19, 26, 38)
_FLAW_SHARE = 0.015
_TYPICAL_DAYS = (7, 8, 10, 14, 14, 30, 30, 30, 30, 45, 60, 90)


def invent_deal(kind: str, choices: Choices) -> Deal:
    """An invoice, credit note, order confirmation or purchase order, in the language of the issuer or in English."""
    rng = choices.rng("deal")
    home = choices.one("country", COUNTRIES)
    own = choices.one("language", LANGUAGES_OF[home])
    language = "en" if choices.chance("export English", 0.1) else own
    supplier = invent_party(home, own, choices.rng("supplier"))
    is_abroad = choices.chance("abroad", 0.25)
    there = choices.one("there", COUNTRIES) if is_abroad else home
    buyer = invent_party(there, LANGUAGES_OF[there][0], choices.rng("buyer"))
    issuer_country = there if kind == "purchase_order" else home
    if kind == "purchase_order":
        language = LANGUAGES_OF[there][0]
    rates, note = _rates(home, there, choices)
    items = invent_items(language, rates, choices.one("count", _COUNTS), choices)
    day = FIRST_DAY + timedelta(days=rng.randrange(SPAN_DAYS))
    days = rng.choice(_TYPICAL_DAYS)
    deal = Deal(
        kind, language, issuer_country, supplier, buyer, number=invent_reference(choices.rng("number"), day.year), issued=day,
        currency=_currency(home, there, rng), items=items, due=day + timedelta(days=days) if kind == "invoice" else None, terms_days=days,
        po_numbers=_orders(kind, day.year, choices), tax_note=note, ship_to=invent_party(there, LANGUAGES_OF[there][0], choices.rng("ship to")),
    )  # fmt: skip
    return _with_sums(_with_lines(_with_references(deal, rng), choices), choices)


def invent_reference(rng: Random, year: int) -> str:
    """A document number of any make."""

    def digits(size: int) -> str:
        return f"{rng.randint(0, 10**size - 1):0{size}d}"

    letters = "".join(rng.choice("ABCDEFGHIKLMNOPRSTUVW") for _ in range(rng.randint(1, 3)))
    prefix = rng.choice(("RE", "R", "RG", "INV", "FA", "F", "FV", "SI", "VF", "A", "2", "FAC", letters))
    short = f"{year % 100:02d}"
    return rng.choice((
        f"{prefix}-{digits(5)}", f"{prefix}{digits(6)}", f"{rng.randint(1, 9)}{digits(7)}", f"{year}-{digits(4)}", f"{prefix}{year}/{digits(4)}",
        f"{short}{digits(5)}", f"{prefix}/{year}/{digits(5)}", f"{rng.randint(1, 9)}{digits(4)}", f"{digits(3)}/{short}", f"{prefix}-{year}-{digits(6)}",
        f"{short}-{digits(4)}-{digits(2)}", f"{rng.randint(1, 9)}{digits(9)}", f"{year}{digits(6)}", f"#{rng.randint(1, 9)}{digits(3)}", f"{letters}{digits(3)}-{digits(4)}",
        f"{rng.randint(1, 999)}", f"{prefix} {short}/{digits(5)}", f"{digits(2)}.{digits(3)}.{digits(3)}", f"90{digits(6)}", f"{letters}{digits(7)}",
    ))  # fmt: skip


def _orders(kind: str, year: int, choices: Choices) -> tuple[str, ...]:
    """The order numbers of one buyer."""
    rng = choices.rng("orders")
    count = 0 if kind == "purchase_order" else rng.choice((0, 1, 1, 1, 1, 1, 1, 1, 2, 3))
    pattern = rng.choice(
        (
            *pools.ORDER_PATTERNS,
            "P0{n4}",
            "{a2}{n7}",
            "{n4}",
            "{yyyy}/{n5}",
            "BE-{yy}-{n4}",
            "4500{n6}",
            "{n3}-{a2}-{n3}",
            "ORD-{n6}",
        )
    )
    made = []
    for _ in range(count):
        text = pattern.replace("{yyyy}", str(year)).replace("{yy}", f"{year % 100:02d}")
        for size in range(1, 9):
            text = text.replace(f"{{n{size}}}", str(rng.randint(10 ** (size - 1), 10**size - 1)))
            text = text.replace(f"{{a{size}}}", "".join(rng.choice("ABCDEFGHKLMNPRSTUVWX") for _ in range(size)))
        made.append(text)
    return tuple(dict.fromkeys(made))


def _rates(home: str, there: str, choices: Choices) -> tuple[tuple[Decimal, ...], str]:
    """The tax rates of the rows, the main one first, and the phrase that says why there is none."""
    if home == "US":
        return (Decimal(choices.one("sales tax", ("0", "0", "6.25", "7", "8.875", "5.5"))),), ""
    if home != there and choices.chance("untaxed abroad", 0.8):
        return (Decimal(0),), "tax_free" if "CH" in (home, there) or there == "US" else "reverse_charge"
    rates = tuple(Decimal(str(rate)) for rate in _RATES[home])
    return rates[: choices.one("rates", (1, 1, 1, 2, 2, 3))], ""


def _currency(home: str, there: str, rng: Random) -> str:
    usual = pools.CURRENCIES.get(home, "DKK" if home == "DK" else "EUR")
    return pools.CURRENCIES.get(there, "EUR") if home != there and rng.random() < 0.3 else usual


def _with_references(deal: Deal, rng: Random) -> Deal:
    """With the other numbers, names and dates that stand around on such papers."""
    return replace(
        deal,
        cash_discount=(rng.choice((7, 8, 10, 14)), Decimal(rng.choice(("2", "3", "2.5")))) if rng.random() < 0.25 and deal.terms_days > 14 else None,
        customer_number=rng.choice((f"{rng.randint(100, 999999)}", f"C{rng.randint(1000, 99999)}", f"{rng.randint(10, 99)}-{rng.randint(1000, 9999)}", deal.buyer.name[:4].upper().strip())),
        order_number=invent_reference(rng, deal.issued.year),
        delivery_note=f"{rng.choice(('', 'LS', 'DN-', 'BL'))}{rng.randint(10000, 9999999)}",
        delivered=deal.issued - timedelta(days=rng.randint(0, 9)),
        original_invoice=invent_reference(rng, deal.issued.year),
        contact=rng.choice(world(deal.language)["people"]),
        incoterm=rng.choice(("DAP", "EXW", "FCA", "CPT", "DDP", "FOB")),
        carrier=rng.choice(("UPS", "DHL Freight", "DPD", "GLS", "Own truck", "FedEx Ground", "Schenker")),
        is_sign_reversed=deal.kind == "credit_note" and rng.random() < 0.35,
    )  # fmt: skip


def _with_lines(deal: Deal, choices: Choices) -> Deal:
    """With orders, groups, promised dates and extra rows where this paper has them."""
    rng, items = choices.rng("lines"), list(deal.items)
    if choices.chance("freight row", 0.12):
        text = rng.choice(("Freight", "Carriage")) if deal.language == "en" else _row_label(deal.language)
        items.append(Item(text, Decimal(1), Decimal(rng.randint(5, 180)) - Decimal("0.10"), items[0].tax, uom=items[0].uom))
    if len(items) > 2 and choices.chance("free row", 0.03):
        items[-1] = replace(items[-1], price=Decimal(0), discount=Decimal(0))
    if len(items) > 2 and choices.chance("row taken off", 0.04):
        text = Phrases(deal.language, choices, held_out=False)["deposit"]
        items.append(Item(text, Decimal(1), -items[0].amount.quantize(Decimal(1)), items[0].tax, uom=items[0].uom))
    groups = (
        rng.sample(_group_names(deal.language), 2 + (len(items) > 8))
        if len(items) > 3 and choices.chance("groups", 0.12)
        else []
    )
    by_orders = len(deal.po_numbers) > 1 and len(items) >= len(deal.po_numbers)
    rows = []
    for index, item in enumerate(items):
        rows.append(replace(
            item,
            group=groups[index * len(groups) // len(items)] if groups else "",
            po_number=deal.po_numbers[index * len(deal.po_numbers) // len(items)] if by_orders else None,
            promised=deal.issued + timedelta(days=rng.randint(3, 60)),
        ))  # fmt: skip
    if not groups and not by_orders and len(rows) > 2 and choices.chance("second table", 0.06):
        rows = [replace(row, is_extra=index >= len(rows) - 1 - (len(rows) > 5)) for index, row in enumerate(rows)]
    return replace(
        deal, items=tuple(rows), po_numbers=deal.po_numbers if by_orders or len(deal.po_numbers) < 2 else deal.po_numbers[:1]
    )


def _row_label(language: str) -> str:
    return {"de": "Versandkosten", "fr": "Frais de port", "es": "Portes", "it": "Spese di trasporto", "nl": "Verzendkosten"}[
        language
    ]


def _group_names(language: str) -> list[str]:
    return list(labels(language)["group_names"])


def _with_sums(deal: Deal, choices: Choices) -> Deal:
    """With allowances, charges, deposits, withholding and roundings where this paper has them."""
    rng = choices.rng("sums")
    goods = sum((item.amount for item in deal.items), ZERO)
    is_invoice, is_retail = (
        deal.kind == "invoice",
        deal.kind != "purchase_order" and choices.chance("inclusive", 0.06) and not deal.tax_note and deal.country != "US",
    )
    adjustments = []
    if choices.chance("allowance", 0.12):
        percent = Decimal(rng.choice((2, 3, 5, 10)))
        adjustments.append(Adjustment("allowance", -(goods * percent / 100).quantize(ZERO), percent))
    for label, share in (("freight", 0.22), ("packing", 0.05), ("surcharge", 0.06)):
        if choices.chance(label, share):
            adjustments.append(Adjustment(label, Decimal(rng.randint(350, 14900)) / 100))
    withholding = (
        {"ES": Decimal(15), "IT": Decimal(20)}.get(deal.country, Decimal(0))
        if choices.chance("withholding", 0.15)
        else Decimal(0)
    )
    return replace(
        deal,
        adjustments=tuple(adjustments) if not is_retail else (),
        is_inclusive=is_retail and len(deal.rates) <= 2,
        rounds_by_line=choices.chance("rounds by line", 0.2),
        rounds_to_five=deal.currency == "CHF" and choices.chance("rounds to five", 0.5),
        withholding=withholding if is_invoice and not is_retail else Decimal(0),
        deposit_share=Decimal(rng.choice(("0.3", "0.5", "0.2")))
        if is_invoice and choices.chance("deposit", 0.06)
        else Decimal(0),
        misprint=Decimal(rng.choice(("0.01", "-0.01", "1.00", "-10.00"))) if choices.chance("flaw", _FLAW_SHARE) else ZERO,
    )
