"""Where do generated samples come from? Each generator by name, with families that training never sees for judging it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from idp.training.forms.catalogue import Form
from idp.training.forms.catalogue import forms as all_forms
from idp.training.forms.generate import compose
from idp.training.generate import generate_document
from idp.training.model.printed import samples_of
from idp.training.model.sample import Sample, write_samples
from idp.training.sheet import Printed
from idp.training.web.generate import measure_web_document
from idp.training.web.printer import DoesNotFit, Printer

_TRIES = 8
Source = Callable[[Sequence[int], bool], Iterator[Sample]]


def drawn(seeds: Sequence[int], held_out: bool) -> Iterator[Sample]:
    """The generator that draws with reportlab. It has no held-out families: held out are seeds only."""
    shift = 1_000_000 if held_out else 0
    for seed in seeds:
        document = generate_document(seed + shift)
        kind = str(document.truth["document_type"])
        yield from samples_of(document.printed, document_type=kind, source=f"drawn {kind}", kind="drawn")


def web(seeds: Sequence[int], held_out: bool) -> Iterator[Sample]:
    """Trade papers set in HTML and measured by Chromium."""
    with Printer() as printer:
        for seed in seeds:
            document = measure_web_document(seed, printer, held_out=held_out)
            kind = str(document.truth["document_type"])
            yield from samples_of(document.printed, document_type=kind, source=document.layout, kind="web")


def forms(seeds: Sequence[int], held_out: bool) -> Iterator[Sample]:
    """Shipping papers on forms like the real ones, measured by Chromium; seeds in a row go through all forms."""
    side = all_forms(held_out=held_out)
    with Printer() as printer:
        for seed in seeds:
            form = side[seed % len(side)]
            printed = _measured(form, seed, printer)
            if printed is not None:
                yield from samples_of(printed, document_type=form.document_type, source=form.name, kind="forms")


def _measured(form: Form, seed: int, printer: Printer) -> Printed | None:
    """One print of a form without its PDF; None where no choice of content fits onto it."""
    for attempt in range(_TRIES):
        setter = compose(form, Random(f"{form.name} {seed} {attempt}"), spare=attempt)
        try:
            return printer.measure(setter.set(form.name))
        except DoesNotFit:
            continue
    return None


SOURCES: Mapping[str, Source] = {"drawn": drawn, "web": web, "forms": forms}


def build_shards(folder: Path, kind: str, *, first_seed: int, count: int, held_out: bool, per_shard: int = 250) -> list[Path]:
    """Shards of `count` documents of one generator, from `first_seed` on; those that are there already stay."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for start in range(first_seed, first_seed + count, per_shard):
        end = min(start + per_shard, first_seed + count)
        path = folder / f"{kind}{'-heldout' if held_out else ''}-{start:07d}-{end:07d}.jsonl.gz"
        if not path.exists():
            write_samples(path, SOURCES[kind](range(start, end), held_out))
        paths.append(path)
    return paths
