"""The demo being put together: collects orders, earlier bills and files in processing order, and turns documents into files."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time

from idp.training.content import Commercial
from idp.training.degrade import Wear, as_jpeg, as_pdf, as_png, as_tiff, scan
from idp.training.einvoice.cii import write_cii
from idp.training.einvoice.hybrid import embed_cii
from idp.training.einvoice.ubl import write_ubl
from idp.training.samples.desk import TOUCHLESS, Expected, Sample, file_truth, print_commercial
from idp.training.samples.orders import EarlierBill, Order
from idp.training.samples.suppliers import SUPPLIERS, Supplier
from idp.training.truth import GeneratedDocument, Truth, structured_truth

_FIRST_ORDER = 101
_SCAN_JPEG_QUALITY = 40
_PHOTO_JPEG_QUALITY = 55


class Case:
    """What has been put together so far. `seed` drives wear and handwriting."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.orders: list[Order] = []
        self.bills: list[EarlierBill] = []
        self.samples: list[Sample] = []
        self._files: dict[str, Sample] = {}

    def next_order(self) -> str:
        """The number of the next purchase order, as Odoo writes it."""
        return f"P{_FIRST_ORDER + len(self.orders):05d}"

    def order(self, order: Order) -> Order:
        """Takes an order into the world."""
        self.orders.append(order)
        return order

    def earlier(self, bill: EarlierBill) -> EarlierBill:
        """Takes a bill into the world that Odoo holds from the start."""
        self.bills.append(bill)
        return bill

    def add(self, name: str, shows: str, data: bytes, *expected: Expected, truth: Truth | None = None) -> Sample:
        """Takes one file in; its name gets the running number by which it is processed."""
        sample = Sample(f"{len(self.samples) + 1:02d}_{name}", shows, data, expected, truth)
        self.samples.append(sample)
        self._files[name] = sample
        return sample

    def file(self, name: str) -> Sample:
        """The sample that was added under `name`."""
        return self._files[name]

    def add_native(self, name: str, shows: str, document: Commercial, expected: Expected) -> GeneratedDocument:
        """A PDF with text, in its supplier's house style."""
        made = print_commercial(document, supplier_of(document))
        self.add(f"{name}.pdf", shows, made.pdf, expected, truth=file_truth(made))
        return made

    def add_hybrid(
        self, name: str, shows: str, document: Commercial, *, embedded: Commercial | None = None, expected: Expected = TOUCHLESS
    ) -> None:
        """A PDF with its e-invoice inside; `embedded` where that says something else than the page."""
        made = print_commercial(document, supplier_of(document))
        at = datetime.combine(document.issued, time(9), UTC)
        data = embed_cii(made.pdf, write_cii(embedded or document), at)
        self.add(
            f"{name}.pdf",
            shows,
            data,
            expected,
            truth={**structured_truth(embedded or document), "boxes": file_truth(made)["boxes"]},
        )

    def add_ubl(self, name: str, shows: str, document: Commercial, expected: Expected = TOUCHLESS) -> None:
        """An XML e-invoice alone."""
        self.add(f"{name}.xml", shows, write_ubl(document), expected, truth=structured_truth(document))

    def add_scan(self, name: str, shows: str, made: GeneratedDocument, wear: Wear, quality: str, expected: Expected) -> None:
        """A worn image of a printed document; the ending of `name` says in which form."""
        worn = scan(made.pdf, made.boxes, wear, self.seed * 1000 + len(self.samples))
        data = _FORMS[name.rsplit(".", 1)[-1]](worn.images, wear)
        self.add(name, shows, data, expected, truth=file_truth(replace(made, boxes=worn.boxes), quality))


def supplier_of(document: Commercial) -> Supplier:
    """The supplier whose name is on the document."""
    return next(one for one in SUPPLIERS.values() if one.party.name == document.supplier.name)


_FORMS: dict[str, Callable[..., bytes]] = {
    "png": lambda images, wear: as_png(images[0], wear.dpi),
    "jpg": lambda images, wear: as_jpeg(images[0], _PHOTO_JPEG_QUALITY, wear.dpi),
    "tif": lambda images, wear: as_tiff(images, wear.dpi),
    "pdf": lambda images, wear: as_pdf(images, _SCAN_JPEG_QUALITY, wear.dpi),
}
