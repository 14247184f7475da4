"""Money is exact on both databases: it sorts, sums and comes back as it went in."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select

from idp.domain.lifecycle import State
from idp.store import SqlStore
from idp.store.table import DocumentRow, FindingRow
from tests.contract.store.sample import bring_to

AMOUNTS = st.lists(st.decimals(min_value=-(10**11), max_value=10**11, places=6), min_size=1, max_size=20)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=AMOUNTS)
def test_sums_and_order_are_those_of_python(store: SqlStore, amounts: list[Decimal]) -> None:
    with store.begin() as work:
        record = bring_to(work, State.RECEIVED)
        session = work.session
        session.execute(delete(FindingRow))
        for position, amount in enumerate(amounts):
            row = {
                "document_id": record.id,
                "position": position,
                "code": "x",
                "severity": "I",
                "money": amount,
                "currency": "EUR",
            }
            session.execute(insert(FindingRow).values(row))
        assert list(session.scalars(select(FindingRow.money).order_by(FindingRow.money.desc()))) == sorted(
            amounts, reverse=True
        )
        assert session.scalars(select(func.sum(FindingRow.money))).one() == sum(amounts)
        assert session.scalars(select(func.max(FindingRow.money))).one() == max(amounts)
        above = session.scalars(select(func.count()).where(FindingRow.money >= amounts[0])).one()
        assert above == sum(amount >= amounts[0] for amount in amounts)


def test_what_a_binary_fraction_cannot_hold_is_held(store: SqlStore) -> None:
    hard = [Decimal(text) for text in ("0.1", "0.2", "1234567890123.456789", "-0.000001", "0.30")]
    with store.begin() as work:
        for total in hard:
            record = bring_to(work, State.RECEIVED)
            work.session.execute(
                DocumentRow.__table__.update().where(DocumentRow.id == record.id).values(total=total, total_currency="EUR")
            )
        assert list(work.session.scalars(select(DocumentRow.total).order_by(DocumentRow.total))) == sorted(hard)
        assert work.session.scalars(select(func.sum(DocumentRow.total))).one() == Decimal("1234567890124.056788")
