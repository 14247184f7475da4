"""Bank accounts are shown by their last four characters; whoever may see one in full says so, and it is written down."""

from __future__ import annotations

from idp.domain.lifecycle import Event
from idp.domain.record import DocumentId, DocumentRecord
from idp.ports import User
from idp.services.means import Means
from idp.services.rights import Action, require


def reveal(means: Means, document_id: DocumentId, *, user: User) -> DocumentRecord:
    """The document after its log says that this person saw its accounts. Raises NotFound, NotAllowed."""
    with means.store.begin() as work:
        record = work.documents.require(document_id)
        require(Action.REVEAL, record, user)
        why = "saw bank accounts in full"
        return work.documents.move(record, Event.NOTED, actor=user.login, why=why, details={"revealed": "bank accounts"})
