"""Which published entries somebody asks for: the filters of the HSDS 3.0 API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, radians, sin, sqrt

from referral_directory.building import addresses_of
from referral_directory.directory import Directory
from referral_directory.errors import NoCoordinates
from referral_directory.model import Service
from referral_directory.postcodes import pc4_of
from referral_directory.published import is_published, publish_places
from referral_directory.register import Document

_EARTH_RADIUS_METRES = 6_371_000
Point = tuple[float, float]


@dataclass(frozen=True)
class Wanted:
    """What is asked for; None: does not matter. `proximity` is in metres from the postcode."""

    search: str | None = None
    taxonomy_term_id: str | None = None
    taxonomy_id: str | None = None
    organization_id: str | None = None
    modified_after: datetime | None = None
    postcode: str | None = None
    proximity: int | None = None


def has_words(document: Document, search: str | None) -> bool:
    """Return whether every word of `search` stands in the name or a description of a document."""
    if not search:
        return True
    fields = ("name", "alternate_name", "description", "eligibility_description", "code")
    text = " ".join(str(document.get(field, "")) for field in fields).casefold()
    return all(word in text for word in search.casefold().split())


def services_wanted(directory: Directory, wanted: Wanted) -> list[Service]:
    """Return the published services that fit, by name.

    With a postcode: those that surely work there. Raises `PostcodeError`.
    """
    here = _municipality(directory, wanted.postcode)
    return sorted(
        (
            service
            for service in directory.services.values()
            if is_published(service)
            and (wanted.postcode is None or service.covers(here))
            and wanted.organization_id
            in (None, service.document["organization_id"], service.organization.id)
            and _has_terms(service, directory, wanted)
            and _is_modified(service, directory, wanted.modified_after)
            and has_words(service.document, wanted.search)
        ),
        key=lambda service: (service.name.casefold(), service.id),
    )


def places_wanted(
    directory: Directory, wanted: Wanted, as_of: datetime
) -> list[tuple[Service, Document]]:
    """Return the places where those services are given, as published, each with its service.

    With `proximity`: the nearest first. Raises `PostcodeError`, and `NoCoordinates` when the
    register holds no coordinates in the postcode to measure from.
    """
    found = [
        (service, place)
        for service in services_wanted(directory, wanted)
        for place in publish_places(service, directory, as_of)
    ]
    if wanted.postcode is None or wanted.proximity is None:
        return found
    centre = centre_of(directory.services.values(), pc4_of(wanted.postcode[:4]))
    near = [
        (metres, place["id"], service, place)
        for service, place in found
        if (point := _point(place))
        and (metres := metres_between(centre, point)) <= wanted.proximity
    ]
    return [(service, place) for _, _, service, place in sorted(near, key=lambda each: each[:2])]


def centre_of(services: Iterable[Service], pc4: int) -> Point:
    """Return the mean of the coordinates (degrees, WGS84) that the register has in a postcode.

    No open table of postcode centres ships with us. Raises `NoCoordinates` when there are none.
    """
    points = [
        point
        for service in services
        for place in service.document.get("service_at_locations", [])
        if (point := _point(place)) and _is_in(place, pc4)
    ]
    if not points:
        raise NoCoordinates(
            f"The register has no coordinates in postcode {pc4}, so no distance can be measured. "
            "Ask without proximity: then you get what works in that postcode."
        )
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def metres_between(one: Point, other: Point) -> float:
    """Return the distance over the globe in metres (haversine).

    >>> round(metres_between((51.9244, 4.4777), (52.3676, 4.9041)) / 1000)
    57
    """
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_RADIUS_METRES * asin(sqrt(min(half, 1.0)))


def _municipality(directory: Directory, postcode: str | None) -> str | None:
    return directory.postcodes.municipality_of(postcode[:4]) if postcode else None


def _has_terms(service: Service, directory: Directory, wanted: Wanted) -> bool:
    if wanted.taxonomy_term_id is None and wanted.taxonomy_id is None:
        return True
    terms = directory.register.terms_of(service.document)
    return (
        wanted.taxonomy_term_id is None
        or any(wanted.taxonomy_term_id in (t["id"], t.get("code")) for t in terms)
    ) and (wanted.taxonomy_id is None or any(taxonomy_of(t) == wanted.taxonomy_id for t in terms))


def taxonomy_of(term: Document) -> str | None:
    """Return the id of the taxonomy that a term belongs to."""
    found: str | None = term.get("taxonomy_id") or term.get("taxonomy_detail", {}).get("id")
    return found


def _is_modified(service: Service, directory: Directory, after: datetime | None) -> bool:
    modified = directory.register.modified_at.get(service.document["id"])
    return after is None or (modified is not None and modified >= after)


def _point(place: Document) -> Point | None:
    location = place.get("location", {})
    latitude, longitude = location.get("latitude"), location.get("longitude")
    return None if latitude is None or longitude is None else (latitude, longitude)


def _is_in(place: Document, pc4: int) -> bool:
    codes = [a.get("postal_code", "") for a in addresses_of({"service_at_locations": [place]})]
    return any(code[:4] == str(pc4) for code in codes)
