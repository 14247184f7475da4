"""How the parts of a policy file are read: every key is known, every value of its kind, and an error names the place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from idp.domain.errors import BadUse
from idp.domain.tolerance import Bound, Combine, Limit, Off, Tolerances


@dataclass(frozen=True, slots=True)
class Section:
    """A mapping in the file and the path to it, such as "tolerances.vendors.Azure Interior"."""

    path: str
    values: Mapping[str, object]

    @classmethod
    def of(cls, value: object, path: str) -> Section:
        """The section; blank is an empty one. Raises BadUse where the value is no mapping."""
        if value is None:
            return cls(path, {})
        if not isinstance(value, Mapping):
            raise BadUse(f"policy: {path or 'the file'} must be a table of keys, not {value!r}")
        return cls(path, {str(k): v for k, v in value.items()})

    def at(self, key: str) -> str:
        """The path of a key in this section."""
        return f"{self.path}.{key}" if self.path else key

    def only(self, *known: str) -> Section:
        """The same section. Raises BadUse naming the first key that is not among `known`."""
        for key in self.values:
            if key not in known:
                raise BadUse(f"policy: unknown key {self.at(key)}; known here: {', '.join(known)}")
        return self

    def section(self, key: str) -> Section:
        return Section.of(self.values.get(key), self.at(key))

    def sections(self) -> Iterator[tuple[str, Section]]:
        """Every key with its value as a section."""
        for key in self.values:
            yield key, self.section(key)

    def text(self, key: str, default: str) -> str:
        value = self.values.get(key)
        if value is None:
            return default
        if not isinstance(value, str) or not value.strip():
            raise BadUse(f"policy: {self.at(key)} must be a text, not {value!r}")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key)
        if value is None:
            return ()
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) and v.strip() for v in value):
            raise BadUse(f"policy: {self.at(key)} must be a list of texts, not {value!r}")
        return tuple(value)

    def amount(self, key: str, default: Decimal) -> Decimal:
        value = self.values.get(key)
        return default if value is None else read_decimal(value, self.at(key))

    def amount_or_off(self, key: str, default: Decimal | None) -> Decimal | None:
        """None where `off` is typed."""
        bound = read_bound(self.values.get(key), self.at(key))
        return default if bound is None else None if bound is Off.OFF else bound

    def percent_or_off(self, key: str, default: Decimal | None) -> Decimal | None:
        """A share of at most 100 %; None where `off` is typed."""
        percent = self.amount_or_off(key, default)
        if percent is not None and percent > 100:
            raise BadUse(f"policy: {self.at(key)} must be at most 100, not {percent}")
        return percent

    def days_or_off(self, key: str, default: int | None) -> int | None:
        """None where `off` is typed."""
        value = self.values.get(key)
        if value is None:
            return default
        return None if is_off(value) else self.days(key, 0)

    def days(self, key: str, default: int) -> int:
        value = self.values.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise BadUse(f"policy: {self.at(key)} must be a whole number of days, 0 or more, not {value!r}")
        return value


def read_decimal(value: object, path: str) -> Decimal:
    """A number, 0 or more. Raises BadUse."""
    try:
        number = Decimal(str(value)) if not isinstance(value, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or number < 0:
        raise BadUse(f"policy: {path} must be a number, 0 or more, not {value!r}")
    return number


def read_bound(value: object, path: str) -> Bound:
    """A number, `off` (YAML reads a bare off as false), or None where blank. Raises BadUse."""
    if value is None:
        return None
    return Off.OFF if is_off(value) else read_decimal(value, path)


def is_off(value: object) -> bool:
    """Whether `off` is typed."""
    return value is False or (isinstance(value, str) and value.strip().lower() == Off.OFF)


def read_switch(value: object, path: str) -> bool | None:
    """`on` or `off`, None where blank. Raises BadUse."""
    words = {"on": True, "off": False}
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in words:
        return words[value.strip().lower()]
    raise BadUse(f"policy: {path} must be on or off, not {value!r}")


def read_tolerances(section: Section) -> Tolerances:
    """The limits of one scope; a limit may be `off` as a whole. Raises BadUse."""
    names = ("price_over", "price_under", "quantity_over", "quantity_under")
    section.only(*names)
    return Tolerances(*(_limit(section.values.get(name), section.at(name)) for name in names))


def _limit(value: object, path: str) -> Limit:
    if value is not None and not isinstance(value, Mapping):
        if read_bound(value, path) is not Off.OFF:
            raise BadUse(f"policy: {path} must be off or have percent and amount, not {value!r}")
        return Limit(Off.OFF, Off.OFF)
    section = Section.of(value, path).only("percent", "amount", "combine")
    word = section.values.get("combine")
    if word is not None and word not in tuple(Combine):
        raise BadUse(f"policy: {section.at('combine')} must be both or either, not {word!r}")
    return Limit(
        read_bound(section.values.get("percent"), section.at("percent")),
        read_bound(section.values.get("amount"), section.at("amount")),
        None if word is None else Combine(str(word)),
    )


def hash_of(values: Mapping[str, object]) -> str:
    """12 hexadecimal digits over the content; the order of keys does not count. Numbers count as their text."""
    body = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()[:12]
