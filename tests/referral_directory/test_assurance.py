"""Somebody phoned: what was right counts from that day, what was wrong is gone."""

from datetime import UTC, date, datetime

import pytest

from referral_directory import contacts_to_show, work_list
from referral_directory.assurance import assure
from referral_directory.call_script import as_text, call_script
from referral_directory.current import with_register
from referral_directory.errors import EntryUnknown
from referral_directory.register import Register, version_of

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def after_a_call(directory, entry, **said):
    old = directory.services[entry].document
    new = assure(old, by="anna@example.org", on=TODAY, **said)
    register = directory.register
    services = {**register.of("service"), new["id"]: new}
    versions = {**register.versions, new["id"]: version_of(new)}
    changed = Register({**register.documents, "service": services}, versions)
    return with_register(directory, changed)


def shown(directory, entry):
    service = directory.services[entry]
    return {line.value for line in contacts_to_show(service, directory.freshness, NOW)}


def test_a_confirmed_number_is_shown_and_the_others_stay_as_they_were(directory):
    after = after_a_call(directory, "rdam-vb", confirmed=["010-4254358"])
    assert shown(directory, "rdam-vb") == {"https://voedselbank.nl"}
    assert shown(after, "rdam-vb") == {"https://voedselbank.nl", "010-4254358"}
    assert after.services["rdam-vb"].assured_date == TODAY
    assert after.services["rdam-vb"].assurer_email == "anna@example.org"


def test_a_wrong_number_is_taken_out_and_a_new_one_is_shown(directory):
    after = after_a_call(directory, "nl-jl", wrong=["0900-8020"], confirmed=["0800-8020"])
    phones = {f.value for f in after.services["nl-jl"].facts if f.kind == "phone"}
    assert phones == {"0800-8020"}
    after = after_a_call(directory, "nl-jl", new_phones=["0800-1234"], wrong=["0800-8020"])
    assert "0800-1234" in shown(after, "nl-jl")


def test_a_wrong_web_address_is_taken_out(directory):
    after = after_a_call(directory, "nl-gok", wrong=["https://loketkansspel.nl"])
    assert "url" not in {fact.kind for fact in after.services["nl-gok"].facts}


def test_an_entry_nobody_had_seen_is_offered_after_a_call(directory):
    assert not directory.services["nl-155"].may_be_offered
    after = after_a_call(directory, "nl-155")
    assert after.services["nl-155"].may_be_offered
    assert shown(after, "nl-155") == set()


def test_an_entry_that_turned_out_to_be_closed_is_not_offered(directory):
    after = after_a_call(directory, "rdam-sr", status="defunct")
    assert not after.services["rdam-sr"].may_be_offered


def test_languages_and_everything_else_can_be_confirmed(directory):
    after = after_a_call(directory, "rdam-s010", languages=["pl"], confirm_all=True)
    assert after.services["rdam-s010"].languages == ("pl",)
    assert "inloop op woensdag van 09.00 tot 12.00 uur" in shown(after, "rdam-s010")


def test_a_fact_the_entry_does_not_have_is_an_error_that_says_what_it_has(directory):
    with pytest.raises(EntryUnknown, match="010-4254358"):
        after_a_call(directory, "rdam-vb", confirmed=["010-1111111"])


def test_an_entry_from_elsewhere_keeps_its_own_date_for_what_was_not_asked(directory):
    own = directory.services["nl-nibud"].document
    foreign = {
        "id": own["id"],
        "organization_id": own["organization_id"],
        "name": "Elders",
        "status": "active",
        "assured_date": "2026-10-01",
        "phones": [{"id": "a", "number": "0800-1"}, {"id": "b", "number": "0800-2"}],
    }
    new = assure(foreign, by="anna@example.org", on=TODAY, confirmed=["0800-1"])
    dates = {p["number"]: p["verification"]["assured_on"] for p in new["phones"]}
    assert dates == {"0800-1": "2026-11-22", "0800-2": "2026-10-01"}


def test_a_call_does_not_change_the_document_it_began_with(directory):
    before = version_of(directory.services["rdam-vb"].document)
    after_a_call(directory, "rdam-vb", confirm_all=True)
    assert version_of(directory.services["rdam-vb"].document) == before


def test_every_task_has_a_script_with_one_short_question_at_a_time(directory):
    for task in work_list(directory, NOW):
        script = call_script(task, directory, "Voorbeeld", "010-0000000")
        assert len(script.questions) > 5
        for question in script.questions:
            assert question.count("?") == 1
            assert len(question.split("“")[0].split()) <= 16
        text = as_text(script)
        assert directory.services[task.service_id].name in text
        assert f"assured {task.service_id}" in text


@pytest.mark.parametrize("entry", ["nl-112", "nl-113", "nl-vt"])
def test_nobody_is_asked_to_phone_a_line_for_people_in_danger(entry, directory):
    tasks = {task.service_id: task for task in work_list(directory, NOW)}
    (said,) = call_script(tasks[entry], directory, "Voorbeeld", None).numbers
    assert "Bel dit nummer niet" in said


def test_the_script_says_which_number_was_never_confirmed(directory):
    tasks = {task.service_id: task for task in work_list(directory, NOW)}
    script = call_script(tasks["nl-jl"], directory, "Voorbeeld", None)
    assert all("niet bevestigd" in number for number in script.numbers)
    script = call_script(tasks["nl-imk"], directory, "Voorbeeld", None)
    assert script.numbers[0].startswith("Er is geen nummer bekend")


@pytest.mark.parametrize(
    ("assured", "is_offered", "lines"),
    [
        (None, False, set()),
        ("2026-11-01", True, {"010-1111111"}),
        ("2021-01-01", True, set()),
    ],
)
def test_an_entry_from_elsewhere_rests_on_the_day_it_was_last_checked(
    assured, is_offered, lines, directory
):
    """Without that day nobody knows how old anything is, so nothing is shown."""
    own = directory.services["nl-nibud"].document
    foreign = {
        "id": own["id"],
        "organization_id": own["organization_id"],
        "name": "Elders",
        "status": "active",
        "phones": [{"id": "a", "number": "010-1111111"}],
    } | ({"assured_date": assured} if assured else {})
    register = directory.register
    documents = {**register.documents, "service": {own["id"]: foreign}}
    changed = with_register(directory, Register(documents, {own["id"]: "0"}))
    service = changed.services[own["id"]]
    assert service.may_be_offered is is_offered
    found = {line.value for line in contacts_to_show(service, directory.freshness, NOW)}
    assert found == lines


def test_a_number_that_stands_in_two_places_is_wrong_in_both(directory):
    food_bank = directory.services["rdam-vb"].document
    (place,) = food_bank["service_at_locations"]
    phone = {"id": "a", "number": "010-4254358"}
    twice = {**food_bank, "service_at_locations": [{**place, "phones": [phone]}]}
    new = assure(twice, by="anna@example.org", on=TODAY, wrong=["010-4254358"])
    assert "010-4254358" not in str(new)
