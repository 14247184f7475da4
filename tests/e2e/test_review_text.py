"""Whatever a supplier writes is text: no name, value, word of a page or address ever acts in the browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

import pytest
from playwright.sync_api import Dialog, expect

from idp.domain.document import Extracted, ExtractedLine
from idp.domain.finding import Finding
from idp.insight.age_limit import AgeLimits
from idp.insight.insight import Insight
from idp.review import create_app
from idp.store import SqlStore
from tests.e2e.conftest import Served, SignedIn, Watch, field, listening, open_document
from tests.fakes.documents import samples
from tests.fakes.sample import Sample
from tests.fakes.workbench import FakeWorkbench

EVIL = """"'><script>alert(1)</script><img src=x onerror=alert(2)>"""


@pytest.fixture
def served(sample_store: SqlStore) -> Iterator[Served]:
    papers = {name: evil(sample) if name in {"price", "bank"} else sample for name, sample in samples().items()}
    bench = FakeWorkbench(papers=papers)
    insight = Insight(sample_store, bench.clock, limits=AgeLimits())
    with listening(create_app(bench, insight, clock=bench.clock)) as address:
        yield Served(address, bench, {name: sample.record.id for name, sample in papers.items()})


def evil(sample: Sample) -> Sample:
    """The sample with markup and script in every text that comes from outside: names, values, words of the page, findings."""
    record = sample.record
    assert record.extraction is not None
    assert record.match is not None
    extraction = replace(
        record.extraction,
        fields=_evil(record.extraction.fields),
        lines=tuple(ExtractedLine(_evil(line.cells), line.page) for line in record.extraction.lines),
    )
    findings = tuple(_evil_finding(f) for f in record.match.findings)
    vendor = replace(record.match.vendor, name=EVIL) if record.match.vendor else None
    match = replace(record.match, findings=findings, vendor=vendor, policy_version=EVIL)
    words = tuple(tuple(replace(word, text=EVIL) for word in page) for page in sample.words)
    return replace(
        sample,
        record=replace(record, name=f"{EVIL}.pdf", extraction=extraction, match=match, sender=EVIL, failure=EVIL),
        words=words,
    )


def _evil(values: Mapping[str, Extracted]) -> dict[str, Extracted]:
    numbers = {"quantity", "unit_price", "amount", "subtotal", "tax_amount", "total", "invoice_date", "due_date", "currency"}
    return {
        name: replace(value, raw=EVIL, reasons=(EVIL,), value=value.value if name in numbers else EVIL)
        for name, value in values.items()
    }


def _evil_finding(found: Finding) -> Finding:
    return replace(found, message=EVIL, expected=EVIL, actual=EVIL)


def test_no_text_of_a_document_acts_wherever_it_is_shown(signed_in: SignedIn, served: Served, watch: Watch) -> None:
    page = signed_in("clara")
    said: list[str] = []

    def note(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.goto(f"{served.address}/queue?tab=all")
    expect(page.locator("tbody tr").first).to_be_visible()
    open_document(page, served, "price")
    expect(page.get_by_role("heading", level=1)).to_contain_text("<script>")
    box = page.locator("#page-0 img").bounding_box()
    assert box is not None
    field(page, "Invoice number").click()
    for step in range(1, 12):
        page.mouse.move(box["x"] + box["width"] * step / 12, box["y"] + box["height"] * step / 12)
    page.get_by_role("button", name="Approve").first.click()
    page.keyboard.press("Escape")
    watch.allowed_status.add(404)
    for address in ("/queue?q=", "/queue?supplier=", "/sign-in?next=", "/documents/"):
        page.goto(served.address + address + quote(EVIL, safe=""))
    assert page.locator("img[src=x]").count() == 0
    assert said == []
