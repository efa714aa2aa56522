"""The taxonomies of the referral directory and their terms: the kinds of need."""

from __future__ import annotations

from typing import Any

from litestar import get

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
    PageNumber,
    PerPage,
    Search,
    answer,
    directory_now,
    listed,
    missing,
)
from api.hsds_schemas import answers_with
from referral_directory.listing import has_words, taxonomy_of
from referral_directory.register import Kind


@get(
    "/taxonomies",
    operation_id="getPaginatedListOfTaxonomies",
    operation_class=answers_with("taxonomy", paged=True),
    responses=PROBLEMS,
    sync_to_thread=True,
)
def taxonomies(
    request: Asked,
    database: Kept,
    current_directory: Current,
    search: Search = None,
    page: PageNumber = 1,
    per_page: PerPage = 50,
    format: Format = "json",
) -> Answer:
    """List the taxonomies from which our terms come."""
    directory, _ = directory_now(database, current_directory)
    found = [
        document
        for document in directory.register.of("taxonomy").values()
        if has_words(document, search)
    ]
    return listed(request, found, lambda each: each, page, per_page, format)


@get(
    "/taxonomy_terms",
    operation_id="getPaginatedListOfTaxonomyTerms",
    operation_class=answers_with("taxonomy_term", paged=True),
    responses=PROBLEMS,
    sync_to_thread=True,
)
def taxonomy_terms(
    request: Asked,
    database: Kept,
    current_directory: Current,
    search: Search = None,
    page: PageNumber = 1,
    per_page: PerPage = 50,
    format: Format = "json",
    taxonomy_id: Id = None,
    parent_id: Id = None,
    top_only: Flag = False,
) -> Answer:
    """List the terms: kinds of need. `top_only`: those that are no child of another."""
    directory, _ = directory_now(database, current_directory)
    found = [
        document
        for document in directory.register.of("taxonomy_term").values()
        if has_words(document, search)
        and taxonomy_id in (None, taxonomy_of(document))
        and parent_id in (None, document.get("parent_id"))
        and not (top_only and document.get("parent_id"))
    ]
    return listed(request, found, lambda each: each, page, per_page, format)


def _one_of(kind: Kind, path: str, operation: str) -> Any:
    """Return the handler that gives one document that is published as it is."""

    @get(
        f"{path}/{{id:str}}",
        operation_id=operation,
        operation_class=answers_with(kind),
        responses=PROBLEMS,
        sync_to_thread=True,
    )
    def one(request: Asked, database: Kept, current_directory: Current, id: Entry) -> Answer:
        """Give one of them; `id` is its id."""
        directory, _ = directory_now(database, current_directory)
        found = directory.register.of(kind).get(id)
        if found is None:
            raise missing()
        return answer(request, found)

    return one


ROUTES = (
    taxonomies,
    _one_of("taxonomy", "/taxonomies", "getTaxonomyById"),
    taxonomy_terms,
    _one_of("taxonomy_term", "/taxonomy_terms", "getTaxonomyTermById"),
)
