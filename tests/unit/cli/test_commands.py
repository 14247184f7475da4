"""The command line's promises: exit codes, one line for each trouble, JSON lines in order, the other files unharmed."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from idp.cli import main
from tests.fakes.means import ubl_invoice

_SAMPLES = Path(__file__).parents[3] / "sample_docs"


class Ran:
    """What a command gave: its exit code, the JSON lines on stdout, and stderr."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines() if line.startswith("{")]


@pytest.fixture
def idp(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["idp", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return run


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    path = tmp_path / "invoice.xml"
    path.write_bytes(ubl_invoice())
    return path


def test_help_is_there_in_half_a_second() -> None:
    best = min(_processor_seconds([sys.executable, "-m", "idp", "--help"]) for _ in range(3))
    assert best < 0.5


def _processor_seconds(command: list[str]) -> float:
    """What a command costs a processor, however busy the machine is."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_extract_prints_one_line_a_file_with_the_contract_s_keys(idp: Any, invoice: Path) -> None:
    ran = idp("extract", "--json", invoice)
    assert ran.code == 0
    [row] = ran.rows
    assert set(row) == {"file", "documents", "error", "seconds"}
    [document] = row["documents"]
    assert set(document) == {"document_type", "pages", "quality", "language", "confident", "fields", "lines"}
    assert document["fields"]["total"]["value"] == "121.00"
    assert set(document["fields"]["total"]) == {"value", "raw", "confidence", "page", "box"}
    assert document["lines"][0]["quantity"]["value"] == "40"


def test_json_may_stand_before_the_command(idp: Any, invoice: Path) -> None:
    assert len(idp("--json", "extract", invoice).rows) == 1


@pytest.mark.parametrize("missing", ["nothing.pdf", "."])
def test_a_missing_path_or_a_directory_is_bad_use_and_the_others_are_worked_on(idp: Any, invoice: Path, missing: str) -> None:
    ran = idp("extract", "--json", invoice.parent / missing, invoice)
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
    assert [row["error"] is None for row in ran.rows] == [False, True]
    assert ran.rows[1]["documents"]


@pytest.mark.parametrize("trouble", ["54_encrypted.pdf", "55_truncated.pdf", "56_empty.pdf", "57_word_file_named.pdf"])
def test_a_file_that_cannot_be_read_costs_itself_alone(idp: Any, invoice: Path, trouble: str) -> None:
    ran = idp("extract", "--json", _SAMPLES / trouble, invoice)
    assert ran.code == 1
    bad, good = ran.rows
    assert bad["documents"] == []
    assert bad["error"].endswith(".")
    assert good["error"] is None
    assert good["documents"]


def test_an_entity_bomb_is_refused_with_a_sentence(idp: Any, tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    bomb = tmp_path / "bomb.xml"
    bomb.write_text(f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{levels}]><x>&a9;</x>', encoding="utf-8")
    ran = idp("extract", "--json", bomb)
    assert ran.code == 1
    assert ran.rows[0]["documents"] == []
    assert ran.rows[0]["error"]


def test_an_xml_beside_its_pdf_is_joined_to_it(idp: Any, tmp_path: Path) -> None:
    pdf, xml = tmp_path / "a.pdf", tmp_path / "a.xml"
    pdf.write_bytes((_SAMPLES / "08_invoice_en_gbp.pdf").read_bytes())
    xml.write_bytes(ubl_invoice())
    first, second = idp("extract", "--json", pdf, xml).rows
    assert second["documents"] == []
    assert second["joined_to"] == first["file"] == str(pdf)


def test_an_unknown_setting_is_named(idp: Any, invoice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDP_DATABSE_URL", "sqlite://")
    ran = idp("extract", invoice)
    assert (ran.code, "IDP_DATABSE_URL" in ran.err) == (2, True)


def test_a_bad_world_is_bad_use_and_names_its_place(idp: Any, invoice: Path, tmp_path: Path) -> None:
    world = tmp_path / "world.json"
    world.write_text('{"company": {"name": "We"}, "partners": [{"vat": "X"}], "purchase_orders": []}', encoding="utf-8")
    ran = idp("process", invoice, "--world", world)
    assert ran.code == 2
    assert "partners" in ran.err
    assert "Traceback" not in ran.err


def test_process_adds_decision_findings_and_the_odoo_record(idp: Any) -> None:
    ran = idp("process", "--json", _SAMPLES / "20_invoice_nl_ubl.xml", "--world", _SAMPLES / "world.json")
    assert ran.code == 0
    [document] = ran.rows[0]["documents"]
    assert document["vendor"] == "Kestrel Abrasives B.V."
    assert document["purchase_orders"] == ["P00122"]
    assert (document["decision"], document["state"]) == ("touchless", "ENTERED")
    assert document["odoo"]["model"] == "account.move"


def test_the_same_file_twice_in_one_call_is_a_duplicate(idp: Any) -> None:
    path = _SAMPLES / "20_invoice_nl_ubl.xml"
    first, second = idp("process", "--json", path, path, "--world", _SAMPLES / "world.json").rows
    assert first["documents"][0]["state"] == "ENTERED"
    assert second["documents"][0]["state"] == "REJECTED"
    assert [found["code"] for found in second["documents"][0]["findings"]] == ["DUP-FILE"]


def test_repeating_a_call_on_the_same_data_shows_what_is_stored(idp: Any, tmp_path: Path) -> None:
    call = (
        "process",
        "--json",
        _SAMPLES / "20_invoice_nl_ubl.xml",
        "--world",
        _SAMPLES / "world.json",
        "--data",
        tmp_path / "d",
    )
    first, second = idp(*call), idp(*call)
    assert first.rows[0]["documents"] == second.rows[0]["documents"]


def test_intake_prints_every_part_s_fate_and_is_idempotent(idp: Any, tmp_path: Path) -> None:
    mail = _SAMPLES / "58_mail_with_invoice.eml"
    ran = idp("intake", "--json", mail, _SAMPLES / "54_encrypted.pdf", "--data", tmp_path / "d")
    assert ran.code == 1
    assert {tuple(row) for row in ran.rows} == {("message", "sha256", "name", "fate", "reason", "document")}
    fates = [row["fate"].split(":")[0] for row in ran.rows]
    assert "document" in fates
    assert "skipped" in fates
    assert ran.rows[-1]["fate"] == "quarantined:ING-ENCRYPTED"
    assert idp("intake", "--json", mail, _SAMPLES / "54_encrypted.pdf", "--data", tmp_path / "d").rows == ran.rows


def test_a_mail_without_a_document_waits_for_a_person(idp: Any, tmp_path: Path) -> None:
    mail = tmp_path / "hello.eml"
    mail.write_bytes(
        b"From: a@b.example\nTo: ap@our.example\nMessage-ID: <1@b.example>\nMIME-Version: 1.0\n\nWhere is my money?\n"
    )
    ran = idp("intake", "--json", mail, "--data", tmp_path / "d")
    assert ran.code == 1
    assert ran.rows[-1] == {"message": ran.rows[0]["message"], "review": "ING-NOATT"}


def test_audit_verify_checks_what_process_stored(idp: Any, tmp_path: Path) -> None:
    idp("process", _SAMPLES / "20_invoice_nl_ubl.xml", "--world", _SAMPLES / "world.json", "--data", tmp_path / "d")
    ran = idp("audit", "verify", "--json", "--data", tmp_path / "d")
    assert ran.code == 0
    assert ran.rows == [{"events": 6, "faults": []}]


def test_audit_verify_without_data_is_bad_use(idp: Any, tmp_path: Path) -> None:
    assert idp("audit", "verify", "--data", tmp_path).code == 2


@pytest.mark.parametrize("name", ["58_mail_with_invoice.eml", "bills.zip"])
def test_extract_says_where_mails_and_archives_go(idp: Any, tmp_path: Path, name: str) -> None:
    parcel = _SAMPLES / name if name.endswith(".eml") else tmp_path / name
    if name.endswith(".zip"):
        with zipfile.ZipFile(parcel, "w") as archive:
            archive.writestr("a.pdf", b"%PDF-1.7")
    ran = idp("extract", parcel)
    assert (ran.code, ran.out.strip()) == (1, f"{parcel}: A mail or archive; `idp process` and `idp intake` take it apart.")


def test_a_data_folder_that_cannot_be_used_is_bad_use(idp: Any, invoice: Path) -> None:
    ran = idp("--data", invoice, "intake", invoice)
    assert ran.code == 2
    assert ran.err.strip() == f"idp: the data folder {invoice} cannot be used: File exists"


def test_process_says_why_a_document_waits_for_odoo(
    idp: Any, invoice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"URL": "http://127.0.0.1:9", "DB": "odoo", "USER": "u", "PASSWORD": "p"}.items():
        monkeypatch.setenv(f"IDP_ODOO_{name}", value)
    ran = idp("--data", tmp_path / "data", "process", invoice)
    assert ran.code == 1
    assert "EXTRACTED" in ran.out
    assert "Odoo cannot be reached" in ran.out.splitlines()[-1]


def test_replay_lists_what_another_policy_would_change_and_says_so_by_its_exit_code(idp: Any, tmp_path: Path) -> None:
    data, policy = tmp_path / "data", tmp_path / "policy.yaml"
    policy.write_text("name: nobody\ntouchless:\n  types:\n    invoice: off\n", encoding="utf-8")
    idp("process", _SAMPLES / "20_invoice_nl_ubl.xml", "--world", _SAMPLES / "world.json", "--data", data)
    same = idp("replay", "--data", data)
    assert (same.code, same.out) == (0, "None of 1 decision would change.\n")
    other = idp("replay", "--data", data, "--policy", policy)
    assert (other.code, other.out.splitlines()[-1]) == (1, "1 of 1 decision would change: 1 would need a person.")
    changed, count = idp("replay", "--data", data, "--policy", policy, "--json").rows
    assert (changed["decision"], changed["decision_now"], changed["codes_gained"]) == ("touchless", "review", ["GOV-POLICY"])
    assert count == {"decisions": 1, "changed": 1, "need_person": 1, "pass": 0}
    assert idp("replay", "--data", data, "--reread").code == 0
    assert idp("replay", "--data", data, "--since", "2999-01-01").out == "None of 0 decisions would change.\n"


@pytest.mark.parametrize("wrong", [("--since", "soon"), ("--document", "nothing")])
def test_replay_names_what_was_used_badly(idp: Any, tmp_path: Path, wrong: tuple[str, str]) -> None:
    idp("intake", _SAMPLES / "20_invoice_nl_ubl.xml", "--data", tmp_path)
    ran = idp("replay", "--data", tmp_path, *wrong)
    assert (ran.code, wrong[1] in ran.err, ran.err.count("\n")) == (2, True, 1)


def test_figures_tell_what_went_through_and_that_nothing_was_drawn(idp: Any, tmp_path: Path) -> None:
    idp("process", _SAMPLES / "20_invoice_nl_ubl.xml", "--world", _SAMPLES / "world.json", "--data", tmp_path)
    ran = idp("figures", "--data", tmp_path)
    assert ran.code == 0
    assert "without a person: 1 of 1 (100.0%)" in ran.out
    assert "false success: not measured" in ran.out
    [row] = idp("figures", "--data", tmp_path, "--json").rows
    assert row["audit_sample"] == {"count": 0, "of": 0, "share": None, "at_most": 1.0, "confidence": 0.95}
