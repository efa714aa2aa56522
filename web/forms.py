"""Reads a posted form, after checking that it comes from a page of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request
from litestar.exceptions import HTTPException

from web.security import Origins, is_form_token

_FORM = "application/x-www-form-urlencoded"
# Nobody types these, no database or document takes all of them, and none has a look.
_CONTROLS = dict.fromkeys(place for place in range(32) if chr(place) not in "\t\n\r")


class FormRefused(HTTPException):
    """A form that does not come from our page.

    ``typed`` is what somebody wrote on a page of ours; what another site wrote is never shown.
    """

    status_code = 403

    def __init__(self, typed: str = "") -> None:
        super().__init__(detail="form refused")
        self.typed = typed


class NotAForm(HTTPException):
    """A request that is not a form."""

    status_code = 415


def cookie_in(headers: Mapping[str, str], name: str) -> str | None:
    """Return the value of the cookie ``name`` in ``headers``, or None."""
    for part in headers.get("cookie", "").split(";"):
        found, _, value = part.strip().partition("=")
        if found == name and value:
            return value
    return None


async def read_form(
    request: Request[Any, Any, Any], origins: Origins, cookie_name: str
) -> Mapping[str, str]:
    """Return the fields of a form, without control characters.

    Raises :class:`NotAForm` for another kind of body, and :class:`FormRefused` when the origin or
    the form's token is not ours: then nothing was done.
    """
    if request.content_type[0] != _FORM:
        raise NotAForm
    form = await request.form()
    fields = {name: str(value).translate(_CONTROLS) for name, value in form.items()}
    headers = dict(request.headers)
    cookie = cookie_in(headers, cookie_name)
    is_ours = origins.allows_form(headers)
    if not is_ours or cookie is None or not is_form_token(cookie, fields.get("form_token", "")):
        raise FormRefused(fields.get("text", "") if is_ours else "")
    return fields
