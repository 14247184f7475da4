"""`python -m idp.training.web OUT --count N --seed S [--held-out] [--scan-share 0.2]` writes papers with their truth beside them."""

import argparse
import json
import sys
from pathlib import Path
from random import Random

from idp.training.degrade import CLEAN, FAX, OFFICE, PHONE, TIRED, Wear, as_jpeg, as_pdf, as_png, scan
from idp.training.truth import GeneratedDocument
from idp.training.web.generate import generate_web_document
from idp.training.web.printer import Printer

_WEARS: tuple[Wear, ...] = (CLEAN, CLEAN, OFFICE, OFFICE, TIRED, PHONE, FAX)
_JPEG_QUALITY = 70


def main(arguments: list[str]) -> int:
    """Writes NAME.pdf (or .png, .jpg) and NAME.truth.json for every seed from the first on."""
    options = _parsed(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    with Printer() as printer:
        for seed in range(options.seed, options.seed + options.count):
            document = generate_web_document(seed, printer, held_out=options.held_out)
            name = f"{'held' if options.held_out else 'web'}-{seed:06d}"
            is_scan = Random(f"scan {seed}").random() < options.scan_share
            suffix, content = _scanned(document, seed) if is_scan else ("pdf", document.pdf)
            (options.out / f"{name}.{suffix}").write_bytes(content)
            truth = {**document.truth, "source": document.layout, "quality": "scan" if is_scan else "native"}
            (options.out / f"{name}.truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m idp.training.web", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true", help="structures and wordings that are never trained on")
    parser.add_argument("--scan-share", type=float, default=0.0, help="share of papers that come as scan or photo")
    return parser.parse_args(arguments)


def _scanned(document: GeneratedDocument, seed: int) -> tuple[str, bytes]:
    """The paper as it comes from a scanner or telephone: file suffix and bytes; several pages are a PDF without text."""
    wear = Random(f"wear {seed}").choice(_WEARS)
    images = scan(document.pdf, document.boxes, wear, seed).images
    if len(images) > 1:
        return "pdf", as_pdf(images, _JPEG_QUALITY, wear.dpi)
    if wear is PHONE or Random(f"form {seed}").random() < 0.5:
        return "jpg", as_jpeg(images[0], _JPEG_QUALITY, wear.dpi)
    return "png", as_png(images[0], wear.dpi)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
