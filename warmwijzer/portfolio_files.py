"""A portfolio from file to file: whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from payment_arrangement import Policy, RequestRefused, canonical
from payment_arrangement.portfolio import answer_all, write_header


def answer_file(
    question: str,
    cases: Path,
    outcomes: Path,
    policy: Policy,
    *,
    answers: Path | None,
    advance: Callable[[int], None],
) -> tuple[int, int]:
    """Write the outcome of every row of `cases` to `outcomes`; return the rows and the errors.

    ``answers`` gets each whole answer as one line of JSON. ``advance`` hears how many bytes were
    read. A file appears under its name only when it is complete. Raises RequestRefused when
    the file cannot be read, its columns are wrong or one file is named twice; then nothing was
    written.
    """
    targets = [path for path in (outcomes, answers) if path is not None]
    if len({path.resolve() for path in (cases, *targets)}) <= len(targets):
        wrong = "the same file is named twice; give what comes out a name of its own"
        raise RequestRefused(outcomes.name, [wrong])
    parts = [path.with_name(f"{path.name}.part") for path in targets]
    try:
        with ExitStack() as opened:
            source = opened.enter_context(cases.open(encoding="utf-8-sig", newline=""))
            files = [
                opened.enter_context(part.open("w", encoding="utf-8", newline="")) for part in parts
            ]
            counted = _write(question, _lines(source, advance), policy, files)
        for part, target in zip(parts, targets, strict=True):
            part.replace(target)
    except UnicodeDecodeError as error:
        wrong = "it is not UTF-8 text; in a spreadsheet choose 'CSV UTF-8'"
        raise RequestRefused(cases.name, [wrong]) from error
    except OSError as error:
        raise RequestRefused(str(error.filename), [f"{error.strerror}"]) from error
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    return counted


def _lines(source: TextIO, advance: Callable[[int], None]) -> Iterator[str]:
    for line in source:
        advance(len(line.encode()))
        yield line


def _write(
    question: str, lines: Iterator[str], policy: Policy, files: Sequence[TextIO]
) -> tuple[int, int]:
    answered = answer_all(question, lines, policy)
    rows = errors = 0
    writer = None
    for each in answered:
        writer = writer or write_header(question, files[0])
        writer.writerow(each.row)
        rows += 1
        errors += each.answer is None
        for file in files[1:]:
            if each.answer is not None:
                file.write(canonical({"case": each.case, **each.answer}).decode() + "\n")
    if writer is None:
        write_header(question, files[0])
    return rows, errors
