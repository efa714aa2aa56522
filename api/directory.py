"""The referral directory for the world, read only: the paths and parameters of HSDS 3.0.

Only what is current is given: see `referral_directory.published`. An answer has an ETag and may be
kept for five minutes.
"""

from __future__ import annotations

from dataclasses import replace

from litestar import Router, get
from litestar.di import Provide
from litestar.middleware.rate_limit import RateLimitConfig

from api import directory_organizations, directory_taxonomies
from api.hsds_answers import (
    Answer,
    Asked,
    Entry,
    Flag,
    FromHere,
    FromPages,
    FromWanted,
    Here,
    Proximity,
    gives,
    here,
    missing,
    pages,
    singles,
    wanted,
)
from api.problems import Refused
from referral_directory.errors import NoCoordinates
from referral_directory.listing import Wanted, places_wanted, services_wanted
from referral_directory.model import Service
from referral_directory.published import is_published, publish_service
from referral_directory.register import Document, code_of

PROFILE = "https://docs.openreferral.org/en/3.0/"
LIMIT = RateLimitConfig(rate_limit=("minute", 60))


@get("/", operation_id="getAPIMetaInformation", sync_to_thread=False)
def about(request: Asked) -> dict[str, str]:
    """Tell which version of HSDS this is, and where it is described."""
    ours = str(request.url).partition("/hsds")[0]
    return {"version": "3.0", "profile": PROFILE, "openapi_url": f"{ours}/openapi.json"}


@gives("/services", "getPaginatedListOfServices", "service", paged=True)
def services(
    here: FromHere,
    pages: FromPages,
    wanted: FromWanted,
    minimal: Flag = False,
    full: Flag = False,
) -> Answer:
    """List services; each with all that belongs to it when `full`, with its id when `minimal`."""

    def shown(service: Service) -> Document:
        published = publish_service(service, here.directory, here.now)
        if minimal:
            modified = published.get("last_modified")
            return {"id": published["id"]} | ({"modified_date": modified} if modified else {})
        return published if full else singles(published, "organization", "program")

    return pages.answer(services_wanted(here.directory, wanted), shown)


@gives("/services/{id:str}", "getFullyNestedServiceById", "service")
def service(here: FromHere, id: Entry) -> Answer:
    """Give one service with all that belongs to it; `id` is its id."""
    document = here.directory.register.find_service(id)
    found = here.directory.services.get(code_of(document)) if document else None
    if found is None or not is_published(found):
        raise missing()
    return here.answer(publish_service(found, here.directory, here.now))


@gives(
    "/service_at_locations",
    "getPaginatedListOfServiceAtLocation",
    "service_at_location",
    paged=True,
)
def service_at_locations(
    here: FromHere,
    pages: FromPages,
    wanted: FromWanted,
    proximity: Proximity = None,
    full: Flag = False,
) -> Answer:
    """List the places where services are given."""
    wanted = replace(wanted, proximity=int(proximity) if proximity else None)
    try:
        found = places_wanted(here.directory, wanted, here.now)
    except NoCoordinates as error:
        raise Refused(404, "no_coordinates", str(error)) from error

    def shown(found: tuple[Service, Document]) -> Document:
        place = _with_service(here, *found)
        if full:
            return place
        inner = singles(place["service"], "organization", "program")
        return {**singles(place), "location": singles(place.get("location", {})), "service": inner}

    return pages.answer(found, shown)


@gives(
    "/service_at_locations/{id:str}",
    "getServiceAtLocationWithNestedDataById",
    "service_at_location",
)
def service_at_location(here: FromHere, id: Entry) -> Answer:
    """Give one place where a service is given, with that service; `id` is its id."""
    for each, place in places_wanted(here.directory, Wanted(), here.now):
        if place["id"] == id:
            return here.answer(_with_service(here, each, place))
    raise missing()


def _with_service(here: Here, service: Service, place: Document) -> Document:
    published = publish_service(service, here.directory, here.now)
    published.pop("service_at_locations", None)
    return {**place, "service": published}


router = Router(
    "/hsds",
    route_handlers=[
        about,
        services,
        service,
        service_at_locations,
        service_at_location,
        *directory_organizations.ROUTES,
        *directory_taxonomies.ROUTES,
    ],
    dependencies={
        "here": Provide(here, sync_to_thread=True),
        "pages": Provide(pages, sync_to_thread=False),
        "wanted": Provide(wanted, sync_to_thread=False),
    },
    middleware=[LIMIT.middleware],
    tags=["Referral directory (HSDS 3.0)"],
)
