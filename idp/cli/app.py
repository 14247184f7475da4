"""Which commands there are, with their options. What they do stands in the module of each."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

app = typer.Typer(
    name="idp",
    help="Reads supplier documents, matches every line with Odoo, and enters them or asks one precise question.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
models_app = typer.Typer(help="Layout models: which there are, how they compare, which is in use.", no_args_is_help=True)
audit_app = typer.Typer(help="Checks of the append-only event log.", no_args_is_help=True)
app.add_typer(audit_app, name="audit")
app.add_typer(models_app, name="models")
sources_app = typer.Typer(
    help="Where documents come from: which sources there are, and whether they work.", no_args_is_help=True
)
app.add_typer(sources_app, name="sources")
tokens_app = typer.Typer(help="The tokens with which programs send documents in.", no_args_is_help=True)
app.add_typer(tokens_app, name="tokens")

# typer reads annotations at run time and wants Optional spelled out
DataOption = Annotated[Optional[Path], typer.Option("--data", help="Folder of all state (or IDP_DATA_DIR).")]  # noqa: UP045
PolicyOption = Annotated[Optional[Path], typer.Option("--policy", help="Policy file.")]  # noqa: UP045
WorldOption = Annotated[Optional[Path], typer.Option("--world", help="World file for the sandbox Odoo.")]  # noqa: UP045
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON lines instead of text.")]
FilesArgument = Annotated[list[Path], typer.Argument(help="Files to work on.", show_default=False)]

_given: dict[str, object] = {}


@app.callback()
def common(data: DataOption = None, policy: PolicyOption = None, json: JsonOption = False) -> None:
    """Options before the command; the command's own win."""
    import logging

    from idp.log import configure_logging

    _given.update(data=data, policy=policy, json=json)
    configure_logging("console", level=logging.WARNING)  # commands that stay up say more


def _options(data: Path | None, policy: Path | None = None) -> dict[str, object]:
    return {"data_dir": data or _given.get("data"), "policy": policy or _given.get("policy")}


def _data(data: Path | None) -> Path | None:
    return _path(data or _given.get("data"))


def _path(given: object) -> Path | None:
    return Path(str(given)) if given is not None else None


def _json(wanted: bool) -> bool:
    return wanted or bool(_given.get("json"))


@app.command()
def extract(files: FilesArgument, json: JsonOption = False) -> None:
    """Read documents; no Odoo, nothing is kept."""
    from idp.cli.extract import extract_files

    raise typer.Exit(extract_files(files, as_json=_json(json)))


@app.command()
def process(
    files: FilesArgument,
    world: WorldOption = None,
    data: DataOption = None,
    policy: PolicyOption = None,
    json: JsonOption = False,
) -> None:
    """Take documents the whole way against Odoo or the sandbox."""
    from idp.cli.process import process_files

    raise typer.Exit(process_files(files, world=world, as_json=_json(json), overrides=_options(data, policy)))


@app.command()
def intake(files: FilesArgument, data: DataOption = None, json: JsonOption = False) -> None:
    """Take files, mails and archives in and print what became of every part."""
    from idp.cli.intake import intake_files

    raise typer.Exit(intake_files(files, as_json=_json(json), overrides=_options(data)))


