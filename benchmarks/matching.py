"""How long does it take to decide on an invoice among thousands of open orders?

    python -m benchmarks.matching [--orders 5000] [--repeat 30] [--profile]

Invented orders of 200 vendors with wordy products. Printed beside the wanted time is the ratio to the time that one plain look at every
pair of lines takes (RapidFuzz's token_set_ratio, what a simple matcher does), measured in the same run.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rapidfuzz import fuzz

from idp.domain.document import DocumentType, Extracted, ExtractedDocument, ExtractedLine
from idp.domain.page import Quality
from idp.domain.policy import Policy
from idp.domain.purchase import Company, Facts, OrderLine, OrderState, Product, PurchaseOrder, Tax, Unit, Vendor
from idp.matching import OrderIndex, index_orders, match

_VENDORS = 200
_TODAY = date(2026, 4, 20)
_VAT = Tax(1, Decimal(19))
_PIECES = Unit(1, "Units", "count", Decimal(1))
_WORDS = tuple(
    "hex screw bolt washer nut galvanised stainless steel brass zinc cable drum panel light bulb office chair desk cabinet black "  # noqa: SIM905
    "white grey pump seal kit valve filter pipe hose clamp hinge door lock key switch socket plug adapter battery charger tape glue".split()
)


@dataclass(frozen=True)
class Scene:
    """An invoice among orders. `wanted_ms` is what it may take."""

    name: str
    document: ExtractedDocument
    facts: Facts
    index: OrderIndex
    wanted_ms: float


def main() -> None:
    """Prints a row for each scene."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--orders", type=int, default=5000)
    options.add_argument("--repeat", type=int, default=30)
    options.add_argument("--profile", action="store_true", help="show where the time goes")
    given = options.parse_args()
    invented = random.Random(7)
    started = time.process_time()
    facts = _facts(invented, given.orders)
    print(
        f"{given.orders} orders, {sum(len(o.lines) for o in facts.orders)} lines, made in {time.process_time() - started:.1f} s"
    )
    started = time.process_time()
    index = index_orders(facts.orders)
    print(f"order index built in {(time.process_time() - started) * 1000:.0f} ms")
    print(f"{'scene':<58}{'median ms':>10}{'worst ms':>10}{'wanted':>8}{'× plain look':>14}")
    for scene in _scenes(invented, facts, index):
        _measure(scene, given.repeat)
        if given.profile:
            _profile(scene)


