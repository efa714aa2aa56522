from __future__ import annotations

from pathlib import Path

import pytest
from casework_talk import EXAMPLE

from casework.errors import FileRefused
from casework.organisation import Organisation, load_organisation


def changed(path: Path, old: str, new: str) -> Path:
    text = EXAMPLE.read_text("utf-8")
    assert old in text
    file = path / "organisation.yml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_the_example_is_plainly_an_example_without_a_phone_number(
    organisation: Organisation,
) -> None:
    assert organisation.name == "Voorbeeld Wonen"
    assert organisation.phone is None
    assert organisation.policy.code == "standard"
    assert organisation.directory.services


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("kind: housing_corporation", "kind: bakery", "kind"),
        ("address_form: u", "address_form: gij", "address_form"),
        ('monday: ["09:00-17:00"]', 'monday: ["9-17"]', "opening_hours"),
        ("callback_working_days: 1", "callback_working_days: -1", "callback_working_days"),
        ('stated_amount_limit_euro: "500.00"', "stated_amount_limit_euro: 500.0", "stated_amount"),
        ("amounts_on_web_only: true", "amounts_on_web_only: maybe", "amounts_on_web_only"),
        ("policy: standard", "policy: missing.yml", "missing.yml"),
        ("name: Voorbeeld Wonen", "nmae: Voorbeeld Wonen", "nmae"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, old: str, new: str, place: str) -> None:
    with pytest.raises(FileRefused, match=place):
        load_organisation(changed(tmp_path, old, new))


def test_a_vertrouwenspersoon_may_be_named_and_is_never_invented(
    tmp_path: Path, organisation: Organisation
) -> None:
    named = "vertrouwenspersoon: {name: Balie Vertrouwen, contact: kamer 2}"
    loaded = load_organisation(changed(tmp_path, "vertrouwenspersoon: null", named))
    assert organisation.vertrouwenspersoon is None
    assert loaded.vertrouwenspersoon is not None
    assert loaded.vertrouwenspersoon.name == "Balie Vertrouwen"


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    file = changed(tmp_path, "address_form: u", "address_form: gij")
    file.write_text(file.read_text("utf-8").replace("kind: housing_corporation", "kind: bakery"))
    with pytest.raises(FileRefused) as refused:
        load_organisation(file)
    assert len(refused.value.problems) == 2


def test_an_organisation_without_any_opening_hour_is_refused(tmp_path: Path) -> None:
    file = changed(tmp_path, '["09:00-17:00"]', "[]")
    with pytest.raises(FileRefused, match="reachable"):
        load_organisation(file)
