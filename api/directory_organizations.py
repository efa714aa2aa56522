"""The organizations of the referral directory, with the services they give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from litestar import get

from api.hsds_answers import (
    PROBLEMS,
    Answer,
    Asked,
    Current,
    Entry,
    Flag,
    Format,
    Kept,
    PageNumber,
    PerPage,
    Search,
    answer,
    directory_now,
    listed,
    missing,
    singles,
)
from api.hsds_schemas import answers_with
from referral_directory import Directory
from referral_directory.listing import Wanted, has_words, services_wanted
from referral_directory.model import Service
from referral_directory.published import publish_organization, publish_service
from referral_directory.register import Document


@get(
    "/organizations",
    operation_id="getPaginatedListOfOrganizations",
    operation_class=answers_with("organization", paged=True),
    responses=PROBLEMS,
    sync_to_thread=True,
)
def organizations(
    request: Asked,
    database: Kept,
    current_directory: Current,
    search: Search = None,
    page: PageNumber = 1,
    per_page: PerPage = 50,
    format: Format = "json",
    full: Flag = False,
    full_service: Flag = False,
) -> Answer:
    """List the organizations that give a published service."""
    directory, now = directory_now(database, current_directory)
    by_id = _published_by_organization(directory)
    found = [
        document
        for key, document in directory.register.of("organization").items()
        if key in by_id and has_words(document, search)
    ]

    def shown(document: Document) -> Document:
        published = publish_organization(document)
        if not (full or full_service):
            return singles(published)
        given = _given(by_id[document["id"]], directory, now, full_service)
        return {**published, "services": given}

    found.sort(key=lambda document: (document["name"].casefold(), document["id"]))
    return listed(request, found, shown, page, per_page, format)


@get(
    "/organizations/{id:str}",
    operation_id="getOrganizationById",
    operation_class=answers_with("organization"),
    responses=PROBLEMS,
    sync_to_thread=True,
)
def organization(
    request: Asked,
    database: Kept,
    current_directory: Current,
    id: Entry,
    full_service: Flag = False,
) -> Answer:
    """Give one organization with its services, in full when `full_service`."""
    directory, now = directory_now(database, current_directory)
    by_id = _published_by_organization(directory)
    found = directory.register.of("organization").get(id)
    if found is None or id not in by_id:
        raise missing()
    given = _given(by_id[id], directory, now, full_service)
    return answer(request, {**publish_organization(found), "services": given})


def _published_by_organization(directory: Directory) -> dict[str, list[Service]]:
    found: dict[str, list[Service]] = {}
    for each in services_wanted(directory, Wanted()):
        found.setdefault(each.document["organization_id"], []).append(each)
    return found


def _given(
    found: Sequence[Service], directory: Directory, now: datetime, in_full: bool
) -> list[Document]:
    if not in_full:
        return [{name: each.document[name] for name in ("id", "name", "status")} for each in found]
    published = [publish_service(each, directory, now) for each in found]
    return [{k: v for k, v in each.items() if k != "organization"} for each in published]


ROUTES = (organizations, organization)
