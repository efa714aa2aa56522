"""Reads a posted form, after checking that it comes from our own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request

from bot.web.errors import FormRefused, NotAForm
from bot.web.site import Site
from web.security import is_form_token

_FORM = "application/x-www-form-urlencoded"


async def read_form(site: Site, request: Request[Any, Any, Any]) -> Mapping[str, str]:
    """Return the fields of a form.

    Raises :class:`NotAForm` for another kind of body, and :class:`FormRefused` when the origin or
    the form's token is not ours: then nothing was done.
    """
    if request.content_type[0] != _FORM:
        raise NotAForm
    fields = {name: str(value) for name, value in (await request.form()).items()}
    headers = dict(request.headers)
    cookie = site.cookie_in(headers)
    is_ours = site.origins.allows_form(headers)
    if not is_ours or cookie is None or not is_form_token(cookie, fields.get("form_token", "")):
        raise FormRefused(fields.get("text", ""))
    return fields