def _scenes(invented: random.Random, facts: Facts, index: OrderIndex) -> list[Scene]:
    named = facts.orders[len(facts.orders) // 2]
    wide = _order(invented, len(facts.orders) + 1, 60, facts.vendors[0].id)
    twenty = tuple(invented.sample(named.lines, 20))
    some = tuple(invented.sample(wide.lines, 45))
    alone = replace(facts, orders=(wide,))
    wordy = [replace(line, product=replace(line.product, code=None, vendor_codes=())) for line in wide.lines if line.product]
    silent = replace(wide, lines=tuple(wordy))
    wordless = replace(facts, orders=(silent,))
    by_words = tuple(invented.sample(silent.lines, 45))
    return [
        Scene("20 lines, order named, vendor codes", _invoice(named, twenty, facts), facts, index, 5),
        Scene("20 lines, order named, descriptions only", _invoice(named, twenty, facts, codes=False), facts, index, 5),
        Scene("20 lines, no order named (25 open of the vendor)", _invoice(named, twenty, facts, named=False), facts, index, 50),
        Scene("45 lines × 60 order lines, vendor codes", _invoice(wide, some, alone), alone, index_orders(alone.orders), 20),
        Scene(
            "45 lines × 60 order lines, descriptions only", _invoice(silent, by_words, wordless, codes=False), wordless,
            index_orders(wordless.orders), 20,
        ),
    ]  # fmt: skip


def _measure(scene: Scene, repeat: int) -> None:
    mine = _times(lambda: match(scene.document, scene.facts, Policy(), index=scene.index), repeat)
    texts = [line.text("description") or "" for line in scene.document.lines]
    order = next(
        o for o in scene.facts.orders if o.name == scene.document.text("po_number") or scene.document.text("po_number") is None
    )
    names = [line.description for line in order.lines]
    plain = _times(lambda: [fuzz.token_set_ratio(a, b) for a in texts for b in names], repeat)
    median = statistics.median(mine)
    ratio = median / max(statistics.median(plain), 1e-6)
    print(f"{scene.name:<58}{median:>10.2f}{max(mine):>10.2f}{scene.wanted_ms:>8.0f}{ratio:>14.1f}")


def _times(work: Callable[[], object], repeat: int) -> list[float]:
    """Processor milliseconds of one core, after one run to warm up."""
    work()
    times = []
    for _ in range(repeat):
        started = time.process_time()
        work()
        times.append((time.process_time() - started) * 1000)
    return times


def _profile(scene: Scene) -> None:
    profile = cProfile.Profile()
    profile.runcall(lambda: [match(scene.document, scene.facts, Policy(), index=scene.index) for _ in range(20)])
    pstats.Stats(profile).sort_stats("tottime").print_stats(22)


def _facts(invented: random.Random, count: int) -> Facts:
    vendors = tuple(Vendor(n, f"{_name(invented, 2)} {n} GmbH", vat=f"DE{100000000 + n}") for n in range(1, _VENDORS + 1))
    orders = tuple(_order(invented, n, 24, 1 + n % _VENDORS) for n in range(1, count + 1))
    return Facts(_TODAY, (Company(1, "Nordwind Handel GmbH", "EUR"),), vendors, orders, units=(_PIECES,), taxes=(_VAT,))


def _order(invented: random.Random, number: int, lines: int, vendor_id: int) -> PurchaseOrder:
    rows = tuple(_order_line(invented, number * 100 + n, vendor_id) for n in range(lines))
    return PurchaseOrder(number, f"P{number:05d}", vendor_id, 1, "EUR", OrderState.CONFIRMED, date(2026, 3, 2), rows)


def _order_line(invented: random.Random, line_id: int, vendor_id: int) -> OrderLine:
    number = invented.randint(1, 9_000)
    name = f"{_name(invented, 4)} M{number % 40}x{number % 90}"
    product = Product(vendor_id * 10_000 + number, name, f"ART-{number:05d}", vendor_codes=(f"V{vendor_id}-{number}",))
    quantity = Decimal(invented.randint(1, 500))
    price = Decimal(invented.randint(50, 50_000)) / 100
    return OrderLine(line_id, line_id, name, product, quantity, _PIECES, price, taxes=(_VAT,), received=quantity)


def _name(invented: random.Random, words: int) -> str:
    return " ".join(invented.choice(_WORDS) for _ in range(words)).capitalize()


def _invoice(
    order: PurchaseOrder, lines: tuple[OrderLine, ...], facts: Facts, *, codes: bool = True, named: bool = True
) -> ExtractedDocument:
    vendor = next(v for v in facts.vendors if v.id == order.vendor_id)
    subtotal = sum((line.quantity * line.unit_price for line in lines), Decimal(0))
    tax = (subtotal * 19 / 100).quantize(Decimal("0.01"))
    fields = {
        "supplier_name": vendor.name, "supplier_vat": vendor.vat or "", "buyer_name": "Nordwind Handel GmbH", "invoice_number": "R-4711",
        "invoice_date": "2026-04-15", "currency": "EUR", "subtotal": str(subtotal), "tax_amount": str(tax), "total": str(subtotal + tax),
    } | ({"po_number": order.name} if named else {})  # fmt: skip
    return ExtractedDocument(
        DocumentType.INVOICE, (0,), Quality.NATIVE, {name: _printed(value) for name, value in fields.items()},
        tuple(_invoice_line(line, codes=codes) for line in lines), confident=True,
    )  # fmt: skip


def _invoice_line(line: OrderLine, *, codes: bool) -> ExtractedLine:
    cells = {
        "description": line.description, "quantity": str(line.quantity), "unit_price": str(line.unit_price),
        "amount": str(line.quantity * line.unit_price),
    }  # fmt: skip
    if codes and line.product is not None and line.product.vendor_codes:
        cells["product_code"] = line.product.vendor_codes[0]
    return ExtractedLine({name: _printed(value) for name, value in cells.items()}, 0)


def _printed(value: str) -> Extracted:
    return Extracted(value, value, 0.99, 0)


if __name__ == "__main__":
    main()
