"""How do chatter messages behave, posted by people and left by the system?

Any record may carry them; they point to it by model and id.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from idp.erp.sandbox import fault
from idp.erp.sandbox.access import SETTINGS, has_group
from idp.erp.sandbox.env import Behaviour, Env
from idp.erp.sandbox.records import require_records
from idp.erp.sandbox.store import Row, Value

LIST_ANSWERS = 19
"""From 19.0 on, methods that create one message or activity answer a list."""
MAIN_ATTACHMENT = "message_main_attachment_id"


def log_created(env: Env, model: str, record_id: int, text: str) -> int:
    """The note that a record was created."""
    return log_note(env, model, record_id, f"<p>{text}</p>")


def log_note(env: Env, model: str, record_id: int, body: str, *, subtype: str = "Note") -> int:
    """A message that the system leaves on a record; an empty body is a tracked change."""
    return post(env, model, record_id, {"body": body, "message_type": "notification"}, subtype)


def post(env: Env, model: str, record_id: int, columns: Row, subtype: str) -> int:
    """A message on a record, of the subtype with this name."""
    kind = env.first("mail.message.subtype", name=subtype)
    given = {"model": model, "res_id": record_id, "subtype_id": kind["id"] if kind else None}
    return env.create("mail.message", {**given, **columns})


def _author(env: Env) -> int | None:
    user = env.store.get("res.users", env.uid)
    return user["partner_id"] if user else None


def require_sender(env: Env) -> None:
    """17.0 and 18.0 notify on the order when a bill is linked, and refuse a user without an address.

    Raises:
        OdooFault: UserError, the calling user has no e-mail address.
    """
    author = _author(env)
    if env.version >= LIST_ANSWERS or not author or env.row("res.partner", author).get("email"):
        return
    raise fault.user_error("Unable to send message, please configure the sender's email address.")


def message_post(
    env: Env,
    model: str,
    ids: Sequence[int],
    body: str = "",
    subject: str | None = None,
    message_type: str = "notification",
    subtype_xmlid: str | None = None,
    attachment_ids: Sequence[int] | None = None,
    body_is_html: bool = False,
    **_others: Value,
) -> Value:
    """Posts on one record; text is escaped, HTML sanitised. The id, from 19.0 on in a list."""
    (record_id,) = require_records(env, model, ids)
    require_sender(env)
    shown = sanitised(body) if body_is_html else f"<p>{html.escape(body, quote=False)}</p>" if body else ""
    subtype = "Discussions" if subtype_xmlid == "mail.mt_comment" else "Note"
    attachments = list(attachment_ids or [])
    columns = {"body": shown, "subject": subject, "message_type": message_type}
    posted = post(env, model, record_id, {**columns, "attachment_ids": [(6, 0, attachments)]}, subtype)
    if model == "account.move" and attachments:
        _attached_to_bill(env, record_id, attachments)
    return [posted] if env.version >= LIST_ANSWERS else posted


def _attached_to_bill(env: Env, move_id: int, attachments: Sequence[int]) -> None:
    """Up to 18.0 the bill looks at what was posted: lines stay as they are, an empty one takes the file as main."""
    move = env.row("account.move", move_id)
    items = env.store.find("account.move.line", "move_id", move_id)
    if not move.get(MAIN_ATTACHMENT):
        env.set("account.move", move_id, {MAIN_ATTACHMENT: attachments[0]})
    if items and env.version < LIST_ANSWERS:
        log_note(
            env,
            "account.move",
            move_id,
            "<p>The invoice already contains lines, it was not updated from the attachment.</p>",
        )


def sanitised(text: str) -> str:
    """HTML without what could run; plain text and inline marks are wrapped as Odoo's editor does."""
    clean = re.sub(r"(?is)<(script|style|iframe|object|embed)\b.*?(</\1\s*>|\Z)", "", text)
    clean = re.sub(r"(?i)\s+on\w+\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", "", clean)
    clean = re.sub(r"(?i)(href|src)\s*=\s*([\"']?)\s*javascript:[^\"'>\s]*\2", "", clean)
    block = re.match(r"(?is)\s*<(p|div|ul|ol|table|h[1-6]|blockquote|span|pre)\b", clean)
    return clean if block or not clean else f"<span>{clean}</span>"


def _complete(env: Env, vals: Row) -> Row:
    note = env.first("mail.message.subtype", name="Note")
    author = _author(env)
    given = {
        "date": env.now,
        "message_type": "comment",
        "author_id": author,
        "email_from": env.row("res.partner", author).get("email") if author else None,
        "subtype_id": note["id"] if note else None,
    }
    return {**given, **vals}


def _writing(env: Env, _ids: Sequence[int], vals: Row) -> Row:
    if env.version >= LIST_ANSWERS and {"model", "res_id"} & vals.keys() and not has_group(env, SETTINGS):
        raise fault.access_error("Only administrators can modify 'model' and 'res_id' fields.")
    return vals


def record_name(env: Env, row: Row) -> Value:
    """Display name of the record that ``model`` and ``res_id`` of a row point to."""
    model, record_id = str(row.get("model") or ""), row.get("res_id") or 0
    known = model in env.registry.models and env.exists(model, record_id)
    return env.label(model, record_id) if known and record_id else None


def messages_of(env: Env, row: Row) -> list[int]:
    """The chatter of a record, newest first."""
    model = row["__model__"]
    rows = [r["id"] for r in env.find("mail.message", "res_id", row["id"]) if r.get("model") == model]
    return sorted(rows, reverse=True)


MESSAGE = Behaviour(
    complete=_complete,
    writing=_writing,
    label=lambda env, row: str(record_name(env, row) or row.get("subject") or ""),
    computed={
        "record_name": record_name,
        "is_internal": lambda _env, row: bool(row.get("is_internal")),
        "preview": lambda _env, row: re.sub(r"<[^>]+>", "", str(row.get("body") or ""))[:190],
    },
    order="id desc",
)
