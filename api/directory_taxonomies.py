"""The taxonomies of the referral directory and their terms: the kinds of need."""

from __future__ import annotations

from typing import Any

from api.hsds_answers import Answer, Entry, Flag, FromHere, FromPages, Id, Search, gives, missing
from referral_directory.listing import has_words, taxonomy_of
from referral_directory.register import Kind


@gives("/taxonomies", "getPaginatedListOfTaxonomies", "taxonomy", paged=True)
def taxonomies(here: FromHere, pages: FromPages, search: Search = None) -> Answer:
    """List the taxonomies from which our terms come."""
    documents = here.directory.register.of("taxonomy").values()
    found = [document for document in documents if has_words(document, search)]
    return pages.answer(found, lambda document: document)


@gives("/taxonomy_terms", "getPaginatedListOfTaxonomyTerms", "taxonomy_term", paged=True)
def taxonomy_terms(
    here: FromHere,
    pages: FromPages,
    search: Search = None,
    taxonomy_id: Id = None,
    parent_id: Id = None,
    top_only: Flag = False,
) -> Answer:
    """List the terms: kinds of need. `top_only`: those that are no child of another."""
    found = [
        document
        for document in here.directory.register.of("taxonomy_term").values()
        if has_words(document, search)
        and taxonomy_id in (None, taxonomy_of(document))
        and parent_id in (None, document.get("parent_id"))
        and not (top_only and document.get("parent_id"))
    ]
    return pages.answer(found, lambda document: document)


def _one_of(kind: Kind, path: str, operation: str) -> Any:
    """Return the handler that gives one document that is published as it is."""

    @gives(f"{path}/{{id:str}}", operation, kind)
    def one(here: FromHere, id: Entry) -> Answer:
        """Give one of them; `id` is its id."""
        found = here.directory.register.of(kind).get(id)
        if found is None:
            raise missing()
        return here.answer(found)

    return one


ROUTES = (
    taxonomies,
    _one_of("taxonomy", "/taxonomies", "getTaxonomyById"),
    taxonomy_terms,
    _one_of("taxonomy_term", "/taxonomy_terms", "getTaxonomyTermById"),
)
