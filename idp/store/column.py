"""How values are kept in columns so that both databases keep them exactly: amounts, times, closed sets, sortable text."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Context, Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Text
from sqlalchemy.types import TypeDecorator

SCALE = 6
"""Digits after the point that an exact column keeps; it holds ±9,223,372,036,854.775807."""

_LARGEST = 2**63 - 1
_WIDE = Context(prec=60)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def fits(value: Decimal) -> bool:
    """Whether an exact column can hold `value` without changing it."""
    if not value.is_finite():
        return False
    scaled = value.scaleb(SCALE, _WIDE)
    return scaled == scaled.to_integral_value() and abs(scaled) <= _LARGEST


class Exact(TypeDecorator[Decimal]):
    """An amount or a quantity as an integer of 10**-SCALE: exact, sortable and summable on SQLite and PostgreSQL alike.

    SQLite turns decimals into binary fractions in silence, so no database ever sees one. A value that would not come back the
    same is refused with ValueError.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002  # SQLAlchemy's signature
        if value is None:
            return None
        if not fits(value):
            raise ValueError(f"{value} does not fit a column of {SCALE} decimals")
        return int(value.scaleb(SCALE, _WIDE))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002  # driver's own number
        # A sum comes back as int from SQLite and as an integral Decimal from PostgreSQL.
        return None if value is None else Decimal(int(value)).scaleb(-SCALE, _WIDE)


class UtcTime(TypeDecorator[datetime]):
    """A moment, to the microsecond, aware and in UTC on both databases. A naive time is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        moment = value.astimezone(UTC)
        # SQLite has no time type: its text sorts only if every value is written in the same zone, without an offset.
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def storable(text: str) -> str:
    """The text as both databases can hold it: NUL and lone surrogates, which PDF and mail bring along, become U+FFFD."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


class Plain(TypeDecorator[str]):
    """Text of any length, compared by code point on both databases; kept as `storable` makes it."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(Text(collation="C") if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's signature
        return None if value is None else storable(value)


def closed(members: type[StrEnum], name: str) -> Enum:
    """A column of a closed set: stored by value, anything else refused by a CHECK named `name`."""
    return Enum(
        members,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=max(len(m.value) for m in members),
        values_callable=lambda kind: [m.value for m in kind],
    )
