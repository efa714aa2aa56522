"""Exports against the published JSON Schemas of HSDS 3.0."""

import json
from pathlib import Path

import jsonschema
import pytest

from referral_directory import publish_service

SCHEMAS = Path(__file__).parents[3] / "shared" / "standards" / "hsds-3.0" / "schema"


@pytest.fixture(scope="module")
def validator():
    if not SCHEMAS.is_dir():
        pytest.skip("the HSDS 3.0 schemas are not on this machine")
    store = {}
    for path in SCHEMAS.glob("*.json"):
        store[path.as_uri()] = json.loads(path.read_text(encoding="utf-8"))
    uri = (SCHEMAS / "service.json").as_uri()
    resolver = jsonschema.RefResolver(uri, store[uri], store)
    return jsonschema.Draft202012Validator(
        store[uri], resolver=resolver, format_checker=jsonschema.FormatChecker()
    )


def test_every_offered_service_is_a_valid_hsds_service(validator, directory, as_of):
    for service in directory.services.values():
        if service.may_be_offered:
            exported = publish_service(service, directory, as_of)
            faults = [f"{e.json_path}: {e.message}" for e in validator.iter_errors(exported)]
            assert faults == [], service.id


def test_the_schema_does_refuse_a_phone_without_a_number(validator, directory, as_of):
    exported = publish_service(directory.services["nl-geldfit"], directory, as_of)
    exported["phones"] = [{"id": exported["id"]}]
    assert not validator.is_valid(exported)


def test_an_export_holds_no_number_that_is_withheld(directory, as_of):
    exported = publish_service(directory.services["nl-jl"], directory, as_of)
    assert "phones" not in exported


def test_ids_stay_the_same(directory, as_of):
    first = publish_service(directory.services["nl-geldfit"], directory, as_of)
    again = publish_service(directory.services["nl-geldfit"], directory, as_of)
    assert first["id"] == again["id"]
