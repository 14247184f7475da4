"""What is in an S/MIME message (RFC 8551): signed content is taken out of its wrapping, encrypted content cannot be read.

Whether a signature holds is not looked at: it proves nothing that SPF, DKIM and DMARC do not.
"""

from __future__ import annotations

from asn1crypto import cms

from idp.domain.errors import DocumentRefused

_PKCS7 = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07"  # 1.2.840.113549.1.7 in DER, the last number after it tells the kind
_HEAD_BYTES = 40
_NOT_READABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)


def is_cms(content: bytes) -> bool:
    """True for the wrapping of S/MIME in DER or BER."""
    return content[:1] == b"\x30" and _PKCS7 in content[:_HEAD_BYTES]


def signed_content(content: bytes) -> bytes | None:
    """The MIME entity that was signed; None for a signature alone, which stands beside what it signs.

    Raises DocumentRefused: ING-ENCRYPTED for what only the recipient's key opens, ING-CORRUPT, ING-TYPE.
    """
    try:
        wrapping = cms.ContentInfo.load(content)
        kind = str(wrapping["content_type"].native)
        inner = wrapping["content"]["encap_content_info"]["content"].native if kind == "signed_data" else None
    except _NOT_READABLE as trouble:
        raise DocumentRefused("ING-CORRUPT", "The signed mail is damaged: its wrapping cannot be opened.") from trouble
    if kind == "signed_data":
        return inner if isinstance(inner, bytes) and inner else None
    if "enveloped" in kind or "encrypted" in kind:
        raise DocumentRefused(
            "ING-ENCRYPTED", "The mail is encrypted (S/MIME); ask for it to be sent again without encryption."
        )
    raise DocumentRefused("ING-TYPE", f"The mail is wrapped in a way that is not read (S/MIME {kind.replace('_', ' ')}).")
