"""The door through which hostile files are opened, by the settings."""

from __future__ import annotations

from idp.ports import Confined, Limits, Unpacker
from idp.reading.confinement import ConfinedProcess
from idp.settings import Settings


def limits_of(settings: Settings) -> Limits:
    """What one file may cost."""
    return Limits(
        bytes=settings.max_file_bytes,
        pages=settings.max_pages,
        seconds=settings.max_seconds,
        memory_bytes=settings.max_memory_bytes,
    )


def make_unpacker(settings: Settings) -> Unpacker:
    """Takes mails and archives apart in child processes of their own: what comes in never waits for a long scan that is being read."""
    return ConfinedProcess(limits=limits_of(settings), children=2)


def make_confined(settings: Settings, *, children: int = 2) -> Confined:
    """Up to `children` child processes for reading, each started when it is first needed."""
    return ConfinedProcess(limits=limits_of(settings), children=children)
