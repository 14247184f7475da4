"""`idp figures`: how many documents went through without a person, and how often that was wrong, by the audit sample."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta

from idp.bootstrap.clock import SystemClock
from idp.bootstrap.service import open_stored
from idp.cli.files import DONE
from idp.cli.output import print_json, read_day
from idp.insight.measure import CONFIDENCE, Share, documents, false_success, is_counted, straight_through
from idp.ports import Steps
from idp.settings import load_settings

_USUAL = timedelta(days=30)


def show_figures(*, since: str | None, as_json: bool, overrides: Mapping[str, object]) -> int:
    """Prints the figures of the documents that came since a day (30 days ago); returns 0. Raises BadUse."""
    day = read_day(since)
    now = SystemClock().now()
    start = day if day is not None else now - _USUAL
    with closing(open_stored(load_settings(**overrides))) as store, store.view() as work:
        passages = work.figures.passages(Steps(start, now))
    received, settled = documents(passages), documents(passages, is_counted)
    through, wrong = straight_through(passages), false_success(passages)
    if as_json:
        print_json(
            {
                "since": start.isoformat(), "documents": received, "settled": settled, "straight_through": _to_json(through),
                "audit_sample": _to_json(wrong) | {"at_most": round(wrong.upper_bound, 4), "confidence": CONFIDENCE},
            }
        )  # fmt: skip
    else:
        print(f"{received} documents since {start.date()}, {settled} of them settled")
        print(f"without a person: {_to_text(through)}")
        print(_false_success_text(wrong))
    return DONE


def _to_json(share: Share) -> dict[str, object]:
    return {"count": share.count, "of": share.total, "share": None if share.ratio is None else round(share.ratio, 4)}


def _to_text(share: Share) -> str:
    return f"{share.count} of {share.total}" + (f" ({share.ratio:.1%})" if share.ratio is not None else "")


def _false_success_text(wrong: Share) -> str:
    if not wrong.total:
        return "false success: not measured; set audit_sample.percent in the policy"
    bound = f"with {CONFIDENCE:.0%} confidence at most {wrong.upper_bound:.1%}"
    return f"false success: {wrong.count} of {wrong.total} documents of the audit sample had something wrong; {bound}"
