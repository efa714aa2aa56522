"""Exports against the published JSON Schemas of HSDS 3.0."""

from dataclasses import replace
from datetime import date

import pytest

from referral_directory import publish_service
from referral_directory.assurance import assure
from referral_directory.current import with_register
from referral_directory.register import Register, version_of


def test_every_offered_service_is_a_valid_hsds_service(hsds_faults, directory, as_of):
    for service in directory.services.values():
        if service.may_be_offered:
            exported = publish_service(service, directory, as_of)
            assert hsds_faults("service", exported) == [], service.id


def test_the_schema_does_refuse_a_phone_without_a_number(hsds_faults, directory, as_of):
    exported = publish_service(directory.services["nl-geldfit"], directory, as_of)
    exported["phones"] = [{"id": exported["id"]}]
    assert hsds_faults("service", exported)


def test_every_document_for_colleagues_is_valid_too(hsds_faults, directory):
    """Also what is unverified and what nobody has seen: HSDS asks for a status of each."""
    for kind, key, document in directory.register:
        assert hsds_faults(kind, document) == [], key


@pytest.mark.parametrize(
    ("days_ago", "is_given"), [(0, True), (90, True), (91, False), (4000, False)]
)
def test_a_phone_is_given_until_its_term_and_then_left_out(days_ago, is_given, directory, as_of):
    """The day of the call stays in `assured_date`, so that the age of the rest shows."""
    day = date.fromordinal(as_of.date().toordinal() - days_ago)
    old = directory.services["rdam-vb"].document
    new = assure(old, by="anna@example.org", on=day, confirm_all=True)
    register = directory.register
    services = {**register.of("service"), new["id"]: new}
    versions = {**register.versions, new["id"]: version_of(new)}
    changed = with_register(
        directory, Register({**register.documents, "service": services}, versions)
    )
    published = publish_service(changed.services["rdam-vb"], changed, as_of)
    assert ("phones" in published) is is_given
    assert ("service_at_locations" in published) is is_given
    assert published["assured_date"] == day.isoformat()


def test_nothing_of_how_we_verify_goes_out(directory, as_of):
    for service in directory.services.values():
        if service.may_be_offered:
            assert "verification" not in str(publish_service(service, directory, as_of))


def test_people_and_phones_of_an_organization_do_not_go_out(directory, as_of):
    service = directory.services["nl-nibud"]
    key = service.document["organization_id"]
    organization = {
        **directory.register.of("organization")[key],
        "phones": [{"id": "a", "number": "0800-1"}],
        "contacts": [{"id": "b", "name": "Iemand"}],
    }
    documents = {**directory.register.documents, "organization": {key: organization}}
    changed = replace(directory, register=Register(documents, directory.register.versions))
    published = publish_service(service, changed, as_of)
    assert "0800-1" not in str(published)
    assert "Iemand" not in str(published)


def test_an_export_holds_no_number_that_is_withheld(directory, as_of):
    exported = publish_service(directory.services["nl-jl"], directory, as_of)
    assert "phones" not in exported


def test_ids_stay_the_same(directory, as_of):
    first = publish_service(directory.services["nl-geldfit"], directory, as_of)
    again = publish_service(directory.services["nl-geldfit"], directory, as_of)
    assert first["id"] == again["id"]
