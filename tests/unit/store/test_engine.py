from __future__ import annotations

from pathlib import Path

import pytest

from idp.domain.errors import BadUse, ToolUnavailable
from idp.store import open_store
from tests.contract.store.sample import SetClock


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("not an address", "not of the form"),
        ("mysql://u:geheim@h/d", "mysql is no database"),
        ("sqlite://", "lost with the process"),
        ("sqlite:///:memory:", "lost with the process"),
        ("postgresql://u:geheim@127.0.0.1:1/d", "cannot open postgresql"),
    ],
)
def test_an_address_that_is_none_is_one_clear_line_without_its_password(url: str, sentence: str) -> None:
    with pytest.raises(BadUse, match=sentence) as refused:
        open_store(url, clock=SetClock())
    assert "geheim" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_no_database_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "idp.db").write_bytes(b"no database" * 1000)
    with pytest.raises(BadUse, match="not a database"):
        open_store(f"sqlite:///{tmp_path}/idp.db", clock=SetClock())


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/a/b/idp.db", clock=SetClock()).close()
    assert (tmp_path / "a/b/idp.db").is_file()


def test_a_view_writes_nothing(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/idp.db", clock=SetClock())
    with pytest.raises(ToolUnavailable, match="readonly"), store.view() as work:
        work.deliveries.add("mail", "1", ())
    with store.begin() as work:
        work.deliveries.add("mail", "1", ())
    store.close()


def test_a_view_waits_for_no_writer(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/idp.db", clock=SetClock())
    with store.begin() as writing:
        writing.deliveries.add("mail", "1", ())
        with store.view() as reading:
            assert reading.deliveries.find("mail", "1") is None
    store.close()
