"""How mail programs wrap what they send: S/MIME signatures and envelopes, Outlook's winmail.dat."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from tests.golden.mail.mime import mail, multi, part


@lru_cache
def _identity() -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "billing@kestrel.example")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.RFC822Name("billing@kestrel.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate, key


def _signed(entity: bytes, *options: pkcs7.PKCS7Options) -> bytes:
    builder = pkcs7.PKCS7SignatureBuilder().set_data(entity).add_signer(*_identity(), hashes.SHA256())
    return builder.sign(Encoding.DER, list(options))


@lru_cache
def opaque(entity: bytes) -> bytes:
    """The entity within its signature."""
    return _signed(entity, pkcs7.PKCS7Options.Binary)


def clear_signed(entity: bytes) -> bytes:
    """A mail with the entity in the open and the signature beside it."""
    beside = part(
        _signed(entity, pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary),
        kind='application/pkcs7-signature; name="smime.p7s"',
    )
    kind = 'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="sig"'
    return mail(multi(entity, beside, border="sig"), kind=kind)


@lru_cache
def encrypted(entity: bytes) -> bytes:
    """What only the recipient's key opens."""
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(entity).add_recipient(_identity()[0])
    return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def stretched(der: bytes) -> bytes:
    """The outer wrappings in BER with an indefinite length, the signed bytes in pieces."""
    kind, content = _children(der)
    (signed_data,) = _children(content)
    version, digests, encapsulated, *rest = _children(signed_data)
    data_kind, wrapped = _children(encapsulated)
    (octets,) = _children(wrapped)
    content_bytes = octets[_head(octets)[0] :]
    pieces = b"".join(_der(0x04, content_bytes[start : start + 1000]) for start in range(0, len(content_bytes), 1000))
    inner = _open(0x30, data_kind + _open(0xA0, _open(0x24, pieces)))
    return _open(0x30, kind + _open(0xA0, _open(0x30, version + digests + inner + b"".join(rest))))


def _head(der: bytes) -> tuple[int, int]:
    """Bytes of tag and length, and the length."""
    if der[1] < 0x80:
        return 2, der[1]
    count = der[1] & 0x7F
    return 2 + count, int.from_bytes(der[2 : 2 + count], "big")


def _children(der: bytes) -> list[bytes]:
    head, length = _head(der)
    inside, found = der[head : head + length], []
    while inside:
        start, size = _head(inside)
        found.append(inside[: start + size])
        inside = inside[start + size :]
    return found


def _der(tag: int, content: bytes) -> bytes:
    size = len(content).to_bytes(4, "big")
    return bytes([tag, 0x84]) + size + content


def _open(tag: int, content: bytes) -> bytes:
    return bytes([tag, 0x80]) + content + b"\0\0"


def winmail(*files: tuple[str, bytes]) -> bytes:
    """A winmail.dat (MS-OXTNEF) with files under names of eight letters and three."""
    made = struct.pack("<IH", 0x223E9F78, 1)
    made += _attribute(1, 0x00089006, struct.pack("<I", 0x10000)) + _attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
    for name, content in files:
        made += _attribute(2, 0x00069002, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0))
        made += _attribute(2, 0x00018010, name.encode("cp1252") + b"\0") + _attribute(2, 0x0006800F, content)
    return made


def _attribute(level: int, tag: int, content: bytes) -> bytes:
    return struct.pack("<BII", level, tag, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)
