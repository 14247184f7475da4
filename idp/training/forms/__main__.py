"""`python -m idp.training.forms OUT --count N --seed S`: writes forms with their truth, as PDF or as scans."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from random import Random

import numpy as np

from idp.training.degrade import CLEAN, FAX, OFFICE, PHONE, TIRED, Scan, Wear, as_jpeg, as_pdf, as_png, as_tiff, scan
from idp.training.forms.catalogue import FORMS
from idp.training.forms.generate import GeneratedForm, generate_form
from idp.training.web.printer import Printer

_WEARS: tuple[tuple[Wear, str], ...] = (
    (CLEAN, "pdf"), (CLEAN, "png"), (OFFICE, "pdf"), (OFFICE, "pdf"), (TIRED, "pdf"), (PHONE, "jpg"), (FAX, "tiff"),
)  # fmt: skip
_PHOTOGRAPHED = {form.name for form in FORMS if form.is_photographed}
_BANDS: Mapping[Wear, str] = {CLEAN: "clean_scan", OFFICE: "clean_scan"}
_HANDWRITTEN_FACTOR, _TYPED_FACTOR = 2.6, 0.6


def main() -> None:
    """Reads the command line and writes the files."""
    parser = argparse.ArgumentParser(prog="python -m idp.training.forms", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--scan-share", type=float, default=0.3)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with Printer() as printer:
        for seed in range(options.seed, options.seed + options.count):
            made = generate_form(seed, printer, held_out=options.held_out)
            write(options.out, f"{made.form}_{seed}", made, seed, options.scan_share)


def write(folder: Path, name: str, made: GeneratedForm, seed: int, scan_share: float) -> None:
    """Writes a document and its truth. Pens write on paper: what they wrote comes as a scan far more often than print alone."""
    rng = Random(f"paper {seed}")
    is_scan = rng.random() < scan_share * (_HANDWRITTEN_FACTOR if made.has_handwriting else _TYPED_FACTOR)
    quality = "native"
    if is_scan:
        wear, kind = (PHONE, "jpg") if made.form in _PHOTOGRAPHED else rng.choice(_WEARS)
        pages = scan(made.document.pdf, made.document.boxes, wear, seed)
        if kind in {"png", "jpg"} and len(pages.images) > 1:
            kind = "pdf"
        (folder / f"{name}.{kind}").write_bytes(_encoded(pages, kind, wear))
        quality = _BANDS.get(wear, "poor_scan")
    else:
        (folder / f"{name}.pdf").write_bytes(made.document.pdf)
    truth = {**made.document.truth, "source": made.form, "quality": quality}
    (folder / f"{name}.truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _encoded(pages: Scan, kind: str, wear: Wear) -> bytes:
    match kind:
        case "png":
            return as_png(pages.images[0], wear.dpi)
        case "jpg":
            return as_jpeg(pages.images[0], 78, wear.dpi)
        case "tiff":
            return as_tiff([np.asarray(image) for image in pages.images], wear.dpi)
        case _:
            return as_pdf(pages.images, 72, wear.dpi)


if __name__ == "__main__":
    main()
