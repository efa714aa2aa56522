"""The language of the conversation: chosen by the person, kept with the case."""

from __future__ import annotations

from casework.context import Turn
from casework.errors import BadRequest
from casework.locales import DUTCH, LOCALES
from casework.store import Case
from evidence_log import record
from storage.unit_of_work import UnitOfWork


def choose_language(turn: Turn, language: str) -> None:
    """Keep that the person wants to go on in ``language`` (ISO 639-1).

    Raises :class:`casework.errors.BadRequest` for a language without all texts: half a conversation
    in it would end in words that the person cannot read.
    """
    if language not in LOCALES:
        raise BadRequest(
            f"A conversation cannot be held in {language!r}: only {', '.join(LOCALES)} have all "
            "texts. Nothing was changed; offer a person."
        )
    turn.case.language = language
    record(turn.unit, "language_chosen", turn.case.ref, {"language": language})


def language_of(unit: UnitOfWork, case_id: str | None) -> str:
    """Return the language that is spoken in the case; Dutch when nobody chose another."""
    case = unit.session.get(Case, case_id) if case_id else None
    return case.language if case is not None and case.language in LOCALES else DUTCH
