"""The referral directory over HTTP, as HSDS 3.0 describes it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

import warmwijzer.tables
from api import directory as directory_api
from api.app import build_api
from casework.organisation import load_organisation
from referral_directory.assurance import assure
from referral_directory.register import Register, hsds_id
from referral_directory.store import NewVersion, fill_when_empty, latest_change, write_changes
from storage.base import Base
from storage.database import open_database

ORGANISATION = load_organisation(Path(__file__).parents[2] / "organisation" / "example.yml")
FOOD_BANK, GELDFIT = hsds_id("rdam-vb"), hsds_id("nl-geldfit")
NOW = datetime.now(UTC)
EXAMPLES = int(os.environ.get("WARMWIJZER_TEST_EXAMPLES", "15"))


def filled_database(folder):
    """The seed, with one entry that somebody phoned today and of which the place is known."""
    assert warmwijzer.tables.ALL is Base.metadata
    database = open_database(f"sqlite:///{folder}/test.db")
    Base.metadata.create_all(database.engine)
    register: Register = ORGANISATION.directory.register
    old = register.of("service")[FOOD_BANK]
    new = assure(old, by="anna@example.org", on=NOW.date(), confirm_all=True)
    new["service_at_locations"][0]["location"] |= {"latitude": 51.9, "longitude": 4.43}
    with database.unit() as unit:
        fill_when_empty(unit, register)
        change = NewVersion("service", "changed", new)
        write_changes(unit, [change], "anna@example.org", latest_change(unit))
        unit.commit()
    return database


def app_without_limit(database, asks_a_minute=1_000_000):
    usual = directory_api.LIMIT.rate_limit
    directory_api.LIMIT.rate_limit = ("minute", asks_a_minute)
    try:
        return build_api(database=database, organisation=ORGANISATION)
    finally:
        directory_api.LIMIT.rate_limit = usual


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    database = filled_database(tmp_path_factory.mktemp("api"))
    yield database
    database.close()


@pytest.fixture(scope="module")
def app(filled):
    return app_without_limit(filled)


@pytest.fixture
async def get(app):
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="https://hulp.example.org"
    ) as client:

        async def asked(path, **options):
            return await client.get(f"/api/hsds{path}", **options)

        yield asked


async def names(get, path):
    return [each["name"] for each in (await get(path)).json()["contents"]]


PATHS = [
    ("/services", "compiled/service_list", True),
    ("/services?full=true", "compiled/service", True),
    (f"/services/{FOOD_BANK}", "compiled/service", False),
    ("/services/nl-geldfit", "compiled/service", False),
    ("/service_at_locations", "compiled/service_at_location_list", True),
    ("/service_at_locations?full=true", "compiled/service_at_location", True),
    ("/organizations", "compiled/organization_list", True),
    ("/organizations?full=true&full_service=true", "compiled/organization", True),
    (f"/organizations/{hsds_id('org-nsr')}", "compiled/organization", False),
    ("/taxonomies", "taxonomy", True),
    (f"/taxonomies/{hsds_id('taxonomies', 'warmwijzer-needs')}", "taxonomy", False),
    ("/taxonomy_terms", "taxonomy_term", True),
    (f"/taxonomy_terms/{hsds_id('taxonomy', 'food')}", "taxonomy_term", False),
]


@pytest.mark.parametrize(("path", "schema", "is_paged"), PATHS)
async def test_every_answer_is_valid_by_the_published_schema(
    path, schema, is_paged, get, hsds_faults
):
    answer = await get(path)
    assert answer.status_code == 200
    documents = answer.json()["contents"] if is_paged else [answer.json()]
    assert documents
    for document in documents:
        assert hsds_faults(schema, document) == []


async def test_every_page_has_what_the_published_description_says_of_a_page(get):
    page = (await get("/services?per_page=10&page=2")).json()
    assert page["total_items"] == 31
    assert (page["total_pages"], page["page_number"], page["size"]) == (4, 2, 10)
    assert (page["first_page"], page["last_page"], page["empty"]) == (False, False, False)
    beyond = (await get("/services?per_page=10&page=5")).json()
    assert (beyond["size"], beyond["last_page"], beyond["empty"]) == (0, True, True)


async def test_the_pages_together_hold_everything_once(get):
    ids = [
        each["id"]
        for page in range(1, 5)
        for each in (await get(f"/services?per_page=10&page={page}")).json()["contents"]
    ]
    assert len(ids) == len(set(ids)) == 31


async def test_a_phone_that_is_withheld_is_not_given_and_a_fresh_one_is(get):
    geldfit, food_bank = (await get(f"/services/{GELDFIT}")), (await get(f"/services/{FOOD_BANK}"))
    assert "0800-8115" not in geldfit.text
    assert [phone["number"] for phone in food_bank.json()["phones"]] == ["010-4254358"]
    assert food_bank.json()["assured_date"] == NOW.date().isoformat()


async def test_what_nobody_has_seen_is_not_there(get):
    assert (await get("/services/nl-155")).status_code == 404
    assert "Over Rood" not in (await get("/services?per_page=500")).text
    assert "Over Rood" not in (await get("/organizations?per_page=500")).text


async def test_search_wants_every_word(get):
    assert await names(get, "/services?search=GELDZORGEN gemeente") == [
        "Gemeente Rotterdam: hulp bij geldzorgen"
    ]
    assert await names(get, "/services?search=xyzzy") == []


async def test_a_postcode_gives_what_surely_works_there(get):
    in_rotterdam = await names(get, "/services?postcode=3011 AB&per_page=500")
    in_schiedam = await names(get, "/services?postcode=3111&per_page=500")
    far_away = await names(get, "/services?postcode=9999XX&per_page=500")
    assert "Voedselbank Rotterdam" in in_rotterdam
    assert "Stroomopwaarts" in in_schiedam
    assert "Voedselbank Rotterdam" not in in_schiedam
    assert set(far_away) < set(in_rotterdam)


async def test_needs_organizations_and_moments_narrow_the_list(get):
    food = hsds_id("taxonomy", "food")
    both = ["Boodschappenkaart van het Rode Kruis", "Voedselbank Rotterdam"]
    assert await names(get, f"/services?taxonomy_term_id={food}") == both
    assert await names(get, f"/services?organization_id={hsds_id('org-nsr')}") == [
        "fiKks",
        "Geldfit",
    ]
    assert await names(get, "/services?modified_after=2999-01-01T00:00:00Z") == []
    everything = await get("/services?modified_after=2020-01-01T00:00:00Z")
    assert everything.json()["total_items"] == 31


async def test_a_distance_is_measured_from_what_is_known_of_the_postcode(get):
    near = (await get("/service_at_locations?postcode=3029&proximity=100")).json()
    assert [each["service"]["name"] for each in near["contents"]] == ["Voedselbank Rotterdam"]
    unknown = await get("/service_at_locations?postcode=3011&proximity=100")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "no_coordinates")


async def test_minimal_gives_ids_and_moments_and_lines_give_everything(get):
    (first, *_) = (await get("/services?minimal=true")).json()["contents"]
    assert set(first) == {"id", "modified_date"}
    lines = (await get("/services?format=ndjson&minimal=true")).text.splitlines()
    assert len([json.loads(line) for line in lines]) == 31


async def test_an_answer_that_is_known_already_is_not_sent_again(get):
    first = await get("/services")
    again = await get("/services", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in first.headers["cache-control"]
    other = await get("/services?page=2", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    "wrong",
    ["page=0", "per_page=501", "per_page=x", "postcode=0123", "format=xml", "modified_after=soon"],
)
async def test_a_parameter_that_is_wrong_is_refused(wrong, get):
    answer = await get(f"/services?{wrong}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert wrong.partition("=")[0] in answer.text


async def test_a_change_in_the_register_is_seen_at_once(get, filled):
    old = ORGANISATION.directory.register.of("service")[hsds_id("nl-nibud")]
    with filled.unit() as unit:
        change = NewVersion("service", "changed", {**old, "name": "Nibud, nu anders"})
        write_changes(unit, [change], "anna@example.org", latest_change(unit))
        unit.commit()
    assert (await get("/services/nl-nibud")).json()["name"] == "Nibud, nu anders"


async def test_who_asks_too_often_waits(filled):
    app = app_without_limit(filled, asks_a_minute=3)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="https://hulp.example.org"
    ) as client:
        answers = [(await client.get("/api/hsds/taxonomies")).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]


_FOLDER = TemporaryDirectory()
SCHEMA = schemathesis.openapi.from_asgi(
    "/api/openapi.json", app_without_limit(filled_database(_FOLDER.name))
)


@SCHEMA.include(path_regex="^/api/hsds").parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_whatever_is_asked_the_answer_is_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate()
