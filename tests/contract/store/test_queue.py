from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from idp.domain.code import Code, Role
from idp.domain.document import DocumentType, Extracted
from idp.domain.lifecycle import Event, State
from idp.domain.match import Match
from idp.ports import DocumentQuery, QueueOrder
from idp.store import SqlStore
from tests.contract.store.sample import NOON, SetClock, a_document, a_finding, a_match, an_extraction, bring_to


def found(store: SqlStore, **query: object) -> list[str]:
    """The names of the documents that a query lists; counted, they must be as many."""
    asked = DocumentQuery(**query)  # type: ignore[arg-type]  # the class's own fields
    with store.view() as work:
        rows = work.documents.list(asked)
        assert work.documents.count(replace(asked, offset=0)) >= len(rows)
    return [row.name for row in rows]


def test_most_money_at_stake_comes_first_then_the_oldest_and_unknown_last(store: SqlStore) -> None:
    stakes = {
        "none": None,
        "nine": "9.00",
        "ten": "10.00",
        "cent": "9.01",
        "hundred": "100",
        "none-older": None,
        "ten-older": "10",
    }
    with store.begin() as work:
        for name, stake in stakes.items():
            minutes = -1 if name.endswith("older") else 1
            bring_to(work, State.IN_REVIEW, a_document(name=name, minutes=minutes, match=a_match(Code.PRC_OVER, stake=stake)))
    order = ["hundred", "ten-older", "ten", "cent", "nine", "none-older", "none"]
    assert found(store) == order
    assert found(store, states=(State.IN_REVIEW,)) == order
    assert found(store, states=(State.IN_REVIEW, State.FAILED), offset=2, limit=3) == order[2:5]
    assert found(store, states=(State.FAILED,)) == []


def test_pages_over_several_states_fit_together(store: SqlStore) -> None:
    states = (State.IN_REVIEW, State.FAILED, State.QUARANTINED)
    with store.begin() as work:
        for i in range(12):
            bring_to(work, states[i % 3], a_document(name=f"{i:02}", match=a_match(Code.PRC_OVER, stake=str(100 - i))))
        bring_to(work, State.READ)
    pages = [found(store, states=states, offset=offset, limit=5) for offset in (0, 5, 10, 15)]
    assert [name for page in pages for name in page] == [f"{i:02}" for i in range(12)]
    assert [len(page) for page in pages] == [5, 5, 2, 0]
    assert found(store, states=states, text="03") == found(store, states=states, codes=("PRC-OVER",), text="03") == ["03"]


def test_a_summary_says_what_a_clerk_needs_to_choose(store: SqlStore) -> None:
    match = a_match(Code.QTY_UNDER, Code.PRC_OVER, Code.QTY_NOREC, Code.PRC_OVER, stake="7.1")
    with store.begin() as work:
        record = bring_to(work, State.IN_REVIEW, a_document(extraction=an_extraction(total="1234.5"), match=match))
        (row,) = work.documents.list(DocumentQuery())
    assert row.id == record.id
    assert (row.state, row.document_type, row.decision) == (State.IN_REVIEW, "invoice", "hold")
    assert (row.supplier, row.number, row.name) == ("Acme Pumpen GmbH", "INV-2026-0815", "Rechnung März.pdf")
    assert (row.total, row.money_at_stake) == ("1234.50 EUR", "7.10 EUR")
    assert row.codes == ("QTY-NOREC", "PRC-OVER", "QTY-UNDER")
    assert (row.received_at, row.due_date) == (NOON, date(2026, 5, 5))


def test_what_is_not_known_stays_absent(store: SqlStore) -> None:
    with store.begin() as work:
        bring_to(work, State.READ)
        (row,) = work.documents.list(DocumentQuery())
    assert (row.document_type, row.supplier, row.number, row.total, row.money_at_stake, row.decision, row.due_date) == (
        None,
    ) * 7
    assert row.codes == ()


def test_a_filter_by_type_code_and_state_narrows(store: SqlStore) -> None:
    with store.begin() as work:
        bring_to(work, State.IN_REVIEW, a_document(name="a", extraction=an_extraction(), match=a_match(Code.PRC_OVER)))
        credit = an_extraction(kind=DocumentType.CREDIT_NOTE)
        bring_to(work, State.IN_REVIEW, a_document(name="b", minutes=1, extraction=credit, match=a_match(Code.CRN_NOLINK)))
        bring_to(work, State.READY, a_document(name="c", minutes=2, extraction=an_extraction(), match=a_match(Code.PRC_OVER)))
    assert found(store, codes=("PRC-OVER",)) == ["a", "c"]
    assert found(store, codes=("PRC-OVER", "CRN-NOLINK"), states=(State.IN_REVIEW,)) == ["a", "b"]
    assert found(store, document_types=(DocumentType.CREDIT_NOTE,)) == ["b"]
    assert found(store, document_types=(DocumentType.CREDIT_NOTE,), codes=("PRC-OVER",)) == []


