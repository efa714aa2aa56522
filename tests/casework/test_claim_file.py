from __future__ import annotations

import hashlib
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from casework_talk import Talk

from casework import intake
from casework.claim_file import ClaimFile, claims_for_token, read_claim_file
from casework.errors import FileRefused

TOKEN = "a-long-random-token-from-a-letter"
HASH = hashlib.sha256(TOKEN.encode()).hexdigest()
HEADER = "claim_ref,kind,principal_cents,invoice_number,invoice_on,due_on,link_token_hash"
GOOD = f"""{HEADER}
C-1,rent,45000,F-2026-10,2026-10-01,2026-10-15,{HASH}
C-2,service_costs,5050,,,,{HASH}
C-3,rent,90000,F-2026-11,2026-10-01,2026-10-15,
"""


def a_file(path: Path, text: str, written_on: date = date(2026, 11, 20)) -> Path:
    file = path / "claims.csv"
    file.write_text(text, encoding="utf-8")
    at = datetime(written_on.year, written_on.month, written_on.day, 12, tzinfo=UTC).timestamp()
    os.utime(file, (at, at))
    return file


def test_the_link_shows_the_claims_with_the_day_of_the_file(talk: Talk, tmp_path: Path) -> None:
    talk.with_organisation(claim_file=read_claim_file(a_file(tmp_path, GOOD)))
    with talk.turn() as turn:
        claims = claims_for_token(turn, TOKEN)
    assert [(claim.kind, claim.debt_cents) for claim in claims] == [
        ("rent", 45_000),
        ("service_costs", 5_050),
    ]
    assert {(claim.source, claim.as_of) for claim in claims} == {
        ("organisation", date(2026, 11, 20))
    }
    assert claims[0].invoice_on == date(2026, 10, 1)


def test_opening_the_link_again_changes_nothing(talk: Talk, tmp_path: Path) -> None:
    talk.with_organisation(claim_file=read_claim_file(a_file(tmp_path, GOOD)))
    with talk.turn() as turn:
        assert claims_for_token(turn, TOKEN) == claims_for_token(turn, TOKEN)
    rows, entries = talk.rows(), talk.evidence()
    with talk.turn() as turn:
        claims_for_token(turn, TOKEN)
    assert (talk.rows(), talk.evidence()) == (rows, entries)


def test_a_newer_file_brings_the_new_amount(talk: Talk, tmp_path: Path) -> None:
    talk.with_organisation(claim_file=read_claim_file(a_file(tmp_path, GOOD)))
    with talk.turn() as turn:
        claims_for_token(turn, TOKEN)
    newer = a_file(tmp_path, GOOD.replace("45000", "30000"), date(2026, 11, 22))
    talk.with_organisation(claim_file=read_claim_file(newer))
    with talk.turn() as turn:
        claim, _ = claims_for_token(turn, TOKEN)
    assert (claim.debt_cents, claim.as_of) == (30_000, date(2026, 11, 22))


@pytest.mark.parametrize("token", ["", "another", HASH])
def test_an_unknown_link_shows_nothing(talk: Talk, tmp_path: Path, token: str) -> None:
    talk.with_organisation(claim_file=read_claim_file(a_file(tmp_path, GOOD)))
    with talk.turn() as turn:
        assert claims_for_token(turn, token) == ()
    assert talk.rows()["claims"] == []


def test_without_a_file_a_link_shows_nothing(talk: Talk) -> None:
    with talk.turn() as turn:
        assert claims_for_token(turn, TOKEN) == ()


def test_the_organisation_knows_its_amount_better(talk: Talk, tmp_path: Path) -> None:
    talk.with_organisation(claim_file=read_claim_file(a_file(tmp_path, GOOD)))
    with talk.turn() as turn:
        claims_for_token(turn, TOKEN)
    with talk.turn() as turn:
        claim = intake.record_claim(turn, kind="rent", debt_cents=100, of_organisation=True)
    assert (claim.debt_cents, claim.source) == (45_000, "organisation")


def test_a_semicolon_file_from_a_spreadsheet_is_read_too(tmp_path: Path) -> None:
    file = a_file(tmp_path, "\ufeff" + GOOD.replace(",", ";"))
    found = read_claim_file(file)
    assert isinstance(found, ClaimFile)
    assert len(found.by_token_hash[HASH]) == 2


def test_all_errors_are_told_at_once_with_line_and_column(tmp_path: Path) -> None:
    bad = f"{HEADER}\nC-1,Rent,12.50,,01-10-2026,,\nC-1,rent,5000,,,2026-13-01,abc\n"
    with pytest.raises(FileRefused) as refused:
        read_claim_file(a_file(tmp_path, bad))
    places = [problem.partition(":")[0] for problem in refused.value.problems]
    assert places == [
        "line 2, kind",
        "line 2, principal_cents",
        "line 2, invoice_on",
        "line 3, link_token_hash",
        "line 3, due_on",
        "line 3, claim_ref",
    ]


def test_missing_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="principal_cents, invoice_number"):
        read_claim_file(a_file(tmp_path, "claim_ref,kind,invoice_on,due_on,link_token_hash\n"))
