"""The `Confined` port without a child process, for tests and training; hostile files belong to ConfinedProcess."""

from __future__ import annotations

from collections.abc import Sequence

from idp.domain.geometry import Box
from idp.domain.page import Reading, Word
from idp.ports import Limits, PageOf
from idp.reading.engines import Engines
from idp.reading.file import read_file, render_page, reread


class DirectReading:
    """Reads in this process: `limits` on bytes, pages and pixels hold, those on time and memory cannot."""

    def __init__(self, *, limits: Limits | None = None, engines: Engines | None = None) -> None:
        self._limits = limits or Limits()
        self._engines = engines

    def read(self, content: bytes, *, name: str, limits: Limits | None = None) -> Reading:
        return read_file(content, name=name, limits=limits or self._limits, engines=self._engines)

    def render(self, content: bytes, *, page_index: int, dpi: int = 110) -> bytes:
        return render_page(content, page_index, dpi, limits=self._limits)

    def reread(self, content: bytes, *, page_index: int, box: Box) -> tuple[Word, ...]:
        return reread(content, page_index, box, limits=self._limits, engines=self._engines)

    def compose(self, files: Sequence[bytes], pages: Sequence[PageOf]) -> bytes:
        from idp.reading.composition import compose  # noqa: PLC0415 - loads the image libraries

        return compose(files, pages, limits=self._limits)

    def close(self) -> None:
        """Nothing to end."""