@app.command()
def replay(
    policy: PolicyOption = None,
    since: Annotated[str | None, typer.Option("--since", help="Only decisions from this day on, such as 2026-04-05.")] = None,
    document: Annotated[Optional[str], typer.Option("--document", help="Only the document with this id.")] = None,  # noqa: UP045
    reread: Annotated[bool, typer.Option("--reread", help="Read the stored files anew too.")] = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Decide old documents again, from what Odoo and we knew then, and list what would change. Nothing is changed.

    Under --policy FILE, else each under the policy it was decided under: then only what the program does otherwise shows. Exit 0 = every
    decision would be the same, 1 = some would change and a person should look at them.
    """
    from idp.cli.replay import Wanted, replay_decisions

    given = _options(data, policy)
    wanted = Wanted(policy=_path(given.pop("policy")), since=since, document=document, read_anew=reread)
    raise typer.Exit(replay_decisions(wanted, as_json=_json(json), overrides=given))


@app.command()
def run(
    world: WorldOption = None,
    port: Annotated[Optional[int], typer.Option("--port", help="Port of the workbench.")] = None,  # noqa: UP045
    odoo_port: Annotated[int, typer.Option("--odoo-port", help="Port of the sandbox; 0 takes a free one.")] = 0,
    data: DataOption = None,
    policy: PolicyOption = None,
) -> None:
    """Run everything in one process: workbench, intake, worker, and the sandbox if no Odoo is set."""
    from idp.cli.run import run_service

    raise typer.Exit(run_service(world=world, odoo_port=odoo_port, overrides=_options(data, policy) | {"port": port}))


@app.command()
def demo(
    port: Annotated[Optional[int], typer.Option("--port", help="Port of the workbench.")] = None,  # noqa: UP045
    exit_: Annotated[bool, typer.Option("--exit", help="End after the table.")] = False,
    data: DataOption = None,
) -> None:
    """Run the sample documents through the sandbox and show what happened."""
    from idp.cli.demo import run_demo

    raise typer.Exit(run_demo(then_exit=exit_, overrides=_options(data) | {"port": port}))


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Argument(help="Folder of documents with truth files.")], json: JsonOption = False
) -> None:
    """Score a folder's documents against their truth files."""
    from idp.cli.evaluate import evaluate_folder

    raise typer.Exit(evaluate_folder(folder, as_json=_json(json)))


@app.command()
def sandbox(
    world: WorldOption = None,
    port: Annotated[int, typer.Option("--port", help="Port to listen on.")] = 8069,
    data: DataOption = None,
) -> None:
    """Run the embedded Odoo-shaped server alone (database idp, user admin/admin)."""
    from idp.cli.run import run_sandbox

    raise typer.Exit(run_sandbox(world=world, port=port, data_dir=_data(data)))


@app.command()
def worker(
    queues: Annotated[str, typer.Option("--queues", "-Q", help="Celery queues to serve.")] = "ocr,text,erp",
    concurrency: Annotated[Optional[int], typer.Option("--concurrency", "-c", help="Processes or threads.")] = None,  # noqa: UP045
    data: DataOption = None,
    policy: PolicyOption = None,
) -> None:
    """Run workers: Celery processes where IDP_REDIS_URL is set, else threads on the database."""
    from idp.cli.run import run_worker

    raise typer.Exit(run_worker(queues=queues, concurrency=concurrency, overrides=_options(data, policy)))


@app.command()
def beat(data: DataOption = None, policy: PolicyOption = None) -> None:
    """Run the clock: polls sources, sweeps, matches waiting documents again, watches outcomes."""
    from idp.cli.run import run_beat

    raise typer.Exit(run_beat(overrides=_options(data, policy)))


@app.command()
def serve(
    port: Annotated[Optional[int], typer.Option("--port", help="Port of the workbench.")] = None,  # noqa: UP045
    data: DataOption = None,
    policy: PolicyOption = None,
) -> None:
    """Run the workbench alone."""
    from idp.cli.run import run_workbench

    raise typer.Exit(run_workbench(overrides=_options(data, policy) | {"port": port}))


@app.command()
def figures(
    since: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--since", help="From this day on, such as 2026-04-05; 30 days if left out."),
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Print how many documents went through without a person, and how often that was wrong, by the audit sample."""
    from idp.cli.figures import show_figures

    raise typer.Exit(show_figures(since=since, as_json=_json(json), overrides=_options(data)))


@app.command()
def doctor(data: DataOption = None, policy: PolicyOption = None, json: JsonOption = False) -> None:
    """Look whether everything is set up, in Odoo above all, and say what to mend; changes nothing."""
    from idp.cli.doctor import examine_setup

    raise typer.Exit(examine_setup(as_json=_json(json), overrides=_options(data, policy)))


@app.command()
def settings() -> None:
    """Print every setting with its default and meaning, as in docs/operations.md."""
    from idp.settings import settings_table

    print(settings_table())


@app.command()
def train(  # noqa: PLR0913, PLR0917 - one parameter an option
    out: Annotated[Path, typer.Argument(help="Folder of the new model; training data goes below it.")],
    version: Annotated[str, typer.Option("--version", help="Name and version, as it will stand on each decision.")] = "own 1",
    documents: Annotated[
        int, typer.Option("--documents", help="Documents to generate of each kind; 0 takes what is there.")
    ] = 1000,
    pages: Annotated[int, typer.Option("--pages", help="Page passes of learning.")] = 20_000,
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same data, same model.")] = 1,
    cool: Annotated[float, typer.Option("--cool", help="Last part of the passes in which the rate falls.")] = 0.25,
    rate: Annotated[float, typer.Option("--rate", help="Learning rate.")] = 1e-3,
    data: Annotated[Optional[Path], typer.Option("--samples", help="Folder of samples, default OUT/data.")] = None,  # noqa: UP045
    start: Annotated[Optional[Path], typer.Option("--from", help="Earlier training to go on from.")] = None,  # noqa: UP045
    real: Annotated[Optional[list[Path]], typer.Option("--real", help="Folder of real documents with truth files.")] = None,  # noqa: UP045
    folds: Annotated[int, typer.Option("--folds", help="Only judge: tune and test by supplier in so many folds.")] = 0,
) -> None:
    """Train a layout model (needs the [train] extra)."""
    from idp.cli.train import Order, train_model

    raise typer.Exit(
        train_model(
            Order(out=out, version=version, documents=documents, pages=pages, seed=seed, cool=cool, rate=rate, data=data, start=start,
                  real=tuple(real or ()), folds=folds)
        )
    )  # fmt: skip


@models_app.command("list")
def models_list(data: DataOption = None, json: JsonOption = False) -> None:
    """Every model with its evaluation, and which one is in use."""
    from idp.cli.models import list_models

    raise typer.Exit(list_models(as_json=_json(json), overrides=_options(data)))


@models_app.command("compare")
def models_compare(
    first: Annotated[str, typer.Argument(help="Version, folder, or off.")],
    second: Annotated[str, typer.Argument(help="Version, folder, or off.")],
    folder: Annotated[Path, typer.Argument(help="Folder of documents with truth files.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Score a folder's documents with either model."""
    from idp.cli.models import compare_models

    raise typer.Exit(compare_models(first, second, folder, as_json=_json(json), overrides=_options(data)))


@models_app.command("promote")
def models_promote(name: Annotated[str, typer.Argument(help="Version or folder name.")], data: DataOption = None) -> None:
    """Put a model into use."""
    from idp.cli.models import promote_model

    raise typer.Exit(promote_model(name, overrides=_options(data)))


@models_app.command("roll-back")
def models_roll_back(data: DataOption = None) -> None:
    """Take the last promotion back."""
    from idp.cli.models import roll_back_model

    raise typer.Exit(roll_back_model(overrides=_options(data)))


@sources_app.command("list")
def sources_list(data: DataOption = None, json: JsonOption = False) -> None:
    """Every mailbox, SFTP drop and folder of the settings with its last poll."""
    from idp.cli.sources import list_sources

    raise typer.Exit(list_sources(as_json=_json(json), overrides=_options(data)))


@sources_app.command("test")
def sources_test(
    name: Annotated[Optional[str], typer.Argument(help="Source; all without one.", show_default=False)] = None,  # noqa: UP045
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Try everything that a poll needs, take nothing in, and say what is wrong."""
    from idp.cli.sources import try_sources

    raise typer.Exit(try_sources(name, as_json=_json(json), overrides=_options(data)))


@tokens_app.command("add")
def tokens_add(
    name: Annotated[str, typer.Argument(help="Name of the program; documents name it as their source.", show_default=False)],
    company: Annotated[str | None, typer.Option("--company", help="Our company that its documents are for (a hint).")] = None,
    document_type: Annotated[Optional[str], typer.Option("--document-type", help="Type of its documents (a hint).")] = None,  # noqa: UP045
    kind: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--kind", help="What it may send: pdf, picture, xml, other (mails, archives); all without one."),
    ] = None,
    per_minute: Annotated[int, typer.Option("--per-minute", help="Requests that are answered in a minute.")] = 600,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Make a token and print it, this once."""
    from idp.cli.tokens import add

    raise typer.Exit(
        add(
            name, company=company, document_type=document_type, kinds=kind or (), per_minute=per_minute, as_json=_json(json),
            overrides=_options(data),
        )
    )  # fmt: skip


@tokens_app.command("list")
def tokens_list(data: DataOption = None, json: JsonOption = False) -> None:
    """Every token that was made, without its secret."""
    from idp.cli.tokens import list_all

    raise typer.Exit(list_all(as_json=_json(json), overrides=_options(data)))


@tokens_app.command("revoke")
def tokens_revoke(
    name: Annotated[str, typer.Argument(help="Name of the token.", show_default=False)], data: DataOption = None
) -> None:
    """End a token at once; what it sent stays."""
    from idp.cli.tokens import revoke

    raise typer.Exit(revoke(name, overrides=_options(data)))


@app.command("verify-blobs")
def verify_blobs_command(data: DataOption = None, json: JsonOption = False) -> None:
    """Read every stored file and compare it with its hash; list what is missing or altered."""
    from idp.cli.verify import verify_blobs

    raise typer.Exit(verify_blobs(as_json=_json(json), overrides=_options(data)))


@audit_app.command("verify")
def audit_verify(data: DataOption = None, json: JsonOption = False) -> None:
    """Recompute every hash chain of the event log."""
    from idp.cli.audit import verify_log

    raise typer.Exit(verify_log(as_json=_json(json), overrides=_options(data)))


def main() -> None:
    """Runs the command line; whatever was used badly ends in one line on stderr and exit code 2."""
    from idp.domain.errors import BadUse, IdpError

    try:
        app()
    except BadUse as trouble:
        print(f"idp: {trouble}", file=sys.stderr)
        raise SystemExit(2) from None
    except IdpError as trouble:
        print(f"idp: {trouble}", file=sys.stderr)
        raise SystemExit(1) from None
