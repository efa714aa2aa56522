"""``warmwijzer arrangement …``: proposals, costs, interest, letters, and receipts again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from casework.organisation import load_organisation
from payment_arrangement import (
    Policy,
    RequestRefused,
    answer,
    canonical,
    load_policy,
    questions,
    read_json,
    schema_of,
)
from payment_arrangement import replay as compute_again
from warmwijzer.arrangement_tables import show_answer, show_replay
from warmwijzer.portfolio_files import answer_file
from warmwijzer.settings import read_settings

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Payment arrangements: dated, cited rules. JSON in, JSON or a table out.",
)
console = Console()
_MOST_RECEIPT_BYTES = 4_194_304

File = Annotated[Path, typer.Argument(help="A JSON file; - reads what is typed or piped.")]
PolicyFile = Annotated[
    Path | None, typer.Option("--policy", help="Another policy than the organisation's own.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, also in a terminal.")]
_STANDARD_INPUT = Path("-")


@app.command()
def propose(
    file: File = _STANDARD_INPUT, policy: PolicyFile = None, as_json: AsJson = False
) -> None:
    """Up to three plans that a person can keep, or why there is none; or a counter-proposal.

    Example: `warmwijzer arrangement schema propose --example | warmwijzer arrangement propose`
    """
    _answer("propose", file, policy, as_json)


@app.command()
def costs(file: File = _STANDARD_INPUT, policy: PolicyFile = None, as_json: AsJson = False) -> None:
    """The most collection costs that the law allows, and what the organisation charges.

    Example: `warmwijzer arrangement schema costs --example | warmwijzer arrangement costs`
    """
    _answer("costs", file, policy, as_json)


@app.command()
def interest(
    file: File = _STANDARD_INPUT, policy: PolicyFile = None, as_json: AsJson = False
) -> None:
    """Statutory interest, with the payments in between.

    Example: `warmwijzer arrangement schema interest --example | warmwijzer arrangement interest`
    """
    _answer("interest", file, policy, as_json)


@app.command()
def letter(
    file: File = _STANDARD_INPUT, policy: PolicyFile = None, as_json: AsJson = False
) -> None:
    """The last day to pay without costs after a fourteen-day letter, and what is wrong with it.

    Example: `warmwijzer arrangement schema letter --example | warmwijzer arrangement letter`
    """
    _answer("letter", file, policy, as_json)


@app.command()
def replay(file: File, as_json: AsJson = False) -> None:
    """Compute the outcome of a receipt again; end with 1 when it is not the same.

    Example: `warmwijzer arrangement replay outcome.json`
    """
    again = compute_again(read_json(_read(file), "The receipt", _MOST_RECEIPT_BYTES))
    if as_json or not console.is_terminal:
        _write(again.text)
    else:
        console.print(show_replay(again))
    if again.differences:
        Console(stderr=True).print(*again.differences, sep="\n", soft_wrap=True)
        raise typer.Exit(1)


@app.command()
def schema(
    question: Annotated[str, typer.Argument(help=f"One of {', '.join(questions())}.")],
    example: Annotated[bool, typer.Option("--example", help="An example instead.")] = False,
) -> None:
    """The JSON Schema of what may be asked, or an example of it.

    Example: `warmwijzer arrangement schema propose`
    """
    found = schema_of(_known(question))
    _write(canonical(found["examples"][0] if example else found))


@app.command()
def portfolio(
    question: Annotated[str, typer.Argument(help=f"One of {', '.join(questions())}.")],
    cases: Annotated[Path, typer.Argument(help="A CSV file, one row a case.")],
    outcomes: Annotated[Path, typer.Argument(help="The CSV file to write.")],
    policy: PolicyFile = None,
    answers: Annotated[
        Path | None, typer.Option(help="Also write whole answers with receipts, one JSON a line.")
    ] = None,
) -> None:
    """Answer a question for every case of a CSV file: one row in, one row out.

    Columns are the names in the schema; `budget.household` is a part of `budget`. A case that
    cannot be answered gets the name of its error. Nothing is written when the columns are wrong.

    Example: `warmwijzer arrangement portfolio propose cases.csv outcomes.csv`
    """
    _known(question)
    chosen = _policy(policy)
    with Progress(console=console, transient=True) as progress:
        size = cases.stat().st_size if cases.exists() else None
        task = progress.add_task(question, total=size)
        rows, errors = answer_file(
            question,
            cases,
            outcomes,
            chosen,
            answers=answers,
            advance=lambda read: progress.advance(task, read),
        )
    console.print(f"{rows} rows in {outcomes}, {errors} of them with an error", soft_wrap=True)


def _answer(question: str, file: Path, policy: Path | None, as_json: bool) -> None:
    found = answer(question, read_json(_read(file), "The question"), _policy(policy))
    if as_json or not console.is_terminal:
        _write(canonical(found))
    else:
        console.print(show_answer(found))


def _policy(path: Path | None) -> Policy:
    if path is None:
        return load_organisation(read_settings().organisation).policy
    try:
        return load_policy(path)
    except OSError as error:
        raise RequestRefused(str(path), [f"{error.strerror}; name a policy file"]) from error


def _known(question: str) -> str:
    if question not in questions():
        raise typer.BadParameter(f"{question!r} is not one of {', '.join(questions())}.")
    return question


def _read(file: Path) -> bytes:
    """What the file, or standard input, holds; no more than can be right."""
    if file == _STANDARD_INPUT:
        return sys.stdin.buffer.read(_MOST_RECEIPT_BYTES + 1)
    try:
        with file.open("rb") as opened:
            return opened.read(_MOST_RECEIPT_BYTES + 1)
    except OSError as error:
        raise RequestRefused(str(file), [f"{error.strerror}; name a JSON file"]) from error


def _write(text: bytes) -> None:
    sys.stdout.buffer.write(text + b"\n")
    sys.stdout.buffer.flush()
