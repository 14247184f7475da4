from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from idp.domain.errors import ToolUnavailable
from idp.insight.gauge import Gauges
from idp.insight.insight import Insight
from idp.review import create_app
from tests.fakes.workbench import FakeWorkbench


def gauges(text: str) -> dict[str, float]:
    return {name: float(value) for name, value in re.findall(r"^(idp_[^\s]+) ([0-9.e+]+)$", text, re.MULTILINE)}


def test_depths_ages_limits_decisions_and_parts_are_told(client: TestClient, bench: FakeWorkbench) -> None:
    bench.broken["odoo"] = "connection refused"
    bench.clock.moment += timedelta(days=30)
    found = gauges(client.get("/metrics").text)
    assert found['idp_documents{state="ENTERED"}'] == 1
    assert found['idp_documents{state="READY"}'] == 0
    assert found['idp_oldest_seconds{state="IN_REVIEW"}'] > 29 * 86400
    assert found['idp_over_age_limit{state="IN_REVIEW"}'] == found['idp_documents{state="IN_REVIEW"}']
    assert found['idp_decided_today{by="policy",how="passed"}'] == 0
    assert found['idp_part_works{part="odoo"}'] == 0
    assert found['idp_part_works{part="database"}'] == 1


def test_metrics_name_nobody_and_nothing(client: TestClient, bench: FakeWorkbench) -> None:
    told = client.get("/metrics").text
    for sample in bench.papers.values():
        assert sample.record.name not in told
        assert sample.record.id not in told


class InsightWithoutDatabase(Insight):
    def gauges(self) -> Gauges:
        raise ToolUnavailable("the database does not answer")


def test_a_dead_database_is_told_by_the_metrics_not_hidden(bench: FakeWorkbench, insight: Insight) -> None:
    dead = InsightWithoutDatabase(insight._store, bench.clock, limits=insight.limits)
    with TestClient(create_app(bench, dead, clock=bench.clock)) as client:
        answer = client.get("/metrics")
    assert answer.status_code == 200
    found = gauges(answer.text)
    assert found['idp_part_works{part="database"}'] == 0
    assert not any(name.startswith("idp_documents") for name in found)


@pytest.mark.parametrize(("part", "status"), [("odoo", 200), ("database", 503), ("blobs", 503)])
def test_readiness_fails_only_for_what_taking_in_and_showing_need(
    part: str, status: int, client: TestClient, bench: FakeWorkbench
) -> None:
    bench.broken[part] = "it is gone"
    answer = client.get("/readyz")
    assert answer.status_code == status
    assert answer.json()["missing"] == {part: "it is gone"}
