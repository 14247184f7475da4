"""Is this the user's password? Passwords are stored salted and hashed, never as typed."""

from __future__ import annotations

import hashlib
import hmac
import secrets

_ROUNDS = 2_000
"""Few, on purpose: the sandbox holds no real accounts and checks the password of every call."""


def hashed(password: str) -> str:
    """The stored form: ``salt$digest``."""
    salt = secrets.token_hex(8)
    return f"{salt}${_digest(salt, password)}"


def is_password(stored: str | None, password: str) -> bool:
    """Whether ``password`` is what was stored; nothing stored is never right."""
    salt, _, digest = (stored or "").partition("$")
    return bool(digest) and hmac.compare_digest(digest, _digest(salt, str(password)))


def _digest(salt: str, password: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), _ROUNDS).hex()
