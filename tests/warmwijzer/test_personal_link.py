"""A personal link opens the conversation with the claims that are known, and leaves no token."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.store import InboxRow
from casework.claim_file import read_claim_file
from evidence_log import read_entries
from warmwijzer.product import assemble
from warmwijzer.talk import Talk

TOKEN = "een-lange-willekeurige-link"


@pytest.fixture
def with_claims(product, tmp_path):
    path = tmp_path / "claims.csv"
    token_hash = hashlib.sha256(TOKEN.encode()).hexdigest()
    path.write_text(
        "claim_ref,kind,principal_cents,invoice_number,invoice_on,due_on,link_token_hash\n"
        f"r-1,rent,45000,F2026-10,2026-10-01,2026-10-08,{token_hash}\n"
    )
    organisation = replace(product.organisation, claim_file=read_claim_file(path))
    return assemble(product.settings, organisation, product.database, product.dialogue)


def test_the_claims_behind_the_link_are_known_and_not_asked_again(with_claims):
    talk = Talk(with_claims)
    talk.start(TOKEN)
    answers = talk.say("ik kan niet betalen")
    keys = [answer.key for answer in answers]
    assert "utter_ask_intake_form_debt_cents" not in keys
    assert any("450" in answer.text for answer in answers), [answer.text for answer in answers]
    with with_claims.database.unit() as unit:
        assert "claims_linked" in [row.entry_type for row in read_entries(unit)]
        assert TOKEN not in list(unit.session.scalars(select(InboxRow.text)))


def test_an_unknown_link_starts_an_ordinary_conversation(with_claims):
    talk = Talk(with_claims)
    assert [answer.key for answer in talk.start("iets-anders")][-1] == "notices:how_can_i_help"
    assert "utter_begin" in [answer.key for answer in talk.say("ik kan niet betalen")]
