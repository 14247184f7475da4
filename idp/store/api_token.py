"""The tokens of programs, and how often each was used within the present minute, counted for all processes together."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Index, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from idp.domain.api_token import ApiToken, FileKind
from idp.domain.document import DocumentType
from idp.store.column import closed
from idp.store.engine import insert_new, touched
from idp.store.table import Base

_WINDOW = timedelta(minutes=1)


class ApiTokenRow(Base):
    """A named token by its hash: who reads the database cannot use it. `window_at` is when the minute began in which `uses` are counted."""

    __tablename__ = "api_tokens"

    name: Mapped[str] = mapped_column(primary_key=True)
    token_sha256: Mapped[str]
    company: Mapped[str | None]
    document_type: Mapped[DocumentType | None] = mapped_column(closed(DocumentType, "document_type"))
    kinds: Mapped[str]
    per_minute: Mapped[int]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    window_at: Mapped[datetime | None]
    uses: Mapped[int]

    __table_args__ = (Index("ix_api_tokens_sha256", "token_sha256", unique=True),)


class SqlApiTokens:
    """Tokens of programs, within one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, token: ApiToken, *, sha256: str) -> bool:
        values = {
            "name": token.name, "token_sha256": sha256, "company": token.company, "document_type": token.document_type,
            "kinds": " ".join(token.kinds), "per_minute": token.per_minute, "created_at": token.created_at, "used_at": None,
            "revoked_at": None, "window_at": None, "uses": 0,
        }  # fmt: skip
        return insert_new(self._session, ApiTokenRow, values)

    def find(self, sha256: str) -> tuple[ApiToken, str] | None:
        row = self._session.scalars(select(ApiTokenRow).where(ApiTokenRow.token_sha256 == sha256)).one_or_none()
        return None if row is None else (_to_token(row), row.token_sha256)

    def all(self) -> tuple[ApiToken, ...]:
        rows = self._session.scalars(select(ApiTokenRow).order_by(ApiTokenRow.name).execution_options(populate_existing=True))
        return tuple(map(_to_token, rows))

    def use(self, name: str, *, at: datetime) -> bool:
        chosen = select(ApiTokenRow).where(ApiTokenRow.name == name).with_for_update().execution_options(populate_existing=True)
        row = self._session.scalars(chosen).one()
        begun = row.window_at
        if begun is None or not begun <= at < begun + _WINDOW:
            row.window_at, row.uses = at, 0
        elif row.uses >= row.per_minute:
            return False
        row.uses += 1
        row.used_at = at
        return True

    def revoke(self, name: str, *, at: datetime) -> bool:
        present = update(ApiTokenRow).where(ApiTokenRow.name == name, ApiTokenRow.revoked_at.is_(None))
        return touched(self._session, present.values(revoked_at=at)) == 1


def _to_token(row: ApiTokenRow) -> ApiToken:
    return ApiToken(
        name=row.name, created_at=row.created_at, company=row.company, document_type=row.document_type,
        kinds=tuple(FileKind(kind) for kind in row.kinds.split()), per_minute=row.per_minute, used_at=row.used_at,
        revoked_at=row.revoked_at,
    )  # fmt: skip
