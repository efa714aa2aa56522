"""The files that pages load: a site's own folder, and the looks that all sites share."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

SHARED = Path(__file__).with_name("static")
PATH = "/static"
_YEAR = 31_536_000


def find_file(own: Path, name: str) -> Path:
    """Return the file ``name`` of the folder ``own``, or the shared one."""
    found = own / name
    return found if found.exists() else SHARED / name


@cache
def static_address(own: Path, name: str) -> str:
    """Return the address of a file, with its version: it may be kept for ever."""
    version = sha256(find_file(own, name).read_bytes()).hexdigest()[:12]
    return f"{PATH}/{name}?v={version}"


def static_router(own: Path, opt: dict[str, object] | None = None) -> Router:
    """Return the routes of the files in ``own`` and of the shared ones."""
    return create_static_files_router(
        path=PATH,
        directories=[own, SHARED],
        cache_control=CacheControlHeader(max_age=_YEAR, public=True, immutable=True),
        include_in_schema=False,
        opt=opt,
    )
