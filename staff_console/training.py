"""Sentences that were understood badly, for a colleague to review and for the model to learn."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from casework.context import Turn
from evidence_log import record
from staff_console.access import EMPLOYEE
from staff_console.desk_work import is_of_employee
from staff_console.errors import ConsoleError, NotThere
from staff_console.masking import masked
from staff_console.ports import Assistance
from staff_console.sessions import Colleague
from staff_console.store import TrainingCandidate, add_candidate, candidate_with, candidates
from staff_console.suggesting import Suggestion, Suggestions
from storage.unit_of_work import UnitOfWork

MOST_CHARACTERS = 500
NEW, KEPT, DROPPED = "new", "kept", "dropped"


class CandidateRefused(ConsoleError):
    """A sentence without words or without something it means cannot be an example."""

    text_key = "candidate_refused"


def note_choice(
    turn: Turn,
    colleague: Colleague,
    found: Suggestions,
    chosen: Suggestion,
    choice: str,
    reason: str | None = None,
) -> None:
    """Note what became of a suggestion; what was edited or rejected may be learnt from.

    ``choice`` is ``accepted``, ``edited`` or ``rejected``. Of an employee nothing is kept to learn
    from.
    """
    intent = found.understood.intent if found.understood else None
    score_percent = found.understood.score_percent if found.understood else None
    codes = {
        "kind": chosen.kind,
        "suggestion": chosen.key,
        "intent": intent,
        "score_percent": score_percent,
        "choice": choice,
        "reason": reason,
        "colleague": colleague.id,
    }
    record(turn.unit, "suggestion_chosen", turn.case.ref, codes)
    words = masked(found.line.text)[:MOST_CHARACTERS]
    if choice == "accepted" or turn.case.audience == EMPLOYEE or not words.strip():
        return
    add_candidate(
        turn.unit,
        case_id=turn.case.id,
        words=words,
        intent=intent or "",
        score_percent=score_percent or 0,
        suggestion=chosen.key,
        choice=choice,
        reason=reason,
    )


def review(
    unit: UnitOfWork,
    assistance: Assistance,
    colleague: Colleague,
    candidate_id: str,
    words: str,
    intent: str,
    is_kept: bool,
) -> None:
    """Keep a sentence as an example of ``intent``, or drop it.

    Raises :class:`NotThere`, and :class:`CandidateRefused` for a sentence that cannot be one.
    """
    row = candidate_with(unit, candidate_id)
    if row is None or is_of_employee(unit, row.case_id):
        raise NotThere("This sentence does not exist, or was forgotten.")
    if is_kept:
        plain = " ".join(masked(words).split())
        if not plain or len(plain) > MOST_CHARACTERS or intent not in assistance.intents():
            raise CandidateRefused("Without words or a meaning this is no example; it waits.")
        row.words, row.intent = plain, intent
    row.state = KEPT if is_kept else DROPPED
    row.reviewed_by, row.reviewed_at = colleague.id, unit.now
    codes = {"candidate": row.id, "outcome": row.state, "intent": row.intent or None}
    record(unit, "training_reviewed", None, {**codes, "colleague": colleague.id})


def examples_file(rows: Iterable[TrainingCandidate]) -> str:
    """Return kept sentences in the shape of a file in ``nlu/intents``, by intent."""
    by_intent: dict[str, list[str]] = {}
    for row in rows:
        by_intent.setdefault(row.intent, []).append(row.words)
    nlu = [
        {"intent": intent, "examples": "".join(f"- {words}\n" for words in sorted(set(found)))}
        for intent, found in sorted(by_intent.items())
    ]
    dumped: str = yaml.dump(
        {"version": "3.1", "nlu": nlu}, Dumper=_Blocks, allow_unicode=True, sort_keys=False
    )
    return dumped


def kept_examples(unit: UnitOfWork) -> str:
    """Return everything that was kept, in the shape of a file in ``nlu/intents``."""
    return examples_file(sentences(unit, KEPT))


def sentences(unit: UnitOfWork, state: str) -> tuple[TrainingCandidate, ...]:
    """Return the sentences in ``state``, without those of who turned out to be an employee."""
    rows = candidates(unit, state)
    return tuple(row for row in rows if not is_of_employee(unit, row.case_id))


class _Blocks(yaml.SafeDumper):
    """Writes text of more than one line as a block, as the files in ``nlu/`` have it."""


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Blocks.add_representer(str, _block)
