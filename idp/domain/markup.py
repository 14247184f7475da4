"""What do programs get wrong around XML, that a strict parser would refuse though nothing in the document is in doubt?"""

from __future__ import annotations

import re

_MARK = b"\xef\xbb\xbf"
_BLANK = b" \t\r\n\x00"
_DECLARATION = re.compile(rb"""^(<\?xml[^>]{0,200}?encoding\s*=\s*)(["'])utf-?16(?:[lb]e)?\2""", re.IGNORECASE)
_PARSER_TAKES = 10_000_000  # characters in one text, see XML_MAX_TEXT_LENGTH of libxml2
_ATTACHMENT = re.compile(rb">[A-Za-z0-9+/=\s]{1000000,}<")


def parsable(content: bytes) -> bytes:
    """The same document as a parser takes it; what is not of these kinds is left as it is.

    Marks and blanks before the declaration and zeros behind the end go; a label "utf-16" on bytes that are not becomes "utf-8";
    attachments of a size that a safe parser refuses are left out: they hold no field.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        return content
    while content.startswith(_MARK) or content[:1] in (b" ", b"\t", b"\r", b"\n"):
        content = content.removeprefix(_MARK).lstrip(b" \t\r\n")
    content = _DECLARATION.sub(rb"\1\2utf-8\2", content.rstrip(_BLANK), count=1)
    return _ATTACHMENT.sub(b"><", content) if len(content) > _PARSER_TAKES else content
