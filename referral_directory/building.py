"""Build the services that matching works with from the register's documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from referral_directory.model import (
    Fact,
    FactKind,
    Hours,
    Organization,
    Service,
    ServiceArea,
    Source,
    TaxonomyTerm,
    Verification,
)
from referral_directory.register import Document, Register, code_of, is_of_needs
from referral_directory.schedules import hours_text, read_schedule
from referral_directory.seed import POSTCODE_UNKNOWN

IN_THE_REGISTER = ("register", 1)


def build_services(
    register: Register,
    places: Mapping[str, tuple[str, int]] | None = None,
    known: Mapping[str, Service] | None = None,
) -> dict[str, Service]:
    """Return every service by its id; `places` tells in which file and on which line one stands.

    A service in `known` with the same document is taken from there.
    """
    organizations = {
        key: _organization(document) for key, document in register.of("organization").items()
    }
    found = {}
    for document in register.of("service").values():
        code = code_of(document)
        place = (places or {}).get(code, IN_THE_REGISTER)
        built = (known or {}).get(code)
        if built is None or built.document is not document:
            built = _service(document, organizations, register, place)
        found[code] = built
    return found


def build_taxonomy(register: Register) -> dict[str, TaxonomyTerm]:
    """Return the terms of our taxonomy of needs, by their code."""
    return {
        term["code"]: TaxonomyTerm(term["code"], term["name"], term["description"])
        for term in register.of("taxonomy_term").values()
        if is_of_needs(term) and term.get("code")
    }


def earliest_day(published: str | None) -> date | None:
    """Return the first day that a date on a page can mean: "2021-03" is 1 March 2021."""
    if published is None:
        return None
    year, month, day = [*published.split("-"), "01", "01"][:3]
    return date(int(year), int(month), int(day))


def build_source(item: Mapping[str, Any]) -> Source:
    """Return a source from its `key`, `address`, `published` (or none) and `read_on`."""
    published = item.get("published")
    read_on = date.fromisoformat(item["read_on"])
    return Source(item["key"], item["address"], published, earliest_day(published), read_on)


def verification_of(
    service: Document, part: Document | None = None, name: str = ""
) -> Verification:
    """Return what a part of a service rests on; without `part`, the field `name` of the service.

    An entry from elsewhere has no `verification` of ours. Then HSDS's own `assured_date`, the day
    on which the whole entry was last checked, counts for all of it; without that day nothing is
    verified.
    """
    assured = service.get("assured_date")
    if "verification" not in service:
        return Verification(bool(assured), assured_on=_day(assured))
    block = (
        (part or {}).get("verification") if part is not None else service["verification"].get(name)
    )
    if not block:
        return Verification(False)
    assured_on = block.get("assured_on") or (assured if name == "existence" else None)
    return Verification(
        verified=bool(block.get("verified")),
        sources=tuple(map(build_source, block.get("sources", []))),
        assured_on=_day(assured_on),
        note=block.get("note"),
    )


def facts_of(service: Document) -> Iterator[tuple[Fact, Document]]:
    """Yield each fact of a service with the row of the document that it comes from."""
    for phone in {phone["number"]: phone for phone in phones_of(service)}.values():
        yield (
            Fact(
                "phone",
                phone["number"],
                verification_of(service, phone),
                is_free=phone.get("cost") == "free",
            ),
            phone,
        )
    web_kinds: tuple[FactKind, ...] = ("url", "email")
    for kind in web_kinds:
        if service.get(kind):
            yield Fact(kind, service[kind], verification_of(service, name=kind)), service
    for address in addresses_of(service):
        parts = (address["address_1"], address.get("postal_code"), address["city"])
        value = ", ".join(part for part in parts if part and part != POSTCODE_UNKNOWN)
        yield Fact("address", value, verification_of(service, address)), address
    for schedule in schedules_of(service):
        text = hours_text(schedule)
        if text:
            yield Fact("hours", text, verification_of(service, schedule)), schedule


def phones_of(service: Document) -> list[Document]:
    """Return the phones of a service and of its places; a number may stand in several."""
    rows = [service, *service.get("service_at_locations", [])]
    return [phone for row in rows for phone in row.get("phones", [])]


def schedules_of(service: Document) -> list[Document]:
    """Return the schedules of a service, also those of its places; each once."""
    rows = [service, *service.get("service_at_locations", [])]
    return list({s["id"]: s for row in rows for s in row.get("schedules", [])}.values())


def addresses_of(service: Document) -> list[Document]:
    """Return the addresses of the places where a service is given."""
    return [
        address
        for place in service.get("service_at_locations", [])
        for address in place.get("location", {}).get("addresses", [])
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _organization(document: Document) -> Organization:
    return Organization(
        code_of(document), document["name"], document["description"], document.get("website")
    )


def _hours(service: Document) -> Iterator[Hours]:
    for row in schedules_of(service):
        schedule = read_schedule(row)
        if schedule:
            yield Hours(schedule, verification_of(service, row))


def _service(
    document: Document,
    organizations: Mapping[str, Organization],
    register: Register,
    place: tuple[str, int],
) -> Service:
    def is_verified(name: str) -> bool:
        return verification_of(document, name=name).verified

    def age(name: str) -> int | None:
        return int(document[name]) if name in document else None

    languages = tuple(row["code"] for row in document.get("languages", []) if row.get("code"))
    is_free = any(
        row.get("option") == "free" or row.get("amount") == 0
        for row in document.get("cost_options", [])
    )
    return Service(
        id=code_of(document),
        organization=organizations[document["organization_id"]],
        name=document["name"],
        description=document.get("description", ""),
        status=document["status"],
        taxonomy_terms=tuple(
            term["code"]
            for term in register.terms_of(document)
            if is_of_needs(term) and term.get("code")
        ),
        service_areas=tuple(
            ServiceArea(area.get("name", ""), area.get("extent_type", ""), area.get("within"))
            for area in document.get("service_areas", [])
        ),
        existence=verification_of(document, name="existence"),
        facts=tuple(fact for fact, _ in facts_of(document)),
        access=document.get("access", "self_referral"),
        is_free=is_free and is_verified("cost_options"),
        minimum_age=age("minimum_age"),
        maximum_age=age("maximum_age"),
        not_for=tuple(document.get("not_for", [])),
        languages=languages if is_verified("languages") else (),
        eligibility_description=document.get("eligibility_description"),
        application_process=document.get("application_process"),
        assured_date=_day(document.get("assured_date")),
        assurer_email=document.get("assurer_email"),
        entry_version=register.versions[document["id"]],
        file=place[0],
        line=place[1],
        document=document,
        schedules=tuple(_hours(document)),
    )
