"""Who polls a drop: the name that a process puts on its claims, by which others see whether it still lives."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

_UNTOLD = ""


@dataclass(frozen=True, slots=True)
class Poller:
    """One poller of one drop in one process. `machine` is "" where the system does not tell it, and death is then seen by age alone.

    `machine` is a start of a system together with its view of processes, so that the same process id in another container or after
    a restart is another process.
    """

    machine: str
    process: int
    started: int
    own: str

    @classmethod
    def here(cls) -> Poller:
        """A new poller in this process."""
        process = os.getpid()
        return cls(_machine(), process, _started(process) or 0, secrets.token_hex(4))

    def new_claim(self, now: float) -> str:
        """A new name for a claim: when (seconds since 1970), by whom, and which."""
        return f"{now:.0f}-{self._name}-{secrets.token_hex(4)}"

    def made(self, claim: str) -> bool:
        """Whether this poller made the claim."""
        return _maker(claim) == self._name

    def is_left_over(self, claim: str, *, now: float, lease_seconds: float) -> bool:
        """Whether the claim's maker has died, as far as this machine can see, or the claim is older than `lease_seconds`."""
        return self._saw_die(_maker(claim)) or _is_older(claim, now - lease_seconds)

    @property
    def _name(self) -> str:
        return f"{self.machine}.{self.process}.{self.started}.{self.own}"

    def _saw_die(self, maker: str) -> bool:
        machine, *rest = maker.split(".")
        if machine == _UNTOLD or machine != self.machine or len(rest) != 3 or not (rest[0].isdecimal() and rest[1].isdecimal()):
            return False
        return _started(int(rest[0])) != int(rest[1])


def _maker(claim: str) -> str:
    return claim.split("-")[1] if claim.count("-") == 2 else ""


def _is_older(claim: str, moment: float) -> bool:
    made_at = claim.partition("-")[0]
    return made_at.isdecimal() and int(made_at) < moment


def _machine() -> str:
    try:
        start = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        view = Path("/proc/self/ns/pid").readlink()
    except OSError:
        return _UNTOLD
    return hashlib.sha256(f"{start} {view}".encode()).hexdigest()[:12]


def _started(process: int) -> int | None:
    """When the process started, in ticks since the system did (proc(5): field 22); None where there is no such process."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19])
    except (OSError, ValueError, IndexError):
        return None