def test_findings_of_reading_count_until_there_is_a_match_and_a_refusal_counts_too(store: SqlStore) -> None:
    doubtful = an_extraction(findings=(a_finding(Code.VAL_TOTAL),))
    with store.begin() as work:
        read = bring_to(work, State.EXTRACTED, a_document(name="read", extraction=doubtful))
        bring_to(work, State.QUARANTINED, a_document(name="locked", failure="it is locked", failure_code="ING-ENCRYPTED"))
    assert found(store, codes=("VAL-TOTAL",)) == ["read"]
    assert found(store, codes=("ING-ENCRYPTED",), owner=Role.CLERK) == ["locked"]
    with store.begin() as work:
        work.documents.move(replace(read, match=a_match(Code.PRC_OVER)), Event.WAS_MATCHED, actor="idp", why="x")
    assert found(store, codes=("VAL-TOTAL",)) == []
    assert found(store, codes=("PRC-OVER",)) == ["read"]


def test_a_desk_holds_what_its_role_has_to_decide(store: SqlStore) -> None:
    with store.begin() as work:
        bring_to(work, State.IN_REVIEW, a_document(name="both", match=a_match(Code.PRC_OVER, Code.FRD_BANK)))
        bring_to(work, State.IN_REVIEW, a_document(name="notice", match=a_match(Code.TRM_PAYMENT)))
        moved = bring_to(work, State.IN_REVIEW, a_document(name="forwarded", match=a_match(Code.PRC_OVER)))
        work.documents.move(replace(moved, owner="finance"), Event.FORWARDED, actor="anna", why="yours")
    assert found(store, owner=Role.BUYER) == ["both"]
    assert sorted(found(store, owner=Role.FINANCE)) == ["both", "forwarded"]
    with store.begin() as work:
        for row in work.documents.list(DocumentQuery(owner=Role.BUYER)):
            work.documents.move(work.documents.require(row.id), Event.APPROVED, actor="anna", why="fine")
    assert found(store, owner=Role.BUYER) == []
    assert found(store, owner=Role.FINANCE) == ["forwarded"]


def test_text_finds_the_beginning_of_words_and_any_part_of_a_number(store: SqlStore) -> None:
    def named(name: str, number: str, supplier: str, orders: tuple[str, ...], match: Match) -> None:
        extraction = an_extraction(number=number, supplier=supplier, orders=orders)
        bring_to(work, State.READ, a_document(name=name, extraction=extraction, match=match))

    with store.begin() as work:
        named("scan_001.pdf", "INV-2026/0815", "Müller & Söhne", ("P00042",), a_match(order_ids=(42,)))
        named("mail.pdf", "4711", "Société Générale", ("P00777",), a_match(order_ids=(777,)))
    assert found(store, text="müller") == found(store, text="MULL") == found(store, text="söhne muller") == ["scan_001.pdf"]
    assert found(store, text="0815") == found(store, text="60815") == found(store, text="INV-2026/0815") == ["scan_001.pdf"]
    assert found(store, text="generale") == found(store, text="P00777") == found(store, text="777") == ["mail.pdf"]
    assert found(store, text="scan") == ["scan_001.pdf"]
    assert found(store, text="muller 4711") == []
    assert found(store, text="uller") == []
    assert len(found(store, text="%")) == len(found(store, text="  ")) == 2  # nothing to look for restricts nothing
    assert len(found(store, text="acme")) == 2  # the vendor's name in Odoo


def test_a_corrected_number_is_found_by_its_new_text_only(store: SqlStore) -> None:
    with store.begin() as work:
        record = bring_to(work, State.IN_REVIEW, a_document(extraction=an_extraction(number="1111")))
        corrected = replace(record, extraction=an_extraction(number="2222"))
        work.documents.move(corrected, Event.CORRECTED, actor="anna", why="x")
    assert found(store, text="2222") == [record.name]
    assert found(store, text="1111") == []


def test_counts_do_not_depend_on_the_page(store: SqlStore) -> None:
    with store.begin() as work:
        for _ in range(3):
            bring_to(work, State.READ)
        assert work.documents.count(DocumentQuery(offset=1, limit=1)) == 3
        assert work.documents.count(DocumentQuery(states=(State.READ,))) == 3
        assert work.documents.count(DocumentQuery(states=(State.READY,))) == 0


def test_every_state_is_counted_those_without_documents_too(store: SqlStore) -> None:
    with store.begin() as work:
        for state in (State.READ, State.READ, State.FAILED):
            bring_to(work, state)
        assert work.documents.counts() == dict.fromkeys(State, 0) | {State.READ: 2, State.FAILED: 1}


