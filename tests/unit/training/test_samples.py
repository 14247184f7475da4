"""The committed sample documents are what the generator makes, and each of them is consistent in itself and with its world."""

import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from stdnum import iban
from stdnum.eu import vat

from idp.domain.code import CODES
from idp.training.samples.demo import Demo, make_demo

SAMPLES = Path(__file__).parents[3] / "sample_docs"
CENT = Decimal("0.01")
TODAY = date(2026, 11, 24)
LARGEST_FILE = 1_000_000
LARGEST_FOLDER = 8_000_000
GREY_LEVELS_APART = 6.0


@pytest.fixture(scope="module")
def demo() -> Demo:
    return make_demo(seed=7)


@pytest.fixture(scope="module")
def files(demo: Demo) -> dict[str, bytes]:
    return demo.files()


def truths(files: dict[str, bytes]) -> Iterator[tuple[str, dict]]:
    for name, data in files.items():
        if name.endswith(".truth.json"):
            whole = json.loads(data)
            for truth in whole.get("documents", [whole]):
                yield name, truth


def test_two_runs_make_the_same_bytes(files: dict[str, bytes]) -> None:
    again = make_demo(seed=7).files()
    assert [name for name in files if files[name] != again[name]] == []


def test_the_committed_folder_is_what_the_generator_makes(files: dict[str, bytes]) -> None:
    assert {path.name for path in SAMPLES.iterdir()} == set(files)
    different = [name for name, data in files.items() if not same_content(name, (SAMPLES / name).read_bytes(), data)]
    assert different == [], "run `python -m idp.training.samples sample_docs --seed 7`"


def same_content(name: str, committed: bytes, made: bytes) -> bool:
    """Equal bytes; or, where another zlib or image codec packs differently, equal objects or nearly equal pixels."""
    if committed == made:
        return True
    match name.rsplit(".", 1)[-1]:
        case "pdf" if name[3:].startswith(("scan", "pod_de_exceptions", "duplicate_resent")):
            return all(near(a, b) for a, b in zip(rendered(committed), rendered(made), strict=True))
        case "pdf" if not name.endswith(("encrypted.pdf", "truncated.pdf")):
            return unpacked(committed) == unpacked(made)
        case "png" | "jpg" | "tif":
            return near(
                np.asarray(Image.open(io.BytesIO(committed)).convert("L")),
                np.asarray(Image.open(io.BytesIO(made)).convert("L")),
            )
    return False


def unpacked(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, static_id=True)
    return out.getvalue()


def rendered(data: bytes) -> list[np.ndarray]:
    with pypdfium2.PdfDocument(data) as document:
        return [np.asarray(page.render(scale=1).to_pil().convert("L")) for page in document]


def near(one: np.ndarray, two: np.ndarray) -> bool:
    return one.shape == two.shape and float(np.abs(one.astype(float) - two.astype(float)).mean()) < GREY_LEVELS_APART


def test_the_folder_stays_small(files: dict[str, bytes]) -> None:
    assert max(map(len, files.values())) < LARGEST_FILE
    assert sum(map(len, files.values())) < LARGEST_FOLDER


def test_every_bill_adds_up_to_the_cent_but_the_one_that_is_there_for_it(files: dict[str, bytes], demo: Demo) -> None:
    codes = {sample.file.rsplit(".", 1)[0]: {code for one in sample.expected for code in one.codes} for sample in demo.samples}
    for name, truth in truths(files):
        if truth["document_type"] not in {"invoice", "credit_note", "order_confirmation"}:
            continue
        lines = [Decimal(line["amount"]) for line in truth["lines"]]
        assert sum(lines) == Decimal(truth["subtotal"]), name
        adds_up = Decimal(truth["subtotal"]) + Decimal(truth["tax_amount"]) == Decimal(truth["total"])
        assert adds_up is not ("VAL-TOTAL" in codes[name.replace(".truth.json", "")]), name


def test_credit_notes_name_an_earlier_bill_whose_goods_went_back(files: dict[str, bytes], demo: Demo) -> None:
    bills = {row["number"]: row for row in demo.world["bills"]}
    orders = {row["name"]: row for row in demo.world["purchase_orders"]}
    notes = [truth for _, truth in truths(files) if truth["document_type"] == "credit_note"]
    assert len(notes) == 2
    for note in notes:
        original = bills[note["original_invoice_number"]]
        assert (original["state"], original["type"]) == ("posted", "in_invoice")
        assert original["date"] < note["invoice_date"]
        (credited,) = note["lines"]
        ordered = [orders[line["po"]]["lines"][line["po_line"]] for line in original["lines"]]
        went_back = [move for line in ordered for move in line.get("returned", [])]
        assert [move["quantity"] for move in went_back] == [credited["quantity"]]
        assert original["date"] < went_back[0]["date"] < note["invoice_date"]


