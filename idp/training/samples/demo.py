"""The demo as a whole: every file with its truth, the world, the table of what is expected, and the page that explains it."""

import json
from dataclasses import dataclass

from idp.training.samples import broken, invoices, logistics, trouble
from idp.training.samples.case import Case
from idp.training.samples.desk import Expected, Sample
from idp.training.samples.world import make_world

_INTRO = """# Sample documents

Made by `python -m idp.training.samples sample_docs --seed {seed}`; do not edit by hand. Every company, person and account is
fictitious. Our company is Brennhoff Industriebedarf GmbH, Duisburg. Beside each file `NAME.truth.json` holds what is printed on it
(null: not shown) and where (`boxes`: left, top, right, bottom as page fractions). `world.json` is the Odoo in which the documents
arrive: vendors, orders, receipts and earlier bills. Its users are `clerk`, `buyer`, `approver`, `finance`, `warehouse`, `auditor` and
`administrator`; in the demo each one's password is the same as the login.

The files are processed in this order. *Decision*: `touchless` is entered in Odoo without a person; `review` and `hold` wait for a
person with the finding codes named; `reject` goes back. Files in state `QUARANTINED` could not be read. `expected.json` is the same
table for programs. Other codes may appear beside those named, as long as the decision stays.

| file | shows | decision | state | codes that must appear |
|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Demo:
    """All files by name, ready to be written."""

    samples: tuple[Sample, ...]
    world: dict[str, object]
    seed: int

    def files(self) -> dict[str, bytes]:
        """Every file of the folder: documents, truths, world, table, page."""
        files = {sample.file: sample.data for sample in self.samples}
        for sample in self.samples:
            if sample.truth is not None:
                files[f"{sample.file.rsplit('.', 1)[0]}.truth.json"] = as_json(sample.truth)
        files["world.json"] = as_json(self.world)
        files["expected.json"] = as_json([_expected_row(sample) for sample in self.samples])
        files["README.md"] = _page(self.samples, self.seed).encode()
        return files


def make_demo(seed: int) -> Demo:
    """Puts the whole demo together."""
    case = Case(seed)
    for chapter in (
        invoices.native_invoices,
        invoices.special_invoices,
        invoices.e_invoices,
        invoices.scanned_invoices,
        logistics.confirmations,
        logistics.bills_of_lading,
        logistics.delivery_notes,
        logistics.proofs_of_delivery,
        trouble.duplicates,
        trouble.quantity_and_price,
        trouble.who_sends,
        trouble.which_order,
        trouble.odd_files,
        trouble.statement,
        broken.broken_files,
        broken.mail,
        trouble.sums_and_states,
    ):
        chapter(case)
    return Demo(tuple(case.samples), make_world(case.orders, case.bills, (logistics.OSTWIND,)), seed)


def as_json(value: object) -> bytes:
    """`value` as the project writes JSON files."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _expected_row(sample: Sample) -> dict[str, object]:
    documents = [{"decision": one.decision, "state": one.state, "codes": list(one.codes)} for one in sample.expected]
    return {"file": sample.file, "shows": sample.shows, "documents": documents}


def _page(samples: tuple[Sample, ...], seed: int) -> str:
    rows = [_page_row(sample, one) for sample in samples for one in sample.expected]
    return _INTRO.format(seed=seed) + "\n".join(rows) + "\n"


def _page_row(sample: Sample, one: Expected) -> str:
    return f"| `{sample.file}` | {sample.shows} | {one.decision} | {one.state} | {' '.join(one.codes) or '-'} |"
