"""What does the dashboard show? Headline figures and charts from the figures of a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from idp.insight.dashboard import Dashboard, Period
from idp.insight.measure import Share
from idp.ports import Spread, Stake
from idp.review.chart import Chart, Row, Value
from idp.review.display import amount_text, day_text, duration_text, money_text
from idp.review.queue_view import Filters
from idp.review.text import code_meaning, text

DAYS = (7, 30, 90, 365)
"""Lengths of periods up to today that the page offers."""

_SHORTEST_TELLING = 30
"""Below so many looked-at samples the bound says little, and the page says so."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure in large type, what it is of, and what to know about it."""

    title: str
    figure: str
    of: str
    hint: str = ""


def read_period(values: Mapping[str, str], *, today: date) -> Period:
    """The period that an address asks for: `from` and `to`, or the last `days`; the last 30 days where it says nothing sensible.

    Raises BadUse for one that ends before it begins or is too long.
    """
    first, last = _day(values.get("from", "")), _day(values.get("to", ""))
    if first is not None or last is not None:
        last = last or today
        return Period(first or last - timedelta(days=29), last)
    days = values.get("days", "")
    count = int(days) if days in {str(d) for d in DAYS} else 30
    return Period(today - timedelta(days=count - 1), today)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def view_headlines(board: Dashboard) -> tuple[Headline, ...]:
    """The figures of the first row."""
    share, sample = board.straight_through, board.false_success
    left_out = text("figures.left_out", copies=board.copies, in_work=board.in_work)
    return (
        Headline(text("figures.straight"), percent_text(share.ratio), text("figures.of", count=share.count, total=share.total), left_out),
        Headline(
            text("figures.false"),
            text("figures.at_most", percent=percent_text(sample.upper_bound)) if sample.total else "–",
            text("figures.sampled", count=sample.count, total=sample.total),
            text("figures.false.few", least=_SHORTEST_TELLING) if sample.total < _SHORTEST_TELLING else text("figures.false.bound"),
        ),
        Headline(text("figures.cycle"), duration_text(board.cycle.median), _p90(board.cycle), text("figures.cycle.hint")),
        Headline(
            text("figures.resolution"), duration_text(board.own_resolution.median), _p90(board.own_resolution),
            text("figures.resolution.hint", whole=duration_text(board.resolution.median) or "–", open=board.open_issues),
        ),
        Headline(
            text("figures.backlog"), str(sum(band.documents for band in board.backlog)),
            " · ".join(money_text(money) for money in board.at_stake) or text("figures.nothing_at_stake"),
            text("figures.backlog.over", count=sum(band.over_limit for band in board.backlog)),
        ),
    )  # fmt: skip


def _p90(found: Spread) -> str:
    return text("figures.p90", time=duration_text(found.p90), count=found.count) if found.count else text("figures.none")


def percent_text(ratio: float | None) -> str:
    """`97.3 %`; "–" for None. Never rounded to 0 or 100 what is neither."""
    if ratio is None:
        return "–"
    percent = 100 * ratio
    if 0 < percent < 0.1:
        return f"< {_one_decimal(0.1)} %"
    if 99.9 < percent < 100:
        return f"> {_one_decimal(99.9)} %"
    return f"{_one_decimal(percent)} %"


def _one_decimal(number: float) -> str:
    """A number with one decimal."""
    return amount_text(Decimal(f"{number:.1f}"), digits=1)


def view_charts(board: Dashboard) -> tuple[Chart, ...]:
    """The charts in their order."""
    return (
        _straight_through(board),
        _cycle(board),
        _backlog(board),
        _resolution(board),
        *_stakes("codes", board.top_codes),
        *_stakes("suppliers", board.top_suppliers),
    )


def _straight_through(board: Dashboard) -> Chart:
    rows = tuple(
        Row(_step(step.first), (Value(step.straight_through.ratio, _of(step.straight_through)),)) for step in board.steps
    )
    plain = tuple((s.first.isoformat(), str(s.straight_through.count), str(s.straight_through.total)) for s in board.steps)
    return Chart(
        "straight-through", text("chart.straight"), text("chart.straight.hint"), text("chart.from"), (text("chart.share"),), rows,
        ("from", "straight_through", "documents"), plain, upright=True,
    )  # fmt: skip


