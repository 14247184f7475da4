"""What does the document page show of people: who has it open, whose word is missing, what was said about each finding?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from idp.domain.approval import Part, may_accept
from idp.domain.code import Role
from idp.domain.finding import Finding
from idp.domain.lifecycle import State
from idp.domain.record import DocumentRecord
from idp.domain.resolution import ANSWERS, Resolved, finding_key, last_of, offered
from idp.ports import User
from idp.review.display import date_text, hide_accounts, moment_text
from idp.review.sentence import sentence
from idp.review.text import ROLES, text
from idp.services.rights import Action, corrector_blocked, has_role
from idp.services.standing import Standing, given_parts, missing_parts


@dataclass(frozen=True, slots=True)
class ClaimView:
    """Who has the document open. `seconds` until the claim runs out; `may_take_now` for those who need not wait for that."""

    name: str
    is_mine: bool
    ticket: str
    until: str
    seconds: int
    may_take_now: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """A role's part of the approval: what asks for it, and who gave it when, "" while nobody has. `is_yours`: this person may give it."""

    role: str
    codes: tuple[str, ...]
    given_by: str
    given_at: str
    is_yours: bool


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """The parts of the approval; `is_short` where one word of anybody is enough. `void` counts parts given for other values.

    `four_eyes` says what keeps a corrector from approving, before anything is clicked; `wait` what the document is put aside for.
    """

    parts: tuple[PartView, ...]
    is_short: bool
    void: int
    four_eyes: str
    wait: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to resolve a finding: its value in the form and its words."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class AskView:
    """A finding to be resolved: what may be said, and what was said last. `is_settled` where nobody has to answer any more."""

    key: str
    code: str
    line: int | None
    message: str
    offers: tuple[Offer, ...]
    said: str
    is_settled: bool


def view_claim(standing: Standing, user: User) -> ClaimView | None:
    """The banner over the document; None where nobody has it."""
    claim = standing.claim
    if claim is None or not claim.is_held(standing.now):
        return None
    is_mine = claim.login == user.login
    return ClaimView(
        name=claim.name, is_mine=is_mine, ticket=claim.ticket if is_mine else "", until=f"{claim.until:%H:%M}",
        seconds=max(0, int((claim.until - standing.now).total_seconds())), may_take_now=has_role(Action.TAKE_OVER, user),
    )  # fmt: skip


def view_approval(record: DocumentRecord, standing: Standing, user: User) -> ApprovalView | None:
    """The panel over the buttons; None where nothing is to be approved."""
    if record.state is not State.IN_REVIEW or record.match is None or record.match.entry is None:
        return None
    given = given_parts(record, standing)
    missing = missing_parts(record, standing)
    parts = [PartView(ROLES[a.role], (), a.name, moment_text(a.at), is_yours=False) for a in given]
    parts += [_missing(part, user) for part in missing]
    return ApprovalView(
        parts=tuple(parts),
        is_short=not given and len(missing) == 1 and not missing[0].codes,
        void=len({(a.role, a.login) for a in standing.approvals} - {(a.role, a.login) for a in given}),
        four_eyes=corrector_blocked(user, standing) or "",
        wait=_wait(standing),
    )


def view_asks(record: DocumentRecord, standing: Standing, user: User, *, hide: bool) -> tuple[AskView, ...]:
    """The findings that ask, with what this person may say about each; none while nothing can be said. `hide` as elsewhere."""
    if record.state is not State.IN_REVIEW or record.match is None:
        return ()
    last = last_of(standing.said)
    asks: Mapping[str, Finding] = {finding_key(f): f for f in record.match.findings if offered(f)}
    shown = hide_accounts if hide else str
    asked = (_ask(key, found, last.get(key), standing, user) for key, found in asks.items())
    return tuple(replace(ask, message=shown(ask.message), said=shown(ask.said)) for ask in asked)


def group_asks(asks: Iterable[AskView]) -> tuple[tuple[AskView, ...], ...]:
    """The asks by code, in the order in which each code first comes."""
    groups: dict[str, list[AskView]] = {}
    for ask in asks:
        groups.setdefault(ask.code, []).append(ask)
    return tuple(map(tuple, groups.values()))


def _missing(part: Part, user: User) -> PartView:
    return PartView(ROLES[part.role], part.codes, "", "", is_yours=part.may_be_given_by(user.roles))


def _wait(standing: Standing) -> str:
    wait = standing.wait
    if wait is None:
        return ""
    what = text(f"resolution.{wait.resolution}")
    return text("wait.until", what=what, day=date_text(wait.until)) if wait.until else text("wait.event", what=what)


def _ask(key: str, found: Finding, last: Resolved | None, standing: Standing, user: User) -> AskView:
    may = may_accept(found, user.roles, standing.policy) and corrector_blocked(user, standing) is None
    offers = tuple(
        Offer(resolution.value, text(f"resolution.{resolution}"))
        for resolution in offered(found)
        if may or resolution not in ANSWERS
    )
    return AskView(
        key=key, code=found.code.value, line=found.line, message=sentence(found.message), offers=offers, said=_said(last) if last else "",
        is_settled=last is not None and last.resolution in ANSWERS,
    )  # fmt: skip


def _said(last: Resolved) -> str:
    whom = f" ({ROLES[last.role]})" if last.role is not None else ""
    day = f", {date_text(last.until)}" if last.until is not None else ""
    words = f": {last.text}" if last.text else ""
    return f"{text(f'resolution.{last.resolution}')}{whom}{day} – {last.name}, {moment_text(last.at)}{words}"


ASKED_ROLES = tuple(role for role in Role if role not in {Role.SYSTEM, Role.AUDITOR})
"""Whom a finding can be handed to."""
