"""Where is kept what corrections taught, and how is it found by what a paper prints?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from idp.domain.memory import Identity, Memory, MemoryId
from idp.domain.record import DocumentId


class Memories(Protocol):
    """Memories of corrections, within one unit of work."""

    def save(self, memory: Memory) -> None:
        """Stores or replaces the memory with its identities; how often it was used and how it did stays as it is counted."""

    def find(self, ids: Iterable[MemoryId]) -> tuple[Memory, ...]:
        """The memories with these ids, whatever became of them, in the order of learning."""

    def of_document(self, document_id: DocumentId) -> tuple[Memory, ...]:
        """What corrections of this document taught or would teach, in the order of learning."""

    def known(self, identities: Iterable[Identity]) -> tuple[Memory, ...]:
        """Active memories of the suppliers with these identities, oldest first.

        A vendor's identities all lead to its memories, and each memory comes with all of them. An account or a domain on papers of
        several vendors leads to none.
        """

    def count(self, memory_id: MemoryId, *, used: int = 0, confirmed: int = 0, contradicted: int = 0) -> None:
        """Adds to the counts; two that count at once both count."""

    def introduce(self, vendor_id: int, identities: Iterable[Identity]) -> None:
        """Notes that papers of this vendor (its id in the ERP) print these identities."""

    def learned(self, *, offset: int = 0, limit: int = 100) -> tuple[Memory, ...]:
        """Those that are not pending, newest first."""

    def total(self) -> int:
        """How many `learned` would give in all."""
