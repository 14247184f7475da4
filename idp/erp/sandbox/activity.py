"""How do activities behave: planned on a record, done, archived or gone?"""

from __future__ import annotations

import html
from collections.abc import Sequence

from idp.erp.sandbox import fault
from idp.erp.sandbox.env import Behaviour, Env
from idp.erp.sandbox.message import LIST_ANSWERS, post, record_name
from idp.erp.sandbox.records import require_records
from idp.erp.sandbox.store import Row, Value


def _complete(env: Env, vals: Row) -> Row:
    todo = env.first("mail.activity.type", name="To-Do")
    given = {"user_id": env.uid, "date_deadline": env.today, "activity_type_id": todo["id"] if todo else None}
    full = {**given, **{k: v for k, v in vals.items() if v is not None}}
    if not full.get("res_model_id"):
        raise fault.mandatory_field("Activity", "mail.activity", "Document Model", "res_model_id")
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
    """An activity on each record; ``"mail.activity(25,)"`` up to 18.0, a list of ids in 19.0."""
    created: list[int] = []
    for record_id in require_records(env, model, ids):
        kind = _activity_type(env, act_type_xmlid)
        columns = {"activity_type_id": kind, "summary": summary, "note": note, "date_deadline": date_deadline}
        described = env.first("ir.model", model=model)
        target = {"res_model_id": described["id"] if described else None, "res_id": record_id}
        user = extra.get("user_id") or env.uid
        created.append(env.create("mail.activity", {**columns, **target, "user_id": user}))
    if env.version >= LIST_ANSWERS:
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
        columns = {"body": _done_body(env, row, feedback), "message_type": "notification"}
        kind = {"mail_activity_type_id": row.get("activity_type_id")}
        posted = post(env, row["res_model"], row["res_id"], {**columns, **kind}, "Activities")
    if env.version >= LIST_ANSWERS:
        env.write(model, wanted, {"active": False, "date_done": env.today})
    else:
        env.unlink(model, wanted)
    return posted


def _done_body(env: Env, row: Row, feedback: str | bool) -> str:
    kind = env.label("mail.activity.type", row["activity_type_id"]) if row.get("activity_type_id") else ""
    summary = f": <span>{html.escape(str(row['summary']), quote=False)}</span>" if row.get("summary") else ""
    said = f"<div>{html.escape(str(feedback), quote=False)}</div>" if feedback else ""
    return f"<div><p><span>{html.escape(kind, quote=False)}</span> done{summary}</p>{said}</div>"


def action_done(env: Env, model: str, ids: Sequence[int]) -> Value:
    """As `action_feedback`, without a word."""
    return action_feedback(env, model, ids)


def activities_of(env: Env, row: Row) -> list[int]:
    """The open activities of a record."""
    model = row["__model__"]
    rows = [r for r in env.find("mail.activity", "res_id", row["id"]) if r.get("res_model") == model]
    return [r["id"] for r in rows if r.get("active", True)]


ACTIVITY = Behaviour(
    complete=_complete,
    label=lambda env, row: str(
        row.get("summary") or (env.label("mail.activity.type", row["activity_type_id"]) if row.get("activity_type_id") else "")
    ),
    computed={
        "state": _state,
        "res_name": lambda env, row: record_name(env, {"model": row.get("res_model"), "res_id": row.get("res_id")}),
    },
    methods={"action_feedback": action_feedback, "action_done": action_done},
    order="date_deadline asc, id asc",
)
