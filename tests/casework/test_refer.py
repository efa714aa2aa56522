from __future__ import annotations

import pytest
from casework_talk import Talk

from casework import consent
from casework.errors import BadRequest, ConsentMissing, ReferralNotFound
from casework.refer import HelpFound, choose_help, find_help


def help_in_rotterdam(talk: Talk) -> HelpFound:
    with talk.turn() as turn:
        return find_help(turn, needs=["debts_and_arrears"], postcode="3011 AB", other_creditors=2)


def test_at_most_two_services_with_the_preferred_one_first(talk: Talk) -> None:
    found = help_in_rotterdam(talk)
    assert found.route == "several_creditors"
    assert 1 <= len(found.options) <= 2
    assert found.municipality == "Rotterdam"


def test_the_same_question_again_returns_the_same_options(talk: Talk) -> None:
    first = help_in_rotterdam(talk)
    rows, entries = talk.rows(), talk.evidence()
    assert help_in_rotterdam(talk) == first
    assert (talk.rows(), talk.evidence()) == (rows, entries)


def test_the_postcode_is_used_and_not_kept(talk: Talk) -> None:
    help_in_rotterdam(talk)
    assert "3011" not in repr((talk.rows(), talk.evidence()))


def test_danger_gives_a_text_and_no_services(talk: Talk) -> None:
    with talk.turn() as turn:
        found = find_help(turn, needs=["suicide_prevention"], postcode=None)
    assert (found.options, found.route, found.urgent) == ((), "danger", True)
    assert found.text_keys == ("danger_suicide",)


@pytest.mark.parametrize(("needs", "postcode"), [(["weather"], None), (["food"], "0000 AA")])
def test_an_unknown_need_or_postcode_is_refused(
    talk: Talk, needs: list[str], postcode: str | None
) -> None:
    with talk.turn() as turn, pytest.raises(BadRequest):
        find_help(turn, needs=needs, postcode=postcode)


def test_a_choice_for_information_is_confirmed_with_what_may_be_shown(talk: Talk) -> None:
    option = help_in_rotterdam(talk).options[0]
    with talk.turn() as turn:
        first = choose_help(turn, option.referral_id, "info")
        assert choose_help(turn, option.referral_id, "info") == first
    text_key, values = talk.said(first.decision)
    assert (text_key, values["service_name"]) == ("referral_chosen", option.name)
    assert [line["value"] for line in values["contacts"]] == [c.value for c in option.contacts]
    assert len(talk.evidence("help_chosen")) == 1


def test_nothing_is_passed_on_without_consent(talk: Talk) -> None:
    option = help_in_rotterdam(talk).options[0]
    with talk.turn() as turn, pytest.raises(ConsentMissing):
        choose_help(turn, option.referral_id, "warm")


def test_with_consent_a_colleague_makes_the_contact_and_nothing_is_said_to_be_sent(
    talk: Talk,
) -> None:
    option = help_in_rotterdam(talk).options[0]
    with talk.turn() as turn:
        consent.give(turn, option.service_id, ["phone", "name"], "referral_consent@1")
        referred = choose_help(turn, option.referral_id, "warm")
        assert choose_help(turn, option.referral_id, "warm") == referred
    text_key, values = talk.said(referred.decision)
    assert text_key == "referral_with_colleague"
    assert values["fields"] == ["name", "phone"]
    assert "callback_on" in values
    assert len(talk.rows()["handovers"]) == 1


def test_withdrawing_consent_stops_the_colleague(talk: Talk) -> None:
    option = help_in_rotterdam(talk).options[0]
    with talk.turn() as turn:
        given = consent.give(turn, option.service_id, ["phone"], "referral_consent@1")
        referred = choose_help(turn, option.referral_id, "warm")
    with talk.turn() as turn:
        assert consent.withdraw(turn, option.service_id).decision == given.decision
    assert talk.said(given.decision)[0] == "consent_withdrawn"
    assert talk.said(referred.decision)[0] == "referral_withdrawn"
    assert [row["state"] for row in talk.rows()["handovers"]] == ["done"]
    with talk.turn() as turn:
        assert consent.withdraw(turn, option.service_id).decision is None


def test_a_choice_among_options_of_another_case_is_not_found(talk: Talk, start_talk) -> None:
    option = help_in_rotterdam(talk).options[0]
    with start_talk().turn() as turn, pytest.raises(ReferralNotFound):
        choose_help(turn, option.referral_id, "info")


def test_consent_is_kept_once_per_receiver_and_set_of_fields(talk: Talk) -> None:
    service_id = help_in_rotterdam(talk).options[0].service_id
    with talk.turn() as turn:
        first = consent.give(turn, service_id, ["phone", "name"], "referral_consent@1")
        assert consent.give(turn, service_id, ["name", "phone"], "referral_consent@1") == first
        other = consent.give(turn, service_id, ["phone"], "referral_consent@1")
    assert other != first
    assert talk.said(first.decision)[0] == "consent_withdrawn"
    assert talk.said(other.decision)[1]["fields"] == ["phone"]


@pytest.mark.parametrize(
    ("receiver", "fields"), [("nobody", ["phone"]), ("nl-geldfit", []), ("nl-geldfit", ["bsn"])]
)
def test_consent_needs_a_known_receiver_and_known_fields(
    talk: Talk, receiver: str, fields: list[str]
) -> None:
    with talk.turn() as turn, pytest.raises(BadRequest):
        consent.give(turn, receiver, fields, "referral_consent@1")
