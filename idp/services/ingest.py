"""Takes a delivery in: bytes first, then one row for every part, then the documents. Repeating a delivery changes nothing."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, replace

from idp.domain.errors import DocumentRefused
from idp.domain.lifecycle import Event, State
from idp.domain.mail import MailEvidence
from idp.domain.media import media_type
from idp.domain.record import DocumentId, DocumentRecord, LedgerRow
from idp.ports import Parcel, Part, UnitOfWork
from idp.services.means import SYSTEM, Means


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file as it came. `channel` is mail, sftp, folder, upload, api or cli; `key` names the delivery within its channel.

    The same channel and key mean the same delivery again (a mail fetched twice after a crash), whatever happened in between.
    `beside` are files that came with it and belong to it: name and bytes (an XML beside its PDF). `source` is the name of the source
    in the settings, and the hints are what these say of its documents. `mail` is what a mail tells of its sender. `refused` has the
    ING-* code and sentence of what may not be read; `content` is then what is known of it. `skipped` is why a mail is to give no
    document. `actor` is the login of who uploaded it, None where nobody did.
    """

    channel: str
    key: str
    name: str
    content: bytes
    beside: tuple[tuple[str, bytes], ...] = ()
    source: str | None = None
    company_hint: str | None = None
    vendor_hint: str | None = None
    type_hint: str | None = None
    mail: MailEvidence | None = None
    refused: tuple[str, str] | None = None
    skipped: str | None = None
    actor: str | None = None


def ingest(means: Means, delivery: Delivery) -> tuple[LedgerRow, ...]:
    """Stores the delivery durably and returns its ledger; only then may the source be told that it arrived.

    Every part has exactly one row. A part with the bytes of an earlier document becomes a document of its own that is linked to the
    first (`same_as`) and goes no further. The same delivery, or the same bytes, at the same moment elsewhere is waited for.
    """
    message = means.blobs.put(delivery.content)
    with means.store.view() as work:
        known = work.deliveries.find(delivery.channel, delivery.key)
    if known is not None:
        return known
    parcel = _parcel(means, delivery)
    if delivery.beside:
        companions = tuple(Part(name, content, joined_to=0) for name, content in delivery.beside)
        parcel = replace(parcel, parts=parcel.parts + companions)
    for part in parcel.parts:
        if part.skipped is None:  # the message holds what is passed over
            means.blobs.put(part.content)
    with means.store.begin() as work:
        # In this order in every process, so that none waits for another that waits for it.
        work.lock(f"delivery {delivery.channel} {delivery.key}")
        known = work.deliveries.find(delivery.channel, delivery.key)
        if known is not None:
            return known
        for sha256 in sorted({_sha256(part.content) for part in parcel.parts if part.skipped is None}):
            work.lock(f"bytes {sha256}")  # else two deliveries of one file would both be the first
        rows, added = _enter_parts(means, work, delivery, message, parcel)
        work.deliveries.add(delivery.channel, delivery.key, rows)
    for record in added:
        means.queue.announce(record.id, record.state)
    return rows


def _parcel(means: Means, delivery: Delivery) -> Parcel:
    """The delivery taken apart. A part of a kind that is not read is refused here, where who sent it may still be told."""
    if delivery.refused is not None:
        return Parcel((Part(delivery.name, delivery.content, refused=delivery.refused),))
    if delivery.skipped is not None:
        return Parcel((Part(delivery.name, delivery.content, skipped=delivery.skipped),))
    parcel = means.unpacker.unpack(delivery.content, name=delivery.name)
    return replace(parcel, parts=tuple(map(_checked, parcel.parts)))


def _checked(part: Part) -> Part:
    if part.skipped is not None or part.refused is not None or part.joined_to is not None:
        return part
    try:
        media_type(part.content)
    except DocumentRefused as refusal:
        return replace(part, refused=(refusal.code, str(refusal)))
    return part