def test_identifiers_are_valid_and_dates_lie_behind_us(files: dict[str, bytes]) -> None:
    for name, truth in truths(files):
        if truth.get("supplier_iban"):
            assert iban.is_valid(truth["supplier_iban"]), name
        if truth.get("supplier_vat") and truth["supplier_vat"][:2] not in {"GB", "CH"}:
            assert vat.is_valid(truth["supplier_vat"]), name
        for key in ("invoice_date", "confirmation_date", "ship_date", "delivery_date", "delivered_date"):
            if truth.get(key):
                assert date(2026, 9, 1) <= date.fromisoformat(truth[key]) <= TODAY, name


def test_every_true_value_has_its_place_on_the_page(files: dict[str, bytes]) -> None:
    lists = {"po_number": "po_numbers"}
    for name, truth in truths(files):
        if "boxes" not in truth or truth["quality"] == "structured":
            continue
        for key, value in truth.items():
            if key in {"document_type", "language", "lines", "truth_source", "quality", "boxes", "pages"} or value is None:
                continue
            spots = truth["boxes"][lists.get(key, key)]
            for spot in spots:
                left, top, right, bottom = spot["box"]
                assert -0.02 <= left < right <= 1.02, (name, key)
                assert -0.02 <= top < bottom <= 1.02, (name, key)


def test_native_pages_really_print_what_the_truth_says(files: dict[str, bytes]) -> None:
    for name, truth in truths(files):
        if truth.get("quality") != "native" or "documents" in truth or "pages" in truth or name.startswith("58"):
            continue
        with pypdfium2.PdfDocument(files[name.replace(".truth.json", ".pdf")]) as document:
            text = "".join(page.get_textpage().get_text_range() for page in document)
        squeezed = "".join(text.split())
        for key in (
            "invoice_number",
            "confirmation_number",
            "supplier_iban",
            "supplier_vat",
            "po_number",
            "bol_number",
            "delivery_note_number",
        ):
            if truth.get(key):
                assert truth[key].replace(" ", "") in squeezed, (name, key)


def test_expected_codes_exist_and_decisions_follow_their_severity(demo: Demo) -> None:
    decisions = {"I": "touchless", "W": "touchless", "R": "review", "H": "hold", "X": "reject"}
    order = ["touchless", "review", "hold", "reject"]
    for sample in demo.samples:
        for one in sample.expected:
            severities = [CODES[code].severity.value for code in one.codes]
            strictest = max((decisions[severity] for severity in severities), key=order.index, default="touchless")
            assert one.decision == strictest, sample.file


def test_the_world_names_only_what_it_holds(demo: Demo) -> None:
    world = demo.world
    partners = {row["name"] for row in world["partners"]}
    products = {row["code"] for row in world["products"]}
    orders = {row["name"]: row for row in world["purchase_orders"]}
    assert len(orders) == len(world["purchase_orders"])
    assert all(row["partner"] in partners for row in orders.values())
    assert all(line["product"] in products for row in orders.values() for line in row["lines"])
    for bill in world["bills"]:
        assert bill["partner"] in partners
        assert all(line["po_line"] < len(orders[line["po"]]["lines"]) for line in bill["lines"])
    keys = {"odoo_version", "company", "companies", "currency_rates", "price_decimals", "policy", "users", "uoms", "partners", "products",
            "purchase_orders", "bills", "sale_orders", "stock"}  # fmt: skip
    assert set(world) <= keys


def test_there_are_at_least_forty_documents_of_every_kind(files: dict[str, bytes], demo: Demo) -> None:
    kinds = {truth["document_type"] for _, truth in truths(files)}
    assert {
        "invoice",
        "credit_note",
        "order_confirmation",
        "bill_of_lading",
        "delivery_note",
        "proof_of_delivery",
        "statement",
    } <= kinds
    assert {truth["language"] for _, truth in truths(files)} == {"en", "de", "fr", "es"}
    assert len(demo.samples) >= 40
