"""How do chatter messages, attachments and activities behave?

Any record may carry them; they point to it by model and id. Only bills have a main attachment (FACTS §5).
"""

from __future__ import annotations

import base64
import hashlib
import html
import mimetypes
import re
from collections.abc import Sequence

from idp.erp.sandbox import fault
from idp.erp.sandbox.access import SETTINGS, has_group
from idp.erp.sandbox.env import VOID, Behaviour, Env
from idp.erp.sandbox.records import require_records, require_rows
from idp.erp.sandbox.store import Row, Value

_LIST_ANSWERS = 19
"""From 19.0 on, methods that create one message or activity answer a list."""
_MAIN_ATTACHMENT = "message_main_attachment_id"


# -- messages ---------------------------------------------------------------------------------------------------------


def log_created(env: Env, model: str, record_id: int, text: str) -> int:
    """The note that a record was created."""
    return log_note(env, model, record_id, f"<p>{text}</p>")


def log_note(env: Env, model: str, record_id: int, body: str, *, subtype: str = "Note") -> int:
    """A message that the system leaves on a record; an empty body is a tracked change."""
    return _message(env, model, record_id, {"body": body, "message_type": "notification"}, subtype)


def _message(env: Env, model: str, record_id: int, columns: Row, subtype: str) -> int:
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
    if env.version >= _LIST_ANSWERS or not author or env.row("res.partner", author).get("email"):
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
    body_is_html: bool = False,  # noqa: FBT001, FBT002 - Odoo's signature
    **_others: Value,
) -> Value:
    (record_id,) = require_records(env, model, ids)
    require_sender(env)
    shown = sanitised(body) if body_is_html else f"<p>{html.escape(body, quote=False)}</p>" if body else ""
    subtype = "Discussions" if subtype_xmlid == "mail.mt_comment" else "Note"
    attachments = list(attachment_ids or [])
    columns = {"body": shown, "subject": subject, "message_type": message_type}
    posted = _message(env, model, record_id, {**columns, "attachment_ids": [(6, 0, attachments)]}, subtype)
    if model == "account.move" and attachments:
        _attached_to_bill(env, record_id, attachments)
    return [posted] if env.version >= _LIST_ANSWERS else posted


def _attached_to_bill(env: Env, move_id: int, attachments: Sequence[int]) -> None:
    """Up to 18.0 the bill looks at what was posted: lines stay as they are, an empty one takes the file as main."""
    move = env.row("account.move", move_id)
    items = env.store.find("account.move.line", "move_id", move_id)
    if not move.get(_MAIN_ATTACHMENT):
        env.set("account.move", move_id, {_MAIN_ATTACHMENT: attachments[0]})
    if items and env.version < _LIST_ANSWERS:
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


def _complete_message(env: Env, vals: Row) -> Row:
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


def _write_message(env: Env, _ids: Sequence[int], vals: Row) -> Row:
    if env.version >= _LIST_ANSWERS and {"model", "res_id"} & vals.keys() and not has_group(env, SETTINGS):
        raise fault.access_error("Only administrators can modify 'model' and 'res_id' fields.")
    return vals


def _record_name(env: Env, row: Row) -> Value:
    model, record_id = row.get("model"), row.get("res_id")
    known = model in env.registry.models and env.exists(model, record_id)
    return env.label(model, record_id) if known and record_id else None


MESSAGE = Behaviour(
    complete=_complete_message,
    writing=_write_message,
    label=lambda env, row: str(_record_name(env, row) or row.get("subject") or ""),
    computed={
        "record_name": _record_name,
        "is_internal": lambda _env, row: bool(row.get("is_internal")),
        "preview": lambda _env, row: re.sub(r"<[^>]+>", "", str(row.get("body") or ""))[:190],
    },
    order="id desc",
)

# -- attachments ------------------------------------------------------------------------------------------------------


def attachments_of(env: Env, model: str, record_id: int) -> list[int]:
    """Attachments of one record, newest first."""
    rows = [r["id"] for r in env.find("ir.attachment", "res_id", record_id) if r.get("res_model") == model]
    return sorted(rows, reverse=True)


def _complete_attachment(env: Env, vals: Row) -> Row:
    full = {"type": "binary", "res_model": None, "res_id": 0, "public": False, **vals}
    if env.version >= _LIST_ANSWERS and full["res_model"] in env.registry.models and full["res_id"]:
        _require_carrier(env, full["res_model"], full["res_id"])
    user = env.store.get("res.users", env.uid)
    full.setdefault("company_id", user.get("company_id") if user else None)
    return full | _content(full)


def _require_carrier(env: Env, model: str, record_id: int) -> None:
    if not env.exists(model, record_id):
        raise fault.access_error("Sorry, you are not allowed to access this document.")


def _content(vals: Row) -> Row:
    """Size, checksum and type of the bytes in ``datas`` (base64) or ``raw`` (text)."""
    if vals.get("raw") and not vals.get("datas"):
        vals["datas"] = base64.b64encode(str(vals["raw"]).encode()).decode()
    if not vals.get("datas"):
        return {"file_size": 0, "mimetype": vals.get("mimetype") or _type_of(vals, b"")}
    content = base64.b64decode(vals["datas"])
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    kind = vals.get("mimetype") or _type_of(vals, content)
    place = f"{digest[:2]}/{digest}"
    return {
        "datas": vals["datas"],
        "raw": None,
        "file_size": len(content),
        "checksum": digest,
        "store_fname": place,
        "mimetype": kind,
    }


def _type_of(vals: Row, content: bytes) -> str:
    guessed, _ = mimetypes.guess_type(str(vals.get("name") or ""))
    if guessed:
        return guessed
    return "application/pdf" if content.startswith(b"%PDF") else "application/octet-stream"


