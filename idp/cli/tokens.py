"""`idp tokens`: makes, lists and revokes the tokens with which programs send documents in."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import closing

from idp.bootstrap.clock import SystemClock
from idp.bootstrap.service import make_data_dir, open_service_store
from idp.cli.files import DONE
from idp.cli.output import print_json
from idp.domain.api_token import ApiToken, FileKind
from idp.domain.document import DocumentType
from idp.domain.errors import BadUse, NotFound
from idp.services.api_token import add_token, list_tokens, revoke_token
from idp.settings import load_settings


def add(
    name: str, *, company: str | None, document_type: str | None, kinds: Sequence[str], per_minute: int, as_json: bool,
    overrides: Mapping[str, object],
) -> int:  # fmt: skip
    """Makes a token and prints it, this once. Raises BadUse."""
    token = ApiToken(
        name=name, created_at=SystemClock().now(), company=company, per_minute=per_minute,
        document_type=None if document_type is None else _type(document_type), kinds=tuple(map(_kind, dict.fromkeys(kinds))),
    )  # fmt: skip
    settings = load_settings(**overrides)
    make_data_dir(settings.data_dir)
    with closing(open_service_store(settings)) as store:
        secret = add_token(store, token)
    if as_json:
        print_json({"name": name, "token": secret})
    else:
        print(secret)
        print(f"This is the token of {name}: it is shown this once, and only its hash is kept.", file=sys.stderr)
    return DONE


def list_all(*, as_json: bool, overrides: Mapping[str, object]) -> int:
    """Prints every token without its secret."""
    with closing(open_service_store(load_settings(**overrides))) as store:
        tokens = list_tokens(store)
    for token in tokens:
        print_json(_to_json(token)) if as_json else print(_to_text(token))
    return DONE


def revoke(name: str, *, overrides: Mapping[str, object]) -> int:
    """Ends a token at once. Raises BadUse where there is none of this name."""
    try:
        with closing(open_service_store(load_settings(**overrides))) as store:
            revoke_token(store, name, at=SystemClock().now())
    except NotFound as trouble:
        raise BadUse(str(trouble)) from trouble
    print(f"{name} is revoked.")
    return DONE


def _type(text: str) -> DocumentType:
    try:
        return DocumentType(text)
    except ValueError:
        raise BadUse(f"“{text}” is no document type; there are: {', '.join(DocumentType)}") from None


def _kind(text: str) -> FileKind:
    try:
        return FileKind(text)
    except ValueError:
        raise BadUse(f"“{text}” is no kind of file; there are: {', '.join(FileKind)}") from None


def _to_json(token: ApiToken) -> dict[str, object]:
    return {
        "name": token.name, "company": token.company, "document_type": token.document_type, "kinds": list(token.kinds),
        "per_minute": token.per_minute, "created_at": token.created_at.isoformat(),
        "used_at": token.used_at.isoformat() if token.used_at else None,
        "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
    }  # fmt: skip


def _to_text(token: ApiToken) -> str:
    says = [f"company {token.company}"] if token.company else []
    says += [f"type {token.document_type}"] if token.document_type else []
    says += [f"{', '.join(token.kinds)} only"] if token.kinds else []
    says.append(
        f"revoked {token.revoked_at:%Y-%m-%d}"
        if token.revoked_at
        else f"last used {token.used_at:%Y-%m-%d}"
        if token.used_at
        else "not used yet"
    )
    return f"{token.name}: {'; '.join(says)}"
