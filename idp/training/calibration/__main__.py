"""`python -m idp.training.calibration --out FILE FOLDER…`: fits the calibration on folders of documents with truth files."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from idp.bootstrap.layout_model import choose_layout_model
from idp.bootstrap.reading import make_confined
from idp.domain.page import Reading
from idp.extractors.tags import Tags
from idp.services.layout import look_at_layout
from idp.settings import load_settings
from idp.training.calibration.example import Example, examples
from idp.training.calibration.fit import fit_calibration
from idp.training.calibration.report import report


def main() -> int:
    """Reads, fits, writes the calibration and prints what it measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", help="FOLDER or FOLDER=WEIGHT; documents of weight 0 are only judged")
    parser.add_argument("--out", type=Path, required=True, help="file to write the calibration to")
    parser.add_argument("--cache", type=Path, required=True, help="where readings are kept between runs")
    parser.add_argument("--alpha", type=float, default=0.02)
    arguments = parser.parse_args()
    settings = load_settings()
    layout = choose_layout_model(settings)
    sys.stderr.write(f"layout model: {layout.told}\n")
    confined = make_confined(settings, children=1)

    def look(content: bytes, reading: Reading) -> Tags | None:
        return look_at_layout(layout.model, confined, content, reading) if layout.model is not None else None

    gathered: list[tuple[Example, float]] = []
    try:
        for given in arguments.folders:
            folder, _, weight = given.partition("=")
            before = len(gathered)
            read = examples(Path(folder), confined, cache=arguments.cache, tag=f"{folder}/", look=look)
            gathered += [(one, float(weight or 1)) for one in read]
            sys.stderr.write(f"{folder}: {len(gathered) - before} documents\n")
    finally:
        confined.close()
    fitted = fit_calibration(gathered, alpha=arguments.alpha)
    arguments.out.write_text(json.dumps(fitted.data, separators=(",", ":")), encoding="utf-8")
    sys.stdout.write(report(gathered, fitted) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