def test_urgency_is_cents_at_stake_times_days_waited(store: SqlStore, clock: SetClock) -> None:
    """Told by whole numbers in Python; the databases must agree in every place."""
    stakes = ("0.00", "0.01", "0.019", "3.35", "10.04", "10.05", "999999999999.999999", "9223372036854.775807", None)
    expected = []
    with store.begin() as work:
        for i in range(90):
            stake, days = stakes[i % len(stakes)], i * 7 % 41
            came = a_document(name=f"{i:02}", minutes=-1440 * days - i % 3, match=a_match(Code.PRC_OVER, stake=stake))
            bring_to(work, State.IN_REVIEW, came)
            cents = min(int(Decimal(stake or 0) * 100), 10**13)
            waited = (NOON.date() - came.received_at.date()).days + 1
            expected.append(((stake is None, -cents * waited, came.received_at, came.id), came.name))
    order = [name for _, name in sorted(expected)]
    waiting = {"states": (State.IN_REVIEW,), "order": QueueOrder.URGENCY}
    assert found(store, **waiting, limit=100) == order
    assert found(store, **waiting, offset=30, limit=30) == order[30:60]
    assert found(store, states=(State.IN_REVIEW, State.FAILED), order=QueueOrder.URGENCY, limit=100) == order
    clock.moment += timedelta(days=1)
    assert found(store, **waiting, limit=100) != order  # what is young gains on what is old


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (QueueOrder.RECEIVED, ["b", "c", "a", "blank"]),
        (QueueOrder.DUE, ["a", "c", "b", "blank"]),
        (QueueOrder.SUPPLIER, ["c", "a", "b", "blank"]),
        (QueueOrder.NUMBER, ["b", "a", "c", "blank"]),
        (QueueOrder.TOTAL, ["b", "c", "a", "blank"]),
    ],
)
def test_the_list_is_sorted_by_any_column_and_what_lacks_it_comes_last(
    store: SqlStore, order: QueueOrder, expected: list[str]
) -> None:
    def came(name: str, minutes: int, due: str, **details: str) -> None:
        read = an_extraction(**details)  # type: ignore[arg-type]  # its own fields
        read = replace(read, fields={**read.fields, "due_date": Extracted(due, due, 0.9)})
        bring_to(work, State.IN_REVIEW, a_document(name=name, minutes=minutes, extraction=read))

    with store.begin() as work:
        came("a", 3, "2026-05-01", number="R-2", total="9.00", supplier="bolt")
        came("b", 1, "2026-05-03", number="R-1", total="10000.00", supplier="Cable")
        came("c", 2, "2026-05-02", number="S-1", total="10.00", supplier="Äpfel AG")
        bring_to(work, State.IN_REVIEW, a_document(name="blank", minutes=9))
    asked = {"states": (State.IN_REVIEW,), "order": order}
    assert found(store, **asked) == expected
    last = 4 if order is QueueOrder.RECEIVED else 3
    assert found(store, **asked, reverse=True) == [*reversed(expected[:last]), *expected[last:]]


def test_a_discount_that_ends_first_comes_first(store: SqlStore) -> None:
    with store.begin() as work:
        for name, day in (("later", date(2026, 4, 9)), ("sooner", date(2026, 4, 8)), ("none", None)):
            match = replace(a_match(Code.PRC_OVER), discount_until=day)
            bring_to(work, State.IN_REVIEW, a_document(name=name, match=match))
        rows = work.documents.list(DocumentQuery(states=(State.IN_REVIEW,), order=QueueOrder.DISCOUNT))
    assert [(row.name, row.discount_until) for row in rows] == [
        ("sooner", date(2026, 4, 8)),
        ("later", date(2026, 4, 9)),
        ("none", None),
    ]


def test_supplier_company_and_age_narrow(store: SqlStore) -> None:
    other = replace(a_match(Code.PRC_OVER), company_id=2)
    with store.begin() as work:
        for name, minutes, supplier, match in (
            ("old", -60, "Müller & Söhne", a_match(Code.PRC_OVER)),
            ("new", 60, "MULLER SOHNE", a_match(Code.PRC_OVER)),
            ("theirs", 0, "Müller", other),
        ):
            read = an_extraction(supplier=supplier)
            bring_to(work, State.IN_REVIEW, a_document(name=name, minutes=minutes, extraction=read, match=match))
    assert found(store, supplier="Müller & Söhne") == ["old", "new"]
    assert found(store, company_id=2) == ["theirs"]
    assert found(store, waited=timedelta(hours=1)) == ["old"]


def test_desks_are_counted_in_the_states_asked_for(store: SqlStore) -> None:
    with store.begin() as work:
        for code in (Code.PRC_OVER, Code.PRC_OVER, Code.FRD_BANK):
            bring_to(work, State.IN_REVIEW, a_document(match=a_match(code)))
        bring_to(work, State.QUARANTINED, a_document(failure="it is locked", failure_code="ING-ENCRYPTED"))
        assert work.documents.desk_counts((State.IN_REVIEW,)) == {Role.BUYER: 2, Role.FINANCE: 1}
        assert work.documents.desk_counts((State.IN_REVIEW, State.QUARANTINED))[Role.CLERK] == 1
