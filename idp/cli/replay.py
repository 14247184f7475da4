"""`idp replay`: decides old documents again and prints which decisions would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from idp.bootstrap.service import load_policy, open_readers, open_stored
from idp.cli.files import DONE, NEEDS_PERSON
from idp.cli.output import print_json, progress, read_day
from idp.domain.errors import BadUse
from idp.domain.finding import Decision
from idp.domain.policy import Policy
from idp.domain.record import DocumentId
from idp.ports import Store
from idp.services.replay import Replayed, replay, reread
from idp.settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to replay. `policy` None keeps each decision's own, `since` is a day in UTC, `document` an id."""

    policy: Path | None = None
    since: str | None = None
    document: str | None = None
    read_anew: bool = False


@dataclass(slots=True)
class _Count:
    """What came out so far."""

    decisions: int = 0
    changed: int = 0
    need_person: int = 0
    pass_now: int = 0

    def add(self, replayed: Replayed) -> None:
        self.decisions += 1
        self.changed += replayed.is_changed
        self.need_person += replayed.would_need_person
        self.pass_now += replayed.would_pass

    def text(self) -> str:
        if not self.changed:
            return f"None of {_counted(self.decisions)} would change."
        otherwise = self.changed - self.need_person - self.pass_now
        parts = [
            f"{self.need_person} would need a person", f"{self.pass_now} would pass",
            f"{otherwise} would go the same way with other findings",
        ]  # fmt: skip
        told = [part for part in parts if not part.startswith("0 ")]
        return f"{self.changed} of {_counted(self.decisions)} would change: {', '.join(told)}."


def replay_decisions(wanted: Wanted, *, as_json: bool, overrides: Mapping[str, object]) -> int:
    """Prints every decision that would change, then how many; returns 1 where one would. Raises BadUse."""
    policy = load_policy(wanted.policy) if wanted.policy is not None else None
    since = read_day(wanted.since)
    settings = load_settings(**overrides)
    count = _Count()
    with ExitStack() as stack:
        store = open_stored(settings)
        stack.callback(store.close)
        for replayed in _replayed(stack, settings, store, wanted, policy=policy, since=since):
            count.add(replayed)
            progress(f"{count.decisions} {replayed.decided.name}")
            if replayed.is_changed:
                print_json(_to_json(replayed)) if as_json else print(_to_text(replayed))
    if wanted.document is not None and not count.decisions:
        raise BadUse(f"no decision on a document {wanted.document} is stored with what it was made from")
    if as_json:
        print_json(
            {"decisions": count.decisions, "changed": count.changed, "need_person": count.need_person, "pass": count.pass_now}
        )
    else:
        print(count.text())
    return NEEDS_PERSON if count.changed else DONE


def _replayed(
    stack: ExitStack, settings: Settings, store: Store, wanted: Wanted, *, policy: Policy | None, since: datetime | None
) -> Iterator[Replayed]:
    document_id = DocumentId(wanted.document) if wanted.document is not None else None
    if not wanted.read_anew:
        return replay(store, policy=policy, since=since, document_id=document_id)
    readers = open_readers(settings, store)
    stack.callback(readers.confined.close)
    return reread(store, readers, policy=policy, since=since, document_id=document_id)


def _to_text(replayed: Replayed) -> str:
    decided, before, now = replayed.decided, replayed.decided.match, replayed.now
    after = now.decision.value if now is not None else "not read any more"
    lines = [f"{decided.name} ({decided.document_id}): {before.decision} → {after}"]
    if replayed.trouble:
        lines.append(f"  {replayed.trouble}")
    if now is None:
        return "\n".join(lines)
    gained, lost = replayed.codes_gained, replayed.codes_lost
    lines += [f"  + {f.code}: {f.message}" for f in now.findings if f.code.value in gained]
    lines += [f"  - {f.code}: {f.message}" for f in before.findings if f.code.value in lost]
    if before.money_at_stake != now.money_at_stake:
        lines.append(f"  at stake: {before.money_at_stake or 'nothing'} → {now.money_at_stake or 'nothing'}")
    if replayed.is_entered_otherwise:
        lines.append("  something else would be written to Odoo")
    return "\n".join(lines)


def _to_json(replayed: Replayed) -> dict[str, Any]:
    decided, now = replayed.decided, replayed.now
    return {
        "id": decided.document_id,
        "file": decided.name,
        "decided_at": decided.decided_at.isoformat(),
        "policy": decided.match.policy_version,
        "program": decided.snapshot.program,
        "decision": decided.match.decision.value,
        "decision_now": now.decision.value if now is not None else Decision.REVIEW.value,
        "policy_now": now.policy_version if now is not None else None,
        "codes_gained": list(replayed.codes_gained),
        "codes_lost": list(replayed.codes_lost),
        "money": _money(decided.match.money_at_stake),
        "money_now": _money(now.money_at_stake) if now is not None else None,
        "entered_otherwise": replayed.is_entered_otherwise,
        "trouble": replayed.trouble or None,
    }


def _money(money: object) -> str | None:
    return str(money) if money is not None else None


def _counted(decisions: int) -> str:
    return "1 decision" if decisions == 1 else f"{decisions} decisions"
