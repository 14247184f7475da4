"""All mails of the corpus, by name."""

from __future__ import annotations

from tests.golden.mail import attached, broken, shown, within
from tests.golden.mail.mime import Case

CASES: tuple[Case, ...] = (*attached.CASES, *shown.CASES, *within.CASES, *broken.CASES)
