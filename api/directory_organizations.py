"""The organizations of the referral directory, with the services they give."""

from __future__ import annotations

from collections.abc import Sequence

from api.hsds_answers import (
    Answer,
    Entry,
    Flag,
    FromHere,
    FromPages,
    Here,
    Search,
    gives,
    missing,
    singles,
)
from referral_directory import Directory
from referral_directory.listing import Wanted, has_words, services_wanted
from referral_directory.model import Service
from referral_directory.published import publish_organization, publish_service
from referral_directory.register import Document


@gives("/organizations", "getPaginatedListOfOrganizations", "organization", paged=True)
def organizations(
    here: FromHere,
    pages: FromPages,
    search: Search = None,
    full: Flag = False,
    full_service: Flag = False,
) -> Answer:
    """List the organizations that give a published service."""
    by_id = _published_by_organization(here.directory)
    found = [
        document
        for key, document in here.directory.register.of("organization").items()
        if key in by_id and has_words(document, search)
    ]

    def shown(document: Document) -> Document:
        published = publish_organization(document)
        if not (full or full_service):
            return singles(published)
        return {**published, "services": _given(here, by_id[document["id"]], full_service)}

    found.sort(key=lambda document: (document["name"].casefold(), document["id"]))
    return pages.answer(found, shown)


@gives("/organizations/{id:str}", "getOrganizationById", "organization")
def organization(here: FromHere, id: Entry, full_service: Flag = False) -> Answer:
    """Give one organization with its services, in full when `full_service`."""
    by_id = _published_by_organization(here.directory)
    found = here.directory.register.of("organization").get(id)
    if found is None or id not in by_id:
        raise missing()
    given = _given(here, by_id[id], full_service)
    return here.answer({**publish_organization(found), "services": given})


def _published_by_organization(directory: Directory) -> dict[str, list[Service]]:
    found: dict[str, list[Service]] = {}
    for each in services_wanted(directory, Wanted()):
        found.setdefault(each.document["organization_id"], []).append(each)
    return found


def _given(here: Here, found: Sequence[Service], in_full: bool) -> list[Document]:
    if not in_full:
        return [{name: each.document[name] for name in ("id", "name", "status")} for each in found]
    published = [publish_service(each, here.directory, here.now) for each in found]
    return [{k: v for k, v in each.items() if k != "organization"} for each in published]


ROUTES = (organizations, organization)
