"""Routes of the dashboard: the page, and every chart as a file for a table program."""

from __future__ import annotations

import csv
import io

from fastapi import APIRouter, Request
from starlette.responses import Response

from idp.domain.errors import NotFound
from idp.review.chart import Chart, draw
from idp.review.dashboard_view import DAYS, read_period, view_charts, view_headlines
from idp.review.edge import Parts, Signed, page
from idp.review.text import text

router = APIRouter(prefix="/dashboard")


@router.get("")
def show_dashboard(request: Request, edge: Parts, session: Signed) -> Response:
    """The figures of a period and of what waits now."""
    today = edge.clock.today()
    period = read_period(request.query_params, today=today)
    board = edge.insight.dashboard(period, user=session.user)
    charts = view_charts(board)
    return page(
        request, "dashboard.html", session=session,
        period=period, today=today, lengths=DAYS, headlines=view_headlines(board), board=board,
        charts=[(chart, draw(chart)) for chart in charts],
        tail=f"?from={period.first}&to={period.last}",
    )  # fmt: skip


@router.get("/{key}.csv")
def download(request: Request, key: str, edge: Parts, session: Signed) -> Response:
    """One chart's numbers: exact amounts, times in seconds, days in ISO 8601, UTF-8 with a mark that spreadsheets look for."""
    period = read_period(request.query_params, today=edge.clock.today())
    charts = view_charts(edge.insight.dashboard(period, user=session.user))
    chart = next((c for c in charts if c.key == key), None)
    if chart is None:
        raise NotFound(text("trouble.not_found"))
    name = f"idp-{key}-{period.first}-{period.last}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(_as_csv(chart).encode("utf-8-sig"), media_type="text/csv", headers=headers)


def _as_csv(chart: Chart) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(chart.columns)
    writer.writerows([_inert(cell) for cell in row] for row in chart.plain)
    return out.getvalue()


def _inert(cell: str) -> str:
    """The cell so that no spreadsheet takes a supplier's name for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