def _of(share: Share) -> str:
    return "" if share.ratio is None else f"{100 * share.ratio:.0f} %"


def _cycle(board: Dashboard) -> Chart:
    rows = tuple(Row(_step(step.first), _times(step.cycle)) for step in board.steps)
    plain = tuple((s.first.isoformat(), str(s.cycle.count), *_seconds(s.cycle)) for s in board.steps)
    return Chart(
        "cycle-time", text("chart.cycle"), text("chart.cycle.hint"), text("chart.from"), (text("chart.median"), text("chart.p90")), rows,
        ("from", "entered", "median_seconds", "p90_seconds"), plain, upright=True,
    )  # fmt: skip


def _times(found: Spread) -> tuple[Value, ...]:
    return tuple(Value(t.total_seconds() if t is not None else None, duration_text(t)) for t in (found.median, found.p90))


def _seconds(found: Spread) -> tuple[str, ...]:
    return tuple(str(int(t.total_seconds())) if t is not None else "" for t in (found.median, found.p90))


def _backlog(board: Dashboard) -> Chart:
    rows, plain, before = [], [], 0
    for band in board.backlog:
        label = text("chart.band.last", days=before) if band.days is None else text("chart.band", before=before, days=band.days)
        rows.append(Row(label, (Value(band.documents, str(band.documents)), Value(band.over_limit, str(band.over_limit)))))
        plain.append((str(before), "" if band.days is None else str(band.days), str(band.documents), str(band.over_limit)))
        before = band.days or before
    return Chart(
        "backlog", text("chart.backlog"), text("chart.backlog.hint"), text("chart.age"), (text("chart.documents"), text("chart.over")),
        tuple(rows), ("days_over", "days_up_to", "documents", "over_limit"), tuple(plain),
    )  # fmt: skip


def _resolution(board: Dashboard) -> Chart:
    rows = tuple(
        Row(f"{one.code} ({one.whole.count})", (_median(one.whole), _median(one.own)), _of_code(one.code))
        for one in board.by_code
    )
    plain = tuple((one.code, str(one.whole.count), *_seconds(one.whole), *_seconds(one.own)) for one in board.by_code)
    columns = ("code", "resolved", "median_seconds", "p90_seconds", "own_median_seconds", "own_p90_seconds")
    return Chart(
        "resolution-time", text("chart.resolution"), text("chart.resolution.hint"), text("queue.code"),
        (text("chart.whole"), text("chart.own")), rows, columns, plain,
    )  # fmt: skip


def _median(found: Spread) -> Value:
    return Value(found.median.total_seconds() if found.median is not None else None, duration_text(found.median))


def _stakes(key: str, found: Sequence[Stake]) -> tuple[Chart, ...]:
    """One chart for each currency: amounts of two currencies have no common length."""
    currencies = sorted({stake.money.currency for stake in found}) or [""]
    charts = []
    for currency in currencies:
        of_currency = [stake for stake in found if stake.money.currency == currency]
        rows = tuple(
            Row(
                _stake_label(key, stake), (Value(float(stake.money.amount), money_text(stake.money)),),
                _of_code(stake.name) if key == "codes" else f"/queue{Filters(supplier=stake.name).address()}",
            )
            for stake in of_currency
        )  # fmt: skip
        plain = tuple((s.name, str(s.documents), f"{s.money.amount:f}", s.money.currency) for s in of_currency)
        charts.append(
            Chart(
                f"{key}-{currency.lower()}" if currency else key, text(f"chart.{key}"), text(f"chart.{key}.hint"),
                text("queue.code") if key == "codes" else text("queue.supplier"), (text("queue.money"),), rows,
                ("code" if key == "codes" else "supplier", "documents", "at_stake", "currency"), plain,
            )
        )  # fmt: skip
    return tuple(charts)


def _stake_label(key: str, stake: Stake) -> str:
    meaning = code_meaning(stake.name) if key == "codes" else ""
    return f"{stake.name} ({stake.documents}) {meaning}".strip()


def _of_code(code: str) -> str:
    return f"/queue{Filters(code=code).address()}"


def _step(day: date) -> str:
    return day_text(day)
