"""`idp verify-blobs`: re-hashes every stored file."""

from __future__ import annotations

from collections.abc import Mapping

from idp.bootstrap.service import open_stored, open_stored_files
from idp.cli.files import DONE, NEEDS_PERSON
from idp.cli.output import print_json
from idp.services.verify import verify_files
from idp.settings import load_settings


def verify_blobs(*, as_json: bool, overrides: Mapping[str, object]) -> int:
    """Prints how many files were checked and every one that is missing or altered; returns 1 where there is one."""
    settings = load_settings(**overrides)
    store = open_stored(settings)
    try:
        checked, faults = verify_files(store, open_stored_files(settings))
    finally:
        store.close()
    if as_json:
        print_json({"files": checked, "faults": [{"sha256": f.sha256, "trouble": f.trouble} for f in faults]})
    else:
        print(f"{checked} files checked, {len(faults)} missing or altered")
        for fault in faults:
            print(f"  {fault.trouble}")
    return NEEDS_PERSON if faults else DONE
