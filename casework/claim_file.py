"""Read the claims that the organisation knows, and give them to whoever has the personal link."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from casework.claim_fact import ClaimFact, claim_fact
from casework.errors import FileRefused
from casework.opening import LOCAL_TIME
from casework.store import Claim, add_row, rows_of
from evidence_log import record
from evidence_log.entry import Codes

if TYPE_CHECKING:
    from casework.context import Turn

COLUMNS = (
    "claim_ref",
    "kind",
    "principal_cents",
    "invoice_number",
    "invoice_on",
    "due_on",
    "link_token_hash",
)
_FORMS = {
    "claim_ref": (r"\S.{0,63}", "1 to 64 characters"),
    "kind": (r"[a-z][a-z0-9_]{0,39}", "a code such as rent or energy"),
    "principal_cents": (r"[1-9][0-9]{0,8}", "whole cents, such as 12550 for 125 euro 50"),
    "invoice_number": (r".{0,64}", "at most 64 characters"),
    "link_token_hash": (r"([0-9a-f]{64})?", "nothing, or the SHA-256 of the token in hexadecimal"),
}
_DAYS = ("invoice_on", "due_on")


@dataclass(frozen=True)
class FiledClaim:
    """One line of the file."""

    claim_ref: str
    kind: str
    principal_cents: int
    invoice_number: str | None
    invoice_on: date | None
    due_on: date | None


@dataclass(frozen=True)
class ClaimFile:
    """The file as it was on ``as_of``; the claims by the SHA-256 of a personal link's token."""

    as_of: date
    by_token_hash: Mapping[str, tuple[FiledClaim, ...]]


def read_claim_file(path: Path) -> ClaimFile:
    """Return the claims in a CSV file with the columns :data:`COLUMNS` (comma or semicolon).

    ``as_of`` is the day on which the file was written. Raises
    :class:`casework.errors.FileRefused` with every problem: line, column and what is right.
    """
    text = path.read_text("utf-8-sig")
    header = text.partition("\n")[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in header else ",")
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise FileRefused(path.name, [f"line 1: the columns {', '.join(missing)} are missing"])
    lines = list(rows)
    if problems := [*_problems(lines), *_repeated(lines)]:
        raise FileRefused(path.name, problems)
    found: dict[str, tuple[FiledClaim, ...]] = {}
    for line in lines:
        token_hash = line["link_token_hash"]
        if token_hash:
            found[token_hash] = (*found.get(token_hash, ()), _filed_claim(line))
    written_at = datetime.fromtimestamp(path.stat().st_mtime, LOCAL_TIME)
    return ClaimFile(written_at.date(), found)


def claims_for_token(turn: Turn, token: str) -> tuple[ClaimFact, ...]:
    """Return the claims behind a personal link and keep them in the case; none if it is unknown.

    Doing it again changes nothing, unless the organisation's file changed: an open claim then
    takes the new amount.
    """
    claim_file = turn.organisation.claim_file
    if claim_file is None:
        return ()
    filed = claim_file.by_token_hash.get(hashlib.sha256(token.encode()).hexdigest(), ())
    before = rows_of(turn.unit, Claim, turn.case.id)
    known = {row.claim_ref: row for row in before if row.claim_ref is not None}
    linked = []
    for claim in filed:
        row = known.get(claim.claim_ref)
        if row is None:
            row = _link(turn, claim, claim_file.as_of)
            linked.append(row)
        elif row.state == "open" and row.debt_cents != claim.principal_cents:
            row.debt_cents, row.as_of = claim.principal_cents, claim_file.as_of
            linked.append(row)
        known[claim.claim_ref] = row
    if linked:
        codes: Codes = {"claims": [row.id for row in linked], "as_of": claim_file.as_of.isoformat()}
        record(turn.unit, "claims_linked", turn.case.ref, codes)
    return tuple(claim_fact(known[claim.claim_ref]) for claim in filed)


def _link(turn: Turn, claim: FiledClaim, as_of: date) -> Claim:
    return add_row(
        turn.unit,
        Claim,
        turn.case.id,
        kind=claim.kind,
        debt_cents=claim.principal_cents,
        of_organisation=True,
        source="organisation",
        as_of=as_of,
        state="open",
        claim_ref=claim.claim_ref,
        invoice_number=claim.invoice_number,
        invoice_on=claim.invoice_on,
        due_on=claim.due_on,
    )


def _filed_claim(line: Mapping[str, str]) -> FiledClaim:
    return FiledClaim(
        claim_ref=line["claim_ref"],
        kind=line["kind"],
        principal_cents=int(line["principal_cents"]),
        invoice_number=line["invoice_number"] or None,
        invoice_on=_day(line["invoice_on"]),
        due_on=_day(line["due_on"]),
    )


def _problems(lines: list[dict[str, str]]) -> Iterator[str]:
    for number, line in enumerate(lines, start=2):
        for name, (form, right) in _FORMS.items():
            if not re.fullmatch(form, line[name] or ""):
                yield f"line {number}, {name}: found {line[name]!r}; right would be {right}"
        for name in _DAYS:
            try:
                _day(line[name])
            except (TypeError, ValueError):
                yield (
                    f"line {number}, {name}: found {line[name]!r}; "
                    "right would be nothing, or a day such as 2026-11-22"
                )


def _repeated(lines: list[dict[str, str]]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=2):
        first = seen.setdefault(line["claim_ref"], number)
        if first != number:
            yield f"line {number}, claim_ref: stands on line {first} already; right would be once"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
