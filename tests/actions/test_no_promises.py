"""Promise 1: what is agreed, granted, sent or passed on is never said by a response of Rasa."""

from __future__ import annotations

import re

import pytest
from domain_files import DOMAIN, ROOT, buttons, domain, read, responses, rule_actions

PROMISES = re.compile(
    r"\b(afgesproken|akkoord|goedgekeurd|toegekend|toegestaan|verstuurd|verzonden|doorgegeven"
    r"|geregeld|bevestigd|ingepland|genoteerd|ontvangen|kwijtgescholden|beloofd|beloven)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("key", sorted(responses()))
def test_a_response_holds_no_word_that_promises(key: str) -> None:
    titles = " ".join(title for response, title, _ in buttons() if response == key)
    assert PROMISES.findall(f"{responses()[key]['text']} {titles}") == []


@pytest.mark.parametrize("key", sorted(responses()))
def test_a_response_says_what_it_serves_and_waits_for_approval(key: str) -> None:
    metadata = responses()[key]["metadata"]
    assert metadata["serves"]
    assert "approved_by" in metadata


def test_the_promise_words_are_found_when_they_are_there() -> None:
    assert PROMISES.findall("Dat is akkoord, we hebben het geregeld.") == ["akkoord", "geregeld"]


def test_every_response_exists_once() -> None:
    keys = [key for path in DOMAIN.rglob("*.yml") for key in read(path).get("responses", {})]
    assert sorted(keys) == sorted(set(keys))
    assert all(len(variants) == 1 for variants in domain()["responses"].values())


def test_every_response_is_used_and_every_used_response_exists() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "actions").glob("*.py"))
    named = set(re.findall(r"\butter_(?!message)\w+", code)) | {
        a for a in rule_actions() if "utter_" in a
    }
    families = {name for name in named if name.endswith("_")} | {"utter_referral_"}
    named |= {f"{name}_in_form" for name in ("utter_unclear", "utter_offer_person")}
    for form, row in domain()["forms"].items():
        named |= {f"utter_ask_{form}_{slot}" for slot in row["required_slots"]}
    unused = {
        key
        for key in responses()
        if key not in named and not any(key.startswith(family) for family in families)
    }
    by_action = {f"utter_{a.removeprefix('action_')}" for a in domain()["actions"]}
    missing = {key for key in named - families - set(responses()) if key not in by_action}
    assert unused == set()
    assert missing == set()
