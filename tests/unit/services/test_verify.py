"""Every stored file is found, and one that is missing or altered is named."""

from __future__ import annotations

from pathlib import Path

from idp.services.ingest import Delivery, ingest
from idp.services.verify import verify_files
from tests.fakes.means import make_means, ubl_invoice


def test_missing_and_altered_files_are_named(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    for number in range(3):
        rows = ingest(means, Delivery(channel="cli", key=f"{number}", name="a.xml", content=ubl_invoice(f"KA-{number}")))
        assert rows[0].document_id is not None
    checked, faults = verify_files(means.store, means.blobs)
    assert (checked, faults) == (3, ())
    files = {path.name: path for path in tmp_path.rglob("*") if len(path.name) == 64}
    missing, altered = sorted(files)[:2]
    files[missing].unlink()
    files[altered].write_bytes(b"something else")
    checked, faults = verify_files(means.store, means.blobs)
    assert checked == 3
    assert [(fault.sha256, fault.trouble.split()[0:2]) for fault in faults] == [
        (missing, ["no", "bytes"]),
        (altered, ["the", "bytes"]),
    ]
