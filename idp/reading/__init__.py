"""Bytes become pages of words: native text or OCR, upright, with boxes in page fractions and a quality band.

`read_file`, `render_page` and `reread` work in this process; `ConfinedProcess` does the same in a child process that hostile files
cannot hurt us through, `DirectReading` without one (tests, training).
"""

from idp.reading.confinement import ConfinedProcess
from idp.reading.direct import DirectReading
from idp.reading.engines import Engines
from idp.reading.file import read_file, render_page, reread

__all__ = ["ConfinedProcess", "DirectReading", "Engines", "read_file", "render_page", "reread"]
