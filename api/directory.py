"""The referral directory for the world, read only: the paths and parameters of HSDS 3.0.

Only what is current is given: see `referral_directory.published`. An answer has an ETag and may be
kept for five minutes.
"""

from __future__ import annotations

from datetime import datetime

from litestar import Router, get
from litestar.middleware.rate_limit import RateLimitConfig

from api import directory_organizations, directory_taxonomies
from api.hsds_answers import (
    PROBLEMS,
    Answer,
    Asked,
    Current,
    Entry,
    Flag,
    Format,
    Id,
    Kept,
    ModifiedAfter,
    PageNumber,
    PerPage,
    Postcode,
    Proximity,
    Search,
    answer,
    directory_now,
    listed,
    missing,
    moment,
    singles,
)
from api.hsds_schemas import answers_with
from api.problems import Refused
from referral_directory import Directory
from referral_directory.errors import NoCoordinates
from referral_directory.listing import Wanted, places_wanted, services_wanted
from referral_directory.model import Service
from referral_directory.published import is_published, publish_service
from referral_directory.register import Document, code_of

PROFILE = "https://docs.openreferral.org/en/3.0/"
LIMIT = RateLimitConfig(rate_limit=("minute", 240))


@get("/", operation_id="getAPIMetaInformation", sync_to_thread=False)
def about(request: Asked) -> dict[str, str]:
    """Tell which version of HSDS this is, and where it is described."""
    ours = str(request.url).partition("/hsds")[0]
    return {"version": "3.0", "profile": PROFILE, "openapi_url": f"{ours}/openapi.json"}


@get(
    "/services",
    operation_id="getPaginatedListOfServices",
    operation_class=answers_with("service", paged=True),
    responses=PROBLEMS,
    sync_to_thread=True,
)
def services(
    request: Asked,
    database: Kept,
    current_directory: Current,
    search: Search = None,
    page: PageNumber = 1,
    per_page: PerPage = 50,
    format: Format = "json",
    taxonomy_term_id: Id = None,
    taxonomy_id: Id = None,
    organization_id: Id = None,
    modified_after: ModifiedAfter = None,
    postcode: Postcode = None,
    minimal: Flag = False,
    full: Flag = False,
) -> Answer:
    """List services; each with all that belongs to it when `full`, with its id when `minimal`."""
    directory, now = directory_now(database, current_directory)
    wanted = Wanted(
        search, taxonomy_term_id, taxonomy_id, organization_id, moment(modified_after), postcode
    )

    def shown(service: Service) -> Document:
        published = publish_service(service, directory, now)
        if minimal:
            modified = published.get("last_modified")
            return {"id": published["id"]} | ({"modified_date": modified} if modified else {})
        return published if full else singles(published, "organization", "program")

    found = services_wanted(directory, wanted)
    return listed(request, found, shown, page, per_page, format)


@get(
    "/services/{id:str}",
    operation_id="getFullyNestedServiceById",
    operation_class=answers_with("service"),
    responses=PROBLEMS,
    sync_to_thread=True,
)
def service(request: Asked, database: Kept, current_directory: Current, id: Entry) -> Answer:
    """Give one service with all that belongs to it; `id` is its id."""
    directory, now = directory_now(database, current_directory)
    document = directory.register.find_service(id)
    found = directory.services.get(code_of(document)) if document else None
    if found is None or not is_published(found):
        raise missing()
    return answer(request, publish_service(found, directory, now))


@get(
    "/service_at_locations",
    operation_id="getPaginatedListOfServiceAtLocation",
    operation_class=answers_with("service_at_location", paged=True),
    responses=PROBLEMS,
    sync_to_thread=True,
)
def service_at_locations(
    request: Asked,
    database: Kept,
    current_directory: Current,
    search: Search = None,
    page: PageNumber = 1,
    per_page: PerPage = 50,
    format: Format = "json",
    taxonomy_term_id: Id = None,
    taxonomy_id: Id = None,
    organization_id: Id = None,
    modified_after: ModifiedAfter = None,
    postcode: Postcode = None,
    proximity: Proximity = None,
    full: Flag = False,
) -> Answer:
    """List the places where services are given."""
    directory, now = directory_now(database, current_directory)
    wanted = Wanted(
        search,
        taxonomy_term_id,
        taxonomy_id,
        organization_id,
        moment(modified_after),
        postcode,
        int(proximity) if proximity else None,
    )
    try:
        found = places_wanted(directory, wanted, now)
    except NoCoordinates as error:
        raise Refused(404, "no_coordinates", str(error)) from error

    def shown(found: tuple[Service, Document]) -> Document:
        place = _with_service(*found, directory, now)
        if full:
            return place
        inner = singles(place["service"], "organization", "program")
        return {**singles(place), "location": singles(place.get("location", {})), "service": inner}

    return listed(request, found, shown, page, per_page, format)


@get(
    "/service_at_locations/{id:str}",
    operation_id="getServiceAtLocationWithNestedDataById",
    operation_class=answers_with("service_at_location"),
    responses=PROBLEMS,
    sync_to_thread=True,
)
def service_at_location(
    request: Asked, database: Kept, current_directory: Current, id: Entry
) -> Answer:
    """Give one place where a service is given, with that service; `id` is its id."""
    directory, now = directory_now(database, current_directory)
    for each, place in places_wanted(directory, Wanted(), now):
        if place["id"] == id:
            return answer(request, _with_service(each, place, directory, now))
    raise missing()


def _with_service(
    service: Service, place: Document, directory: Directory, now: datetime
) -> Document:
    published = publish_service(service, directory, now)
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
    middleware=[LIMIT.middleware],
    tags=["Referral directory (HSDS 3.0)"],
)
