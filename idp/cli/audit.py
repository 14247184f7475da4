"""`idp audit verify`: recomputes the event log's hash chains."""

from __future__ import annotations

from collections.abc import Mapping

from idp.bootstrap.service import open_stored
from idp.cli.files import DONE, NEEDS_PERSON
from idp.cli.output import print_json
from idp.settings import load_settings


def verify_log(*, as_json: bool, overrides: Mapping[str, object]) -> int:
    """Prints how many events were checked and every fault; returns 1 where there is one."""
    with open_stored(load_settings(**overrides)).view() as work:
        checked, faults = work.audit.verify()
    if as_json:
        rows = [{"document": f.document_id, "sequence": f.sequence, "trouble": f.trouble} for f in faults]
        print_json({"events": checked, "faults": rows})
    else:
        print(f"{checked} events checked, {len(faults)} faults")
        for fault in faults:
            print(f"  document {fault.document_id}, event {fault.sequence}: {fault.trouble}")
    return NEEDS_PERSON if faults else DONE
