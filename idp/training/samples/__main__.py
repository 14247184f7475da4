"""`python -m idp.training.samples OUT_DIR --seed 7` makes all sample documents anew."""

import argparse
import sys
from pathlib import Path

from idp.training.samples.demo import make_demo


def main(arguments: list[str]) -> int:
    """Writes the demo's files into the folder named by `arguments`; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m idp.training.samples", description="Makes the demo's documents, truths and world."
    )
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    files = make_demo(options.seed).files()
    options.out_dir.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (options.out_dir / name).write_bytes(data)
    sys.stdout.write(f"{len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB in {options.out_dir}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
