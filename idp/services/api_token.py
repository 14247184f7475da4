"""Programs at the door: each has a token with a name, which is made, used and revoked here."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import replace
from datetime import datetime

from idp.domain.api_token import ApiToken
from idp.domain.errors import BadUse, NotFound, SentTooOften
from idp.ports import Store
from idp.services.means import Means

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MOST_PER_MINUTE = 100_000
PREFIX = "idp_"
"""How every token begins, so that programs that search files for secrets know it."""


def add_token(store: Store, token: ApiToken) -> str:
    """Makes a token and returns it: it is shown this once and cannot be read again. Raises BadUse for a name that is none or taken."""
    if not _NAME.fullmatch(token.name):
        raise BadUse("The name of a token has 1 to 64 letters, digits, dots, hyphens or underscores.")
    if not 1 <= token.per_minute <= _MOST_PER_MINUTE:
        raise BadUse(f"A token is good for 1 to {_MOST_PER_MINUTE} requests a minute.")
    secret = PREFIX + secrets.token_urlsafe(32)
    with store.begin() as work:
        if not work.api_tokens.add(token, sha256=_sha256(secret)):
            raise BadUse(f"There is a token “{token.name}” already, or was: documents name it as where they came from.")
    return secret


def list_tokens(store: Store) -> tuple[ApiToken, ...]:
    """Every token that was ever made, in the order of their names."""
    with store.view() as work:
        return work.api_tokens.all()


def revoke_token(store: Store, name: str, *, at: datetime) -> None:
    """Ends a token at once. Raises NotFound for one that is not there or was revoked before."""
    with store.begin() as work:
        if not work.api_tokens.revoke(name, at=at):
            raise NotFound(f"There is no token “{name}” that could be revoked.")


def admit(means: Means, secret: str) -> ApiToken | None:
    """The token that this is, None where it is unknown or revoked; counts its use. Raises SentTooOften above its limit."""
    sha256 = _sha256(secret)
    with means.store.view() as work:
        found = work.api_tokens.find(sha256)
    if found is None or not hmac.compare_digest(found[1], sha256) or found[0].revoked_at is not None:
        return None
    token, now = found[0], means.clock.now()
    with means.store.begin() as work:
        if not work.api_tokens.use(token.name, at=now):
            raise SentTooOften(f"The token “{token.name}” is good for {token.per_minute} requests a minute: send more later.")
    return replace(token, used_at=now)


def _sha256(secret: str) -> str:
    """A token is random and long: no slow hash has to hinder anybody from guessing it."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
