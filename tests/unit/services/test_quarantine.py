"""What may be done with a file in quarantine: few take it out, which is logged; another than who brought it releases it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from idp.domain.code import Role
from idp.domain.errors import NotAllowed
from idp.domain.lifecycle import State
from idp.domain.record import DocumentId
from idp.ports import User
from idp.reading.direct import DirectReading
from idp.services.advance import advance
from idp.services.means import Means
from idp.services.workbench import Workbench
from tests.fakes.means import make_means
from tests.golden.hostile.pdf_bytes import one_page

_ADMIN = User("anna", "Anna Admin", frozenset({Role.ADMIN}))
_OTHER_ADMIN = User("adam", "Adam Admin", frozenset({Role.ADMIN, Role.CLERK}))
_CLERK = User("clara", "Clara Clerk", frozenset({Role.CLERK}))
_AUDITOR = User("audra", "Audra Auditor", frozenset({Role.AUDITOR}))
_ACTIVE = one_page(root=b"/OpenAction << /S /JavaScript /JS (1) >>")


@pytest.fixture
def means(tmp_path: Path) -> Means:
    return replace(make_means(tmp_path), confined=DirectReading())


def _quarantined(means: Means, *, user: User) -> DocumentId:
    (row,) = Workbench(means).upload("a.pdf", _ACTIVE, user=user)
    assert row.document_id is not None
    assert advance(means, row.document_id, holder="test") is State.QUARANTINED
    return row.document_id


def test_a_file_in_quarantine_is_given_to_administrators_and_auditors_alone_and_that_is_logged(means: Means) -> None:
    document_id, bench = _quarantined(means, user=_CLERK), Workbench(means)
    with pytest.raises(NotAllowed):
        bench.original(document_id, user=_CLERK)
    for user in (_ADMIN, _AUDITOR):
        assert bench.original(document_id, user=user)[2] == _ACTIVE
    taken = [(event.actor, event.why) for event in bench.events(document_id)][-2:]
    assert taken == [(login, "the file in quarantine was downloaded") for login in ("anna", "audra")]


def test_who_brought_a_file_in_does_not_release_it(means: Means) -> None:
    document_id, bench = _quarantined(means, user=_OTHER_ADMIN), Workbench(means)
    with pytest.raises(NotAllowed, match="somebody else has to release it"):
        bench.release(document_id, user=_OTHER_ADMIN)
    assert bench.release(document_id, user=_ADMIN).state is State.RECEIVED


def test_a_released_file_is_read_in_spite_of_what_it_would_do_elsewhere(means: Means) -> None:
    document_id = _quarantined(means, user=_CLERK)
    Workbench(means).release(document_id, user=_ADMIN)
    assert advance(means, document_id, holder="test") is State.READ
