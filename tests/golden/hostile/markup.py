"""Hostile XML: entities, references outside, depth, size, encodings."""

from __future__ import annotations

from tests.golden.hostile.case import READ, Hostile, hostile, slow

_ACTIVE, _CORRUPT, _SIZE = "ING-ACTIVE", "ING-CORRUPT", "ING-SIZE"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"


def _laughs() -> bytes:
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{rows}]><a>&l11;</a>'.encode()


def _quadratic() -> bytes:
    return b'<!DOCTYPE a [<!ENTITY b "%s">]><a>%s</a>' % (b"x" * 100_000, b"&b;" * 10_000)


def _typed(inside: str) -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE Invoice {inside}><Invoice xmlns="{_UBL}">&x;</Invoice>'.encode()


def _invoice(inside: str, before: str = "", attributes: str = "") -> bytes:
    return f'{before}<Invoice xmlns="{_UBL}"{attributes}>{inside}</Invoice>'.encode()


_INCLUDES = ' xmlns:xi="http://www.w3.org/2001/XInclude"'

MARKUP: list[Hostile] = [
    hostile("a billion laughs", _laughs, _ACTIVE),
    hostile("an entity used ten thousand times", _quadratic, _ACTIVE),
    hostile("an entity from a file", lambda: _typed('[<!ENTITY x SYSTEM "file:///etc/passwd">]'), _ACTIVE),
    hostile("an entity from the net", lambda: _typed('[<!ENTITY x SYSTEM "http://evil.example/">]'), _ACTIVE),
    hostile("a document type from the net", lambda: _typed('SYSTEM "http://evil.example/a.dtd"'), _ACTIVE),
    hostile("a parameter entity", lambda: _typed('[<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]'), _ACTIVE),
    hostile(
        "a document type in UTF-16",
        lambda: _typed('[<!ENTITY x SYSTEM "file:///etc/passwd">]').decode().encode("utf-16"),
        _ACTIVE,
    ),
    hostile("elements 100,000 deep", lambda: b"<a>" * 100_000 + b"</a>" * 100_000, _CORRUPT, _SIZE, "EXT-NOTEXT"),
    hostile("an invoice 5,000 deep", lambda: _invoice("<a>" * 5000 + "</a>" * 5000), _CORRUPT, _SIZE, READ),
    slow(
        hostile(
            "a million attributes",
            lambda: b"<Invoice " + b" ".join(b'a%d="1"' % n for n in range(1_000_000)) + b"/>",
            _SIZE,
            _CORRUPT,
            "EXT-NOTEXT",
            "ING-TYPE",
        )
    ),
    slow(hostile("forty megabytes of text", lambda: _invoice("<ID>" + "x" * 40_000_000 + "</ID>"), READ, _SIZE, _CORRUPT)),
    slow(hostile("a million elements", lambda: _invoice("<ID>1</ID>" * 1_000_000), READ, _SIZE, _CORRUPT)),
    hostile("cut in the middle", lambda: _invoice("<ID>47</ID>")[:-20], _CORRUPT),
    hostile("zero bytes within", lambda: _invoice("<ID>4\x007</ID>"), _CORRUPT, READ),
    hostile("an encoding that does not exist", lambda: _invoice("", '<?xml version="1.0" encoding="nope"?>'), _CORRUPT, READ),
    hostile(
        "an encoding that it does not have",
        lambda: _invoice("<ID>ä</ID>", '<?xml version="1.0" encoding="utf-8"?>').decode().encode("latin-1"),
        _CORRUPT,
        READ,
    ),
    hostile(
        "inclusion of a file",
        lambda: _invoice('<xi:include href="file:///etc/passwd" parse="text"/>', attributes=_INCLUDES),
        READ,
    ),
    hostile(
        "a style sheet from the net",
        lambda: _invoice("", '<?xml-stylesheet href="http://evil.example/a.xsl" type="text/xsl"?>'),
        READ,
    ),
    hostile(
        "a picture with a script",
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "ING-TYPE",
    ),
    hostile(
        "a page that calls itself XML", lambda: b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "ING-TYPE"
    ),
]
