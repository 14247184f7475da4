"""Who tells the workers that there is work?"""

from __future__ import annotations

from typing import Protocol

from idp.domain.lifecycle import State
from idp.domain.record import DocumentId


class Queue(Protocol):
    """Tells workers that a document may go on. A lost message costs a sweep, never a document: the state is in the store."""

    def announce(self, document_id: DocumentId, state: State) -> None:
        """Called after commit with the state the document is now in; returns at once."""
