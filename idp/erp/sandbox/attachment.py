"""How do attachments behave: content, size, type, and which is a record's main one?

Only bills have a main attachment (FACTS §5).
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from collections.abc import Sequence

from idp.erp.sandbox import fault
from idp.erp.sandbox.env import VOID, Behaviour, Env
from idp.erp.sandbox.message import LIST_ANSWERS, MAIN_ATTACHMENT, record_name
from idp.erp.sandbox.records import require_rows
from idp.erp.sandbox.store import Row, Value


def attachments_of(env: Env, model: str, record_id: int) -> list[int]:
    """Attachments of one record, newest first."""
    rows = [r["id"] for r in env.find("ir.attachment", "res_id", record_id) if r.get("res_model") == model]
    return sorted(rows, reverse=True)


def _complete(env: Env, vals: Row) -> Row:
    full = {"type": "binary", "res_model": None, "res_id": 0, "public": False, **vals}
    if env.version >= LIST_ANSWERS and full["res_model"] in env.registry.models and full["res_id"]:
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


def _writing(_env: Env, _ids: Sequence[int], vals: Row) -> Row:
    return {**vals, **_content(vals)} if vals.get("datas") or vals.get("raw") else vals


def register_as_main_attachment(env: Env, _model: str, ids: Sequence[int], force: bool = True) -> Value:
    """Makes attachments the main ones of their records, where the model has one; answers nothing."""
    require_rows(env, "ir.attachment", list(ids))
    for attachment_id in ids:
        row = env.row("ir.attachment", attachment_id)
        model, record_id = str(row.get("res_model") or ""), row.get("res_id") or 0
        carries = model and env.exists(model, record_id) and MAIN_ATTACHMENT in env.spec(model).columns
        if carries and (force or not env.row(model, record_id).get(MAIN_ATTACHMENT)):
            env.set(model, record_id, {MAIN_ATTACHMENT: attachment_id})
    return VOID


def _forget_main(env: Env, rows: Sequence[Row]) -> None:
    for row in rows:
        bill = env.store.get("account.move", row.get("res_id") or 0) if row.get("res_model") == "account.move" else None
        if bill is not None and bill.get(MAIN_ATTACHMENT) == row["id"]:
            env.set("account.move", bill["id"], {MAIN_ATTACHMENT: None})


ATTACHMENT = Behaviour(
    complete=_complete,
    writing=_writing,
    deleted=_forget_main,
    computed={
        "raw": lambda _env, row: base64.b64decode(row["datas"]).decode("utf-8", "replace") if row.get("datas") else None,
        "res_name": lambda env, row: record_name(env, {"model": row.get("res_model"), "res_id": row.get("res_id")}),
    },
    methods={"register_as_main_attachment": register_as_main_attachment},
    order="id desc",
)
