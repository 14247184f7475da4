"""How long is it from one moment to another, in the words of each database?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Float, Integer, cast, func, literal, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from idp.store.engine import is_sqlite

_Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None] | ColumnElement[Any]


def days_until(session: Session, moment: _Moment, day: date) -> ColumnElement[int]:
    """Whole days from the day (UTC) of `moment` to `day`; negative where it lies behind."""
    if is_sqlite(session.get_bind()):
        return cast(func.julianday(day.isoformat()) - func.julianday(func.date(moment)), Integer)
    return type_coerce(literal(day, Date) - cast(moment, Date), Integer)


def microseconds_between(session: Session, earlier: _Moment, later: _Moment) -> ColumnElement[Any]:
    """Exact whole microseconds from one moment to the other."""
    if is_sqlite(session.get_bind()):
        return _sqlite_microseconds(later) - _sqlite_microseconds(earlier)
    # As double precision, which sorts ten times faster than numeric and tells microseconds apart over 285 years.
    return func.round(func.date_part("epoch", later - earlier, type_=Float) * 1_000_000, type_=Float)


def _sqlite_microseconds(moment: _Moment) -> ColumnElement[int]:
    """Of a time as `UtcTime` writes it for SQLite, six digits after the second."""
    return cast(func.strftime("%s", moment), Integer) * 1_000_000 + cast(func.substr(moment, 21), Integer)
