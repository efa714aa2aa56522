"""Who approved which version of a text, and which wording would be better.

A text is ``new`` (nobody approved it), ``approved``, ``lapsed`` (other words were approved) or
``withdrawn``. Only ``approved`` moves by itself: when the words change, it is ``lapsed``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import yaml

from evidence_log import record
from staff_console.errors import ConsoleError, NotThere
from staff_console.sessions import Colleague
from staff_console.wording.figures import Figures, FixedText, TextMeasure
from staff_console.wording.store import (
    DROPPED,
    OPEN,
    TextApproval,
    TextProposal,
    TextVersion,
    add_approval,
    add_proposal,
    add_version,
    all_approvals,
    open_proposals,
    proposal_with,
    versions_of,
    versions_seen,
)
from storage.unit_of_work import UnitOfWork

STATES = ("new", "approved", "lapsed", "withdrawn")
FILTERS = ("all", "not_approved", "under_b1", "proposed")
LONGEST_WORDS, LONGEST_REASON = 2000, 300
_ONE_APPROVAL_AT_A_TIME = 4_120


class WordingRefused(ConsoleError):
    """A wording or an approval that cannot be kept. ``text_key`` says why, for a colleague."""

    def __init__(self, text_key: str, message: str) -> None:
        super().__init__(message)
        self.text_key = text_key


@dataclass(frozen=True)
class ListedText:
    """A text with its state; ``approval`` is the last one, for these words or for others."""

    text: FixedText
    state: str
    approval: TextApproval | None


@dataclass(frozen=True)
class TextPage:
    """Everything the page of one text shows, the newest first."""

    listed: ListedText
    versions: Sequence[TextVersion]
    approvals: Sequence[TextApproval]
    proposals: Sequence[tuple[TextProposal, Figures | None]]


def note_versions(unit: UnitOfWork, texts: Iterable[FixedText]) -> int:
    """Keep the versions that were not seen before; return how many there were."""
    seen = versions_seen(unit)
    new = [text for text in texts if (text.key, text.text_hash) not in seen]
    for text in new:
        add_version(unit, text.key, text.text_hash, text.words)
    return len(new)


def listed(unit: UnitOfWork, measure: TextMeasure, which: str, words: str) -> list[ListedText]:
    """Return the texts that pass a filter of :data:`FILTERS` and hold every word of ``words``."""
    found = _all_listed(unit, measure)
    proposed = {row.text_key for row in open_proposals(unit)} if which == "proposed" else set()
    keeps: dict[str, Callable[[ListedText], bool]] = {
        "all": lambda each: True,
        "not_approved": lambda each: each.state != "approved",
        "under_b1": lambda each: each.text.figures is not None and bool(each.text.figures.faults),
        "proposed": lambda each: each.text.key in proposed,
    }
    keep = keeps.get(which, keeps["all"])
    wanted = words[:80].casefold().split()
    return [
        each
        for each in found
        if keep(each)
        and all(word in f"{each.text.key} {each.text.words}".casefold() for word in wanted)
    ]


def text_page(unit: UnitOfWork, measure: TextMeasure, key: str) -> TextPage:
    """Return the page of one text. Raises :class:`NotThere`."""
    text = _text(measure, key)
    approvals = [row for row in all_approvals(unit) if row.text_key == key]
    proposals = [row for row in open_proposals(unit) if row.text_key == key]
    return TextPage(
        listed=_listed(text, approvals),
        versions=versions_of(unit, key),
        approvals=approvals,
        proposals=[(row, _figures(measure, text, row.words)) for row in proposals],
    )


def approve(
    unit: UnitOfWork, measure: TextMeasure, colleague: Colleague, key: str, text_hash: str
) -> None:
    """Approve the version that the colleague read; approving it again changes nothing.

    Raises :class:`NotThere`, and :class:`WordingRefused` when the words changed meanwhile.
    """
    unit.lock(_ONE_APPROVAL_AT_A_TIME)
    found = text_page(unit, measure, key).listed
    _check_same(found.text, text_hash)
    if found.state == "approved":
        return
    note_versions(unit, [found.text])
    add_approval(unit, key, text_hash, colleague.id, colleague.role)
    _record(unit, colleague, found.text, "approved")


def withdraw(
    unit: UnitOfWork, measure: TextMeasure, colleague: Colleague, key: str, text_hash: str
) -> None:
    """Take the approval of these words back. Raises as :func:`approve`."""
    unit.lock(_ONE_APPROVAL_AT_A_TIME)
    found = text_page(unit, measure, key).listed
    _check_same(found.text, text_hash)
    if found.state != "approved" or found.approval is None:
        return
    found.approval.withdrawn_by, found.approval.withdrawn_at = colleague.id, unit.now
    _record(unit, colleague, found.text, "withdrawn")


def propose(
    unit: UnitOfWork,
    measure: TextMeasure,
    colleague: Colleague,
    key: str,
    words: str,
    reason: str,
) -> None:
    """Keep a better wording, for the list that is exported. The text itself stays as it is.

    Raises :class:`NotThere`, and :class:`WordingRefused` for nothing new, or far too much.
    """
    text = _text(measure, key)
    plain = "\n".join(line.strip() for line in words.strip().splitlines())
    if not plain or len(plain) > LONGEST_WORDS or plain == text.words.strip():
        raise WordingRefused("wording_refused", "These are no other words, or far too many.")
    if _blanks(plain) != _blanks(text.words):
        raise WordingRefused("wording_blanks", "The wording has other places to fill.")
    note_versions(unit, [text])
    short = " ".join(reason.split())[:LONGEST_REASON]
    add_proposal(unit, key, text.text_hash, plain, short, colleague.id)
    _record(unit, colleague, text, "proposed")


def drop(unit: UnitOfWork, colleague: Colleague, proposal_id: str) -> str:
    """Drop a wording from the list; return the key of its text. Raises :class:`NotThere`."""
    row = proposal_with(unit, proposal_id)
    if row is None or row.state != OPEN:
        raise NotThere("This wording is not there, or was dropped.")
    row.state, row.dropped_by, row.dropped_at = DROPPED, colleague.id, unit.now
    codes = {"text_id": row.text_key, "sha256": row.text_hash, "outcome": "dropped"}
    record(unit, "wording_judged", None, {**codes, "colleague": colleague.id})
    return row.text_key


def proposals_file(unit: UnitOfWork, measure: TextMeasure) -> str:
    """Return the open wordings as YAML, by text: what it was, what it would be, and the figures."""
    texts = {text.key: text for text in measure.fixed_texts()}
    found = []
    for row in open_proposals(unit):
        text = texts.get(row.text_key)
        figures = _figures(measure, text, row.words) if text else None
        found.append(
            {
                "text": row.text_key,
                "version": row.text_hash,
                "is_current": text is not None and text.text_hash == row.text_hash,
                "now": text.words if text else None,
                "proposed": row.words,
                "why": row.reason,
                "flesch_douma": None if figures is None else round(figures.flesch_douma),
                "faults": None if figures is None else list(figures.faults),
                "proposed_on": row.proposed_at.date().isoformat(),
            }
        )
    dumped: str = yaml.safe_dump({"wordings": found}, allow_unicode=True, sort_keys=False)
    return dumped


def _all_listed(unit: UnitOfWork, measure: TextMeasure) -> list[ListedText]:
    by_key: dict[str, list[TextApproval]] = {}
    for row in all_approvals(unit):
        by_key.setdefault(row.text_key, []).append(row)
    return [_listed(text, by_key.get(text.key, [])) for text in measure.fixed_texts()]


def _listed(text: FixedText, approvals: Sequence[TextApproval]) -> ListedText:
    """The text with what the newest approval of these words, or else of others, makes of it."""
    own = [row for row in approvals if row.text_hash == text.text_hash]
    if own:
        return ListedText(text, "withdrawn" if own[0].withdrawn_at else "approved", own[0])
    return ListedText(text, "lapsed" if approvals else "new", approvals[0] if approvals else None)


def _text(measure: TextMeasure, key: str) -> FixedText:
    found = next((text for text in measure.fixed_texts() if text.key == key), None)
    if found is None:
        raise NotThere("There is no fixed text with this id.")
    return found


def _figures(measure: TextMeasure, text: FixedText, words: str) -> Figures | None:
    return measure.measure(text.key, words) if text.language == "nl" else None


def _check_same(text: FixedText, text_hash: str) -> None:
    if text.text_hash != text_hash:
        raise WordingRefused("wording_changed", "The words changed since they were shown.")


def _blanks(words: str) -> list[str]:
    return sorted(part.partition("}")[0] for part in words.split("{")[1:])


def _record(unit: UnitOfWork, colleague: Colleague, text: FixedText, outcome: str) -> None:
    codes = {"text_id": text.key, "sha256": text.text_hash, "outcome": outcome}
    whose = {"colleague": colleague.id, "role": colleague.role}
    record(unit, "wording_judged", None, {**codes, **whose})
