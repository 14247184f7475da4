"""How much memory does the reading child keep after many scans? Prints megabytes after each ten pages, with both engines loaded.

python -m benchmarks.memory [FOLDER] [--pages 60]        (FOLDER: PDFs with a text layer to print and wear; default generated ones)
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from PIL import Image

from benchmarks.worn_page import WEARS, worn_pages
from idp.domain.errors import IdpError
from idp.ports import Limits
from idp.reading import ConfinedProcess

_TURNS = ("clean", "tired", "office", "phone", "fax")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", nargs="?", type=Path)
    arguments.add_argument("--pages", type=int, default=60)
    given = arguments.parse_args()
    most = 0.0
    with ConfinedProcess(limits=Limits(), children=1) as reader:
        documents = -(-given.pages // len(WEARS))
        for number, page in enumerate(worn_pages(given.folder, documents, _TURNS), start=1):
            packed = io.BytesIO()
            Image.fromarray(page.pixels).save(packed, "PNG", compress_level=1)
            try:
                reader.read(packed.getvalue(), name=page.name)
            except IdpError as exc:
                print(f"{page.name} {page.wear}: {exc}")
            most = max(most, reader.memory_bytes / 1e6)
            if number % 10 == 0 or number == given.pages:
                print(f"after {number:3} pages {reader.memory_bytes / 1e6:7.0f} MB, most so far {most:7.0f} MB", flush=True)
            if number == given.pages:
                break


if __name__ == "__main__":
    main()