def _enter_parts(
    means: Means, work: UnitOfWork, delivery: Delivery, message: str, parcel: Parcel
) -> tuple[tuple[LedgerRow, ...], tuple[DocumentRecord, ...]]:
    """Adds a document for every part that is one; returns the ledger and the documents that have work to do."""
    rows: list[LedgerRow] = []
    added: list[DocumentRecord] = []
    for position, part in enumerate(parcel.parts):
        sha256 = _sha256(part.content)
        fate, reason, document_id = _fate_without_document(parcel, part)
        if fate is None:
            record = _add_document(means, work, delivery, parcel, position)
            document_id, reason = record.id, "taken in"
            fate = "document"
            if record.state is State.QUARANTINED and part.refused is not None:
                fate, reason = f"quarantined:{part.refused[0]}", part.refused[1]
            elif record.same_as is not None:
                reason = f"same bytes as document {record.same_as}"
            if record.state is State.RECEIVED:
                added.append(record)
        rows.append(LedgerRow(message, position, sha256, part.name, fate, reason, document_id))
    if not any(row.document_id for row in rows) and delivery.skipped is None:
        rows.append(_nothing_usable(means, work, delivery, message, len(rows), parcel))
    return tuple(rows), tuple(added)


def _fate_without_document(parcel: Parcel, part: Part) -> tuple[str | None, str, DocumentId | None]:
    if part.skipped is not None:
        return f"skipped:{part.skipped}", part.skipped, None
    if part.joined_to is not None:
        return f"joined_with:{_sha256(parcel.parts[part.joined_to].content)}", "belongs to the other file", None
    return None, "", None


def _add_document(means: Means, work: UnitOfWork, delivery: Delivery, parcel: Parcel, position: int) -> DocumentRecord:
    part = parcel.parts[position]
    sha256 = _sha256(part.content)
    earlier = [r for r in work.documents.same_bytes(sha256) if r.part == 0]
    joined = [p for p in parcel.parts if p.joined_to == position]
    fresh = replace(
        _new_record(means, delivery, parcel, sha256=sha256, name=part.name),
        structured_sha256=_sha256(joined[0].content) if joined else None,
        same_as=earlier[0].id if earlier else None,
    )
    stored = _add(work, fresh, delivery)
    if part.refused is None or (stored.same_as is not None and part.content):
        return stored  # one that came before goes the way of duplicates
    return refuse(work, stored, code=part.refused[0], why=part.refused[1])


def _new_record(means: Means, delivery: Delivery, parcel: Parcel, *, sha256: str, name: str) -> DocumentRecord:
    return DocumentRecord(
        id=DocumentId(uuid.uuid4().hex),
        sha256=sha256,
        name=name,
        media_type="application/octet-stream",
        channel=delivery.channel,
        received_at=means.clock.now(),
        sender=parcel.sender or (delivery.mail.sender if delivery.mail is not None else None),
        source=delivery.source,
        company_hint=delivery.company_hint,
        vendor_hint=delivery.vendor_hint,
        type_hint=delivery.type_hint,
        mail=delivery.mail or parcel.mail,
    )


def _add(work: UnitOfWork, record: DocumentRecord, delivery: Delivery) -> DocumentRecord:
    why = f"came by {record.channel} as {record.name}"
    return work.documents.add(
        record, actor=delivery.actor or SYSTEM, why=why if record.mail is None else f"{why}; {record.mail.told()}"
    )


def _nothing_usable(
    means: Means, work: UnitOfWork, delivery: Delivery, message: str, position: int, parcel: Parcel
) -> LedgerRow:
    """A message without a usable part waits for a person as a document of its own: silence would be a loss."""
    why = f"{delivery.name} has no part that could be a document"
    if parcel.text:
        why += f"; it says: “{parcel.text}”"
    stored = _add(work, _new_record(means, delivery, parcel, sha256=message, name=delivery.name), delivery)
    refuse(work, stored, code="ING-NOATT", why=why)
    return LedgerRow(message, position, message, delivery.name, "skipped:no usable part", why, None, review="ING-NOATT")


def refuse(work: UnitOfWork, record: DocumentRecord, *, code: str, why: str) -> DocumentRecord:
    """Quarantines a document that cannot be read, with the code and the sentence a person will see."""
    refused = replace(record, failure=why, failure_code=code)
    return work.documents.move(refused, Event.WAS_REFUSED, actor=SYSTEM, why=why, details={"code": code})


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
