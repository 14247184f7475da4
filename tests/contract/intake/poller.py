"""A process that polls an SFTP drop, as another machine would."""

from __future__ import annotations

import time

from idp.intake.drop import Drop, Patience
from idp.intake.sftp import SftpAddress, SftpFolder
from tests.contract.intake.desk import Desk

AT_ONCE = Patience(no_end=0.0, partner=0.0)
"""Takes what has rested over two polls, however short that was."""


def poll_until(address: SftpAddress, *, seconds: float) -> list[tuple[str, bytes]]:
    """Names and bytes of what this process has taken in when two polls in a row found nothing new; at most for `seconds`."""
    desk = Desk()
    drop = Drop(SftpFolder(address), desk.take, channel="sftp", patience=AT_ONCE)
    deadline, idle = time.monotonic() + seconds, 0
    drop.poll()
    while idle < 2 and time.monotonic() < deadline:
        idle = 0 if drop.poll() else idle + 1
    return [(name, content) for _, name, content in desk.deliveries]
