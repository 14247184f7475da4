from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from idp.domain.errors import BadUse
from idp.insight.dashboard import Period
from idp.review.chart import Chart, Row, Value, draw
from idp.review.dashboard_view import percent_text, read_period
from idp.review.display import duration_text
from tests.unit.review.conftest import SignIn

TODAY = date(2026, 4, 20)


def test_finance_and_auditors_see_the_figures_and_clerks_do_not(client: TestClient, sign_in: SignIn) -> None:
    sign_in("clara")
    assert client.get("/dashboard").status_code == 403
    assert client.get("/dashboard/backlog.csv").status_code == 403
    assert 'href="/dashboard"' not in client.get("/queue").text
    for login in ("fiona", "audra"):
        sign_in(login)
        assert client.get("/dashboard").status_code == 200
        assert 'href="/dashboard"' in client.get("/queue").text


def test_the_rate_stands_beside_its_denominator_and_what_it_leaves_out(client: TestClient, sign_in: SignIn) -> None:
    sign_in("fiona")
    shown = client.get("/dashboard?days=365").text
    assert "1 of 8 documents" in shown
    assert "Not counted: 0 in work, 0 copies of earlier documents." in shown


def test_every_chart_is_drawn_told_as_a_table_and_comes_as_csv(client: TestClient, sign_in: SignIn) -> None:
    sign_in("fiona")
    shown = client.get("/dashboard?days=365").text
    keys = [line.split("/dashboard/")[1].split(".csv")[0] for line in shown.splitlines() if 'class="csv"' in line]
    assert {"straight-through", "cycle-time", "backlog", "resolution-time", "codes-eur", "suppliers-eur"} == set(keys)
    for key in keys:
        answer = client.get(f"/dashboard/{key}.csv?days=365")
        assert answer.headers["content-type"].startswith("text/csv")
        heading, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert all(len(row) == len(heading) for row in rows)
    (waiting,) = {row[2] for row in csv.reader(io.StringIO(client.get("/dashboard/backlog.csv").text)) if row[0] == "0"}
    assert int(waiting) >= 1
    assert client.get("/dashboard/everything.csv").status_code == 404


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({}, TODAY - timedelta(days=29), TODAY),
        ({"days": "7"}, TODAY - timedelta(days=6), TODAY),
        ({"days": "8"}, TODAY - timedelta(days=29), TODAY),
        ({"from": "2026-04-01", "to": "2026-04-02"}, date(2026, 4, 1), date(2026, 4, 2)),
        ({"from": "2026-04-01"}, date(2026, 4, 1), TODAY),
        ({"to": "2026-03-30"}, date(2026, 3, 1), date(2026, 3, 30)),
        ({"from": "yesterday"}, TODAY - timedelta(days=29), TODAY),
    ],
)
def test_a_period_is_what_the_address_says_or_the_last_thirty_days(asked: dict[str, str], first: date, last: date) -> None:
    assert read_period(asked, today=TODAY) == Period(first, last)


def test_a_period_turned_around_or_too_long_is_refused(client: TestClient, sign_in: SignIn) -> None:
    for first in (date(2026, 4, 21), date(2025, 4, 19)):
        with pytest.raises(BadUse):
            Period(first, TODAY)
    sign_in("fiona")
    answer = client.get("/dashboard?from=2026-04-21&to=2026-04-20")
    assert answer.status_code == 422
    assert "ends before it begins" in answer.text


def test_a_rate_is_never_rounded_to_all_or_nothing() -> None:
    assert [percent_text(r) for r in (None, 0, 1, 0.5, 0.00001, 0.99999)] == [
        "–",
        "0.0 %",
        "100.0 %",
        "50.0 %",
        "< 0.1 %",
        "> 99.9 %",
    ]


def test_lengths_of_time_read_in_their_largest_useful_unit() -> None:
    times = (40, 12 * 60, 3600 * 5.2, 3600 * 47, 3600 * 24 * 3.4)
    assert [duration_text(timedelta(seconds=s)) for s in times] == ["40 s", "12 min", "5.2 h", "47.0 h", "3.4 d"]
    assert duration_text(None) == ""


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("count", [1, 5, 40])
def test_bars_are_as_long_as_their_numbers_and_stay_within_the_drawing(upright: bool, count: int) -> None:
    rows = tuple(Row(f"row {n}", (Value(float(n), str(n)), Value(None, ""))) for n in range(count))
    chart = Chart("k", "t", "h", "x", ("a", "b"), rows, (), (), upright=upright)
    drawing = draw(chart)
    lengths = [bar.height if upright else bar.width for bar in drawing.bars if bar.series == 0]
    assert lengths == pytest.approx([n * max(lengths) / max(1, count - 1) for n in range(count)])
    for bar in drawing.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= drawing.width + 1
        assert 0 <= bar.y <= bar.y + bar.height <= drawing.height


def test_the_drawings_are_well_formed(client: TestClient, sign_in: SignIn) -> None:
    sign_in("fiona")
    shown = client.get("/dashboard?days=365").text
    plots = [
        "<svg" + part.split("</svg>")[0] + "</svg>" for part in shown.split("<svg")[1:] if part.startswith(' class="plot"')
    ]
    assert len(plots) >= 3
    for plot in plots:
        assert list(ET.fromstring(plot).iter("rect"))
