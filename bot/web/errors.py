"""Error pages: what happened and what to do, with a number that finds the line in the log."""

from __future__ import annotations

import logging
import secrets
import traceback
from pathlib import Path
from typing import Any

from litestar import Request
from litestar.exceptions import HTTPException

from bot.web.rendering import Page, page
from bot.web.site import Site, preferred_language

log = logging.getLogger(__name__)
_EXPLAINED = (403, 404, 405, 413, 415, 429)


def error_page(request: Request[Any, Any, Any], error: Exception) -> Page:
    """Return the page for ``error``; only its type and place are logged, never its message."""
    site: Site = request.app.state.site
    status = error.status_code if isinstance(error, HTTPException) else 500
    known = status if status in _EXPLAINED else 500
    number = secrets.token_hex(4)
    if status >= 500:
        log_error(number, error)
    else:
        log.info("refused %s: %s", number, status)
    language = _language(site, request)
    words = site.texts_in(language)["problem"]
    return problem_page(
        site,
        request,
        status,
        language,
        words[f"title_{known}"],
        words[f"text_{known}"],
        typed=getattr(error, "typed", ""),
        number=number,
    )


def problem_page(
    site: Site,
    request: Request[Any, Any, Any],
    status: int,
    language: str,
    title: str,
    text: str,
    *,
    typed: str = "",
    number: str = "",
) -> Page:
    """Return a page that tells what happened, in ``language``; ``typed`` is what would be lost."""
    values = {"title": title, "text": text, "typed": typed, "number": number}
    return page(site, request, "problem.html", status=status, language=language, **values)


def _language(site: Site, request: Request[Any, Any, Any]) -> str:
    """Return the language of an error page, also when the database is what fails."""
    headers = dict(request.headers)
    try:
        return site.language_of_problem(headers, request.query_params.get("lang"))
    except Exception as error:
        log.warning("no language for an error page: %s", type(error).__name__)
        return preferred_language(headers)


def log_error(number: str, error: Exception) -> None:
    """Log what failed and where; an error's own message may hold what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
    log.error("error %s: %s at %s", number, type(error).__name__, place)
