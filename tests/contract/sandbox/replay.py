"""Sends the recorded calls of a real Odoo to the sandbox and compares the answers.

Ids differ between the two databases: the first time an id of the recording stands where the sandbox answers another one, the two
are paired, and every later request and answer is translated through the pairs. Moments are compared by their day, numberings
(P00052, BILL/2026/11/0018) by their form, faults by their class.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from idp.erp.sandbox.env import VOID
from idp.erp.sandbox.fault import OdooFault
from idp.erp.sandbox.registry import FieldSpec, registry_for
from idp.erp.sandbox.rpc import DATABASE, Rpc

FOLDER = Path(__file__).parent
_NUMBERED = re.compile(r"\b((?:P|S)\d{5}|WH/(?:IN|OUT)/\d{5}|R?BILL/\d{4}/\d\d/\d{4}|IDPW/IN/\d+)\b")
_MOMENT = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
_CUT_SHORT = "..."
_WHOLE_FILE_TIME = datetime(2026, 11, 22, 12, 26, 0, tzinfo=UTC)
_ANSWERS_IDS = {
    # method: the model whose ids it answers, "" for the one it is called on
    "search": "",
    "create": "",
    "copy": "",
    "message_post": "mail.message",
    "activity_schedule": "mail.activity",
}
_OF_REFERENCE = {"group": "res.groups", "product": "uom.uom", "mail": "mail.activity.type"}


def recorded(name: str) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return calls


@dataclass(frozen=True)
class Difference:
    number: int
    call: Mapping[str, Any]
    expected: Any
    answered: Any
    why: str = ""

    def __str__(self) -> str:
        where = f"{self.call.get('model', self.call.get('service'))}.{self.call['method']}"
        return f"#{self.number} [{self.call['step']}] {where}\n  recorded {self.expected!r}\n  answered {self.answered!r}\n  {self.why}"


@dataclass
class Clock:
    """A clock that moves on a little with every reading, so that records have an order in time."""

    now: datetime = _WHOLE_FILE_TIME

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=50)
        return self.now


@dataclass
class Replay:
    """One recording on one sandbox."""

    rpc: Rpc
    uids: Mapping[str, int]
    texts: Mapping[str, str] = field(default_factory=dict)
    pairs: dict[str, dict[int, int]] = field(default_factory=dict)
    equal: int = 0
    differences: list[Difference] = field(default_factory=list)
    _why: str = ""
    _referred: str = ""

    def run(self, calls: Sequence[Mapping[str, Any]]) -> None:
        for number, call in enumerate(calls):
            if "service" in call:
                self._sign_in(number, call)
            elif call.get("omitted"):
                self._fields(number, call)
            else:
                self._one(number, call)

    def _sign_in(self, number: int, call: Mapping[str, Any]) -> None:
        """The recording shows no passwords: the right one is sent where it was accepted."""
        database, login, _ = call["args"]
        accepted = call.get("result") is not False
        password = {"admin": "admin"}.get(login, f"pw-{login}") if accepted else "wrong"
        name = DATABASE if database.endswith("_idp") else database
        try:
            answer: Any = self.rpc.dispatch("common", "login", [name, login, password])
        except OdooFault as exc:
            same = call.get("fault", {}).get("name") == exc.name
            answer = exc.name
        else:
            same = answer is False if not accepted else answer == self.uids[login]
        self._count(number, call, call.get("result", call.get("fault")), answer, same=same)

    def _fields(self, number: int, call: Mapping[str, Any]) -> None:
        """Of ``fields_get`` the recording keeps how many fields there are."""
        answer = self.rpc.call(self.uids[call["user"]], call["model"], "fields_get", call["args"], call["kwargs"])
        self._count(number, call, call["fields"], len(answer), same=len(answer) == call["fields"])

    def _count(self, number: int, call: Mapping[str, Any], expected: Any, answer: Any, *, same: bool) -> None:
        if same:
            self.equal += 1
        else:
            self.differences.append(Difference(number, call, expected, answer, self._why))

    def _one(self, number: int, call: Mapping[str, Any]) -> None:
        model, method = call["model"], call["method"]
        args = self.request(model, method, call["args"])
        kwargs = {k: self._keyword(k, v) for k, v in call["kwargs"].items()}
        try:
            answer: Any = self.rpc.call(self.uids[call["user"]], model, method, args, kwargs)
        except OdooFault as exc:
            answer = exc
        expected = call.get("result", call.get("fault", VOID))
        self._why = ""
        same = self._is_same(call, expected, answer)
        shown = f"{answer.name}: {answer.message}" if isinstance(answer, OdooFault) else answer
        self._count(number, call, expected, shown, same=same)

    def _is_same(self, call: Mapping[str, Any], expected: Any, answer: Any) -> bool:
        if isinstance(answer, OdooFault):
            return "fault" in call and call["fault"]["name"] == answer.name
        if "fault" in call:
            return False
        if expected is VOID or answer is VOID:
            return expected is answer
        self._referred = _referred(call)
        if isinstance(expected, dict) and expected.get("res_model"):
            return self._same_action(expected, answer)
        compare = {
            "context_get": self._same_context,
            "read": self._same_rows_of,
            "search_read": self._same_rows_of,
            "load": self._same_import,
            "name_search": self._same_pairs,
            "default_get": self._same_defaults,
        }.get(call["method"])
        if compare is not None:
            return compare(call, expected, answer)
        if call["method"] in _ANSWERS_IDS:
            return self._same_ids(_ANSWERS_IDS[call["method"]] or call["model"], expected, answer)
        if call["method"] == "action_feedback":
            return isinstance(answer, type(expected))
        return bool(expected == answer)

    def _same_context(self, call: Mapping[str, Any], expected: Any, answer: Any) -> bool:
        return bool({**expected, "uid": self.uids[call["user"]]} == answer)

    def _same_rows_of(self, call: Mapping[str, Any], expected: Any, answer: Any) -> bool:
        fields = registry_for(self.rpc.version).models[call["model"]].fields
        return self._same_rows(call["model"], fields, expected, answer)

    def _same_import(self, call: Mapping[str, Any], expected: Any, answer: Any) -> bool:
        if expected["ids"]:
            return self._same_ids(call["model"], expected["ids"], answer["ids"]) and answer["messages"] == []
        return _same_messages(expected["messages"], answer["messages"]) and answer["ids"] is False

    def _same_pairs(self, call: Mapping[str, Any], expected: Any, answer: Any) -> bool:
        return len(expected) == len(answer) and all(
            self._same_pair(call["model"], e, a) for e, a in zip(expected, answer, strict=True)
        )

    # -- requests -----------------------------------------------------------------------------------------------------

    def request(self, model: str, method: str, args: Sequence[Any]) -> list[Any]:
        spec = registry_for(self.rpc.version).models.get(model)
        if spec is None or not args:
            return list(args)
        first, rest = args[0], list(args[1:])
        if method in {"search", "search_read", "search_count"}:
            return [self._domain(spec.fields, model, first), *rest]
        if method == "create":
            return [self._vals(spec.fields, model, first), *rest]
        if method == "load":
            return [first, [self._import_row(spec.fields, model, first, row) for row in rest[0]]]
        if method in {"name_search", "fields_get", "default_get", "context_get"}:
            return list(args)
        ids = self.ours(model, first)
        if method == "read" and rest and isinstance(rest[0], list):
            rest[0] = [n for n in rest[0] if _CUT_SHORT not in n]
        if method == "write" and rest:
            rest[0] = self._vals(spec.fields, model, rest[0])
        return [ids, *rest]

    def ours(self, model: str, ids: Any) -> Any:
        if isinstance(ids, list):
            return [self.ours(model, i) for i in ids]
        if isinstance(ids, bool) or not isinstance(ids, int):
            return ids
        return self.pairs.get(model, {}).get(ids, ids)

    def _vals(self, fields: Mapping[str, FieldSpec], model: str, vals: Any) -> Any:
        if isinstance(vals, list):
            return [self._vals(fields, model, v) for v in vals]
        if not isinstance(vals, dict):
            return vals
        return {k: self._val(fields.get(k), vals, v) for k, v in vals.items()}

    def _val(self, spec: FieldSpec | None, vals: Mapping[str, Any], value: Any) -> Any:
        if spec is None:
            return value
        if spec.name == "res_id" and vals.get("res_model"):
            return self.ours(vals["res_model"], value)
        if spec.name == "res_id" and "res_model_id" in vals:
            return self.ours("account.move", value)
        if spec.kind == "many2one":
            return self.ours(spec.relation or "", value)
        if spec.kind in {"one2many", "many2many"}:
            return [self._command(spec.relation or "", step) for step in value]
        return value

    def _command(self, relation: str, step: Any) -> Any:
        if not isinstance(step, list):
            return self.ours(relation, step)
        fields = registry_for(self.rpc.version).models[relation].fields
        code, record_id, *rest = [*step, 0][:3] if len(step) < 3 else step
        if code in {0, 1}:
            return [code, self.ours(relation, record_id), self._vals(fields, relation, rest[0])]
        return [code, self.ours(relation, record_id), self.ours(relation, rest[0]) if rest else 0]

    def _domain(self, fields: Mapping[str, FieldSpec], model: str, domain: Any) -> Any:
        return [self._term(fields, model, domain, term) for term in domain]

    def _term(self, fields: Mapping[str, FieldSpec], model: str, domain: Any, term: Any) -> Any:
        if not isinstance(term, list):
            return term
        name, operator, value = term
        if name == "id":
            return [name, operator, self.ours(model, value)]
        if name == "res_id":
            models = [t[2] for t in domain if isinstance(t, list) and t[0] in {"model", "res_model"}]
            return [name, operator, self.ours(models[0], value) if models else value]
        if name == "product_tmpl_id.product_variant_ids":
            return [name, operator, self.ours("product.product", value)]
        spec = fields.get(name)
        return [name, operator, self.ours(spec.relation, value) if spec and spec.relation else value]

    def _import_row(self, fields: Mapping[str, FieldSpec], model: str, names: Sequence[str], row: Sequence[Any]) -> list[Any]:
        out: list[Any] = []
        for name, value in zip(names, row, strict=True):
            relation = self._import_relation(fields, name)
            if name == "res_id" and str(value).isdigit():
                relation = "account.move"
            known = relation and str(value).isdigit()
            out.append(str(self.ours(relation, int(value))) if known and relation else value)
        return out

    def _import_relation(self, fields: Mapping[str, FieldSpec], name: str) -> str | None:
        head, *rest = name.split("/")
        spec = fields.get(head)
        if spec is None or not rest or not spec.relation:
            return None
        if rest == [".id"]:
            return spec.relation
        return self._import_relation(registry_for(self.rpc.version).models[spec.relation].fields, "/".join(rest))

    def _keyword(self, name: str, value: Any) -> Any:
        if name == "context":
            return self._context(value)
        return self.ours("ir.attachment", value) if name == "attachment_ids" else value

    def _context(self, context: Mapping[str, Any]) -> dict[str, Any]:
        changed = dict(context)
        changed["allowed_company_ids"] = self.ours("res.company", context.get("allowed_company_ids"))
        for key, model in (("partner_id", "res.partner"), ("active_ids", context.get("active_model", ""))):
            if key in changed:
                changed[key] = self.ours(model, changed[key])
        for key in ("picking_ids_not_to_backorder", "button_validate_picking_ids"):
            if key in changed:
                changed[key] = self.ours("stock.picking", changed[key])
        if "default_pick_ids" in changed:
            changed["default_pick_ids"] = [[4, self.ours("stock.picking", i)] for _, i in changed["default_pick_ids"]]
        return {k: v for k, v in changed.items() if v is not None}

    # -- answers ------------------------------------------------------------------------------------------------------

    def _pair(self, model: str, theirs: int, own: int) -> bool:
        return self.pairs.setdefault(model, {}).setdefault(theirs, own) == own

    def _same_ids(self, model: str, expected: Any, answer: Any) -> bool:
        if isinstance(expected, list) and isinstance(answer, list):
            if len(expected) != len(answer):
                return False
            known = {self.pairs.get(model, {}).get(i) for i in expected}
            if None not in known:
                return known == set(answer)
            ordered = [self._pair(model, e, a) for e, a in zip(expected, answer, strict=True)]
            return all(ordered)
        if isinstance(expected, int) and isinstance(answer, int) and not isinstance(answer, bool):
            return self._pair(model, expected, answer)
        if isinstance(expected, str) and isinstance(answer, str):  # "mail.activity(25,)"
            numbers = [int(re.findall(r"\d+", text)[0]) for text in (expected, answer)]
            return self._pair(model, numbers[0], numbers[1])
        return False

    def _same_rows(self, model: str, fields: Mapping[str, FieldSpec], expected: Any, answer: Any) -> bool:
        if len(expected) != len(answer):
            return False
        for theirs, own in zip(expected, answer, strict=True):
            if not self._pair(model, theirs["id"], own["id"]):
                return False
            for name, value in theirs.items():
                if name != "id" and not self._same_value(fields[name], value, own[name]):
                    self._why = f"{name}: {value!r} / {own[name]!r}"
                    return False
        return True

    def _same_value(self, spec: FieldSpec, expected: Any, answer: Any) -> bool:
        if spec.kind == "many2one" and isinstance(expected, list) and isinstance(answer, list):
            return self._same_pair(spec.relation or "", expected, answer)
        if spec.kind in {"one2many", "many2many"}:
            return self._same_ids(spec.relation or "", expected, answer)
        if spec.kind == "many2one_reference":
            return self._pair(self._referred, expected, answer) if self._referred else bool(expected) == bool(answer)
        if spec.kind in {"float", "monetary"}:
            return abs(expected - answer) < 1e-6 and isinstance(answer, float)
        if spec.name == "tax_totals":
            return _same_shape(expected, answer)
        return self._same_text(expected, answer)

    def _same_pair(self, model: str, expected: Sequence[Any], answer: Sequence[Any]) -> bool:
        return self._pair(model, expected[0], answer[0]) and self._same_text(expected[1], answer[1])

    def _same_text(self, expected: Any, answer: Any) -> bool:
        if isinstance(expected, str) and isinstance(answer, str):
            if _MOMENT.match(expected) and _MOMENT.match(answer):
                return expected[:10] == answer[:10]
            return self._plain(expected) == self._plain(answer)
        return type(expected) is type(answer) and bool(expected == answer)

    def _plain(self, text: str) -> str:
        for theirs, own in self.texts.items():
            text = text.replace(theirs, own)
        return _NUMBERED.sub(lambda m: re.sub(r"\d+", "#", m.group()), text)

    def _same_action(self, expected: Mapping[str, Any], answer: Any) -> bool:
        if not isinstance(answer, dict) or answer.get("res_model") != expected["res_model"]:
            return False
        if "res_id" in expected and not self._pair(expected["res_model"], expected["res_id"], answer["res_id"]):
            return False
        told = ("name", "type", "target")
        return all(answer.get(k) == expected[k] for k in told if k in expected) and (
            isinstance(expected.get("context"), dict) is isinstance(answer.get("context"), dict)
        )

    def _same_defaults(self, _call: Mapping[str, Any], expected: Any, answer: Any) -> bool:
        return expected.keys() == answer.keys() and all(
            type(v) is type(answer[k]) and (isinstance(v, (int, list)) or v == answer[k]) for k, v in expected.items()
        )


def _referred(call: Mapping[str, Any]) -> str:
    """The model that ``res_id`` means in a search for an external id."""
    named = [str(t[2]) for t in call["args"][0] if t[0] == "name"] if call["model"] == "ir.model.data" else []
    return _OF_REFERENCE.get(named[0].split("_")[0], "") if named else ""


def _same_messages(expected: Sequence[Mapping[str, Any]], answer: Sequence[Mapping[str, Any]]) -> bool:
    if len(expected) != len(answer):
        return False
    return all(
        e["type"] == a["type"] and e["rows"] == a["rows"] and e.get("field") == a.get("field")
        for e, a in zip(expected, answer, strict=True)
    )


def _same_shape(expected: Any, answer: Any) -> bool:
    """Same keys and numbers; ids and labels apart."""
    if isinstance(expected, dict):
        return (
            isinstance(answer, dict)
            and expected.keys() == answer.keys()
            and all(
                _same_shape(v, answer[k])
                for k, v in expected.items()
                if not k.endswith("id") and not k.endswith("ids") and k != "id"
            )
        )
    if isinstance(expected, list):
        return isinstance(answer, list) and len(expected) == len(answer) and all(map(_same_shape, expected, answer))
    if isinstance(expected, float):
        return abs(expected - answer) < 1e-6
    return type(expected) is type(answer)