def _write_attachment(_env: Env, _ids: Sequence[int], vals: Row) -> Row:
    return {**vals, **_content(vals)} if vals.get("datas") or vals.get("raw") else vals


def register_as_main_attachment(env: Env, _model: str, ids: Sequence[int], force: bool = True) -> Value:  # noqa: FBT001, FBT002 - Odoo's signature
    require_rows(env, "ir.attachment", list(ids))
    for attachment_id in ids:
        row = env.row("ir.attachment", attachment_id)
        model, record_id = row.get("res_model"), row.get("res_id")
        if model and env.exists(model, record_id) and _MAIN_ATTACHMENT in env.spec(model).columns:
            if force or not env.row(model, record_id).get(_MAIN_ATTACHMENT):
                env.set(model, record_id, {_MAIN_ATTACHMENT: attachment_id})
    return VOID


def _forget_main(env: Env, rows: Sequence[Row]) -> None:
    for row in rows:
        if row.get("res_model") == "account.move" and env.exists("account.move", row.get("res_id")):
            if env.row("account.move", row["res_id"]).get(_MAIN_ATTACHMENT) == row["id"]:
                env.set("account.move", row["res_id"], {_MAIN_ATTACHMENT: None})


ATTACHMENT = Behaviour(
    complete=_complete_attachment,
    writing=_write_attachment,
    deleted=_forget_main,
    computed={
        "raw": lambda _env, row: base64.b64decode(row["datas"]).decode("utf-8", "replace") if row.get("datas") else None,
        "res_name": lambda env, row: _record_name(env, {"model": row.get("res_model"), "res_id": row.get("res_id")}),
    },
    methods={"register_as_main_attachment": register_as_main_attachment},
    order="id desc",
)

# -- activities -------------------------------------------------------------------------------------------------------


def _complete_activity(env: Env, vals: Row) -> Row:
    todo = env.first("mail.activity.type", name="To-Do")
    given = {"user_id": env.uid, "date_deadline": env.today, "activity_type_id": todo["id"] if todo else None}
    full = {**given, **{k: v for k, v in vals.items() if v is not None}}
    if full.get("res_model_id"):
        full["res_model"] = env.row("ir.model", full["res_model_id"])["model"]
    return full


def _state(env: Env, row: Row) -> str:
    if not row.get("active", True):
        return "done"
    deadline = row.get("date_deadline") or env.today
    return "today" if deadline == env.today else "overdue" if deadline < env.today else "planned"


def activity_schedule(
    env: Env,
    model: str,
    ids: Sequence[int],
    act_type_xmlid: str = "",
    date_deadline: str | None = None,
    summary: str = "",
    note: str = "",
    **extra: Value,
) -> Value:
    created: list[int] = []
    for record_id in require_records(env, model, ids):
        kind = _activity_type(env, act_type_xmlid)
        columns = {"activity_type_id": kind, "summary": summary, "note": note, "date_deadline": date_deadline}
        described = env.first("ir.model", model=model)
        target = {"res_model_id": described["id"] if described else None, "res_id": record_id}
        user = extra.get("user_id") or env.uid
        created.append(env.create("mail.activity", {**columns, **target, "user_id": user}))
    if env.version >= _LIST_ANSWERS:
        return created
    return f"mail.activity({','.join(str(i) for i in created)},)"


def _activity_type(env: Env, xmlid: str) -> int | None:
    module, _, name = xmlid.partition(".")
    data = env.first("ir.model.data", name=name, module=module) if name else None
    todo = env.first("mail.activity.type", name="To-Do")
    return data["res_id"] if data else todo["id"] if todo else None


def action_feedback(
    env: Env, model: str, ids: Sequence[int], feedback: str | bool = False, attachment_ids: Sequence[int] | None = None
) -> Value:
    """The activity is done: a message remains; the row is deleted up to 18.0, archived from 19.0 on."""
    del attachment_ids
    posted = 0
    wanted = require_records(env, model, ids)
    for activity_id in wanted:
        row = env.row(model, activity_id)
        text = html.escape(str(feedback), quote=False) if feedback else ""
        body = f"<p>{html.escape(str(row.get('summary') or 'To-Do'), quote=False)} done</p><div>{text}</div>"
        posted = _message(env, row["res_model"], row["res_id"], {"body": body, "message_type": "notification"}, "Activities")
    if env.version >= _LIST_ANSWERS:
        env.write(model, wanted, {"active": False, "date_done": env.today})
    else:
        env.unlink(model, wanted)
    return posted


def action_done(env: Env, model: str, ids: Sequence[int]) -> Value:
    return action_feedback(env, model, ids)


ACTIVITY = Behaviour(
    complete=_complete_activity,
    label=lambda env, row: str(
        row.get("summary") or (env.label("mail.activity.type", row["activity_type_id"]) if row.get("activity_type_id") else "")
    ),
    computed={
        "state": _state,
        "res_name": lambda env, row: _record_name(env, {"model": row.get("res_model"), "res_id": row.get("res_id")}),
    },
    methods={"action_feedback": action_feedback, "action_done": action_done},
    order="date_deadline asc, id asc",
)


def messages_of(env: Env, row: Row) -> list[int]:
    """The chatter of a record, newest first."""
    model = row["__model__"]
    rows = [r["id"] for r in env.find("mail.message", "res_id", row["id"]) if r.get("model") == model]
    return sorted(rows, reverse=True)


def activities_of(env: Env, row: Row) -> list[int]:
    """The open activities of a record."""
    model = row["__model__"]
    rows = [r for r in env.find("mail.activity", "res_id", row["id"]) if r.get("res_model") == model]
    return [r["id"] for r in rows if r.get("active", True)]
