"""`idp doctor`: what is set up, and what a person has to mend."""

from __future__ import annotations

from collections.abc import Mapping

from idp.bootstrap.service import build_service
from idp.cli.files import DONE, NEEDS_PERSON
from idp.cli.output import print_json
from idp.ports import Verdict
from idp.services.doctor import examine
from idp.settings import load_settings

_MARKS = {Verdict.GOOD: "ok     ", Verdict.ADVICE: "advice ", Verdict.TROUBLE: "TROUBLE"}


def examine_setup(*, as_json: bool, overrides: Mapping[str, object]) -> int:
    """Prints every check; returns 1 where something is missing that a person has to mend."""
    service = build_service(load_settings(**overrides))
    try:
        checks = examine(service.means)
    finally:
        service.close()
    for check in checks:
        if as_json:
            print_json({"check": check.name, "verdict": check.verdict, "text": check.text})
        else:
            print(f"{_MARKS[check.verdict]}  {check.name}: {check.text}")
    return NEEDS_PERSON if any(check.verdict is Verdict.TROUBLE for check in checks) else DONE
