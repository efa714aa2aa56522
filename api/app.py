"""Builds the HTTP API under ``/api`` as one ASGI application."""

from __future__ import annotations

from litestar import Litestar
from litestar.di import Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components
from litestar.types import ControllerRouterHandler

from api import directory
from api.arrangements import BEARER, arrangement_routes
from api.hsds_schemas import describe_hsds
from api.problems import answer_with_problem
from casework.current_organisation import CurrentOrganisation
from casework.organisation import Organisation
from storage.database import Database

PATH = "/api"
MOST_BODY_BYTES = 65_536
ROUTES: tuple[ControllerRouterHandler, ...] = (directory.router,)
"""What is always served. A new interface is one module here and one name in this tuple."""


def build_api(
    *,
    database: Database,
    organisation: Organisation,
    arrangements_token: str | None = None,
    current: CurrentOrganisation | None = None,
) -> Litestar:
    """Return the application that answers everything under ``/api``.

    A handler that names ``database``, ``organisation`` or ``current_directory`` among its
    parameters gets it. Every error is an RFC 9457 problem; a body over 64 kB is refused with 413.
    The arrangements are served only when there is an ``arrangements_token``. Give the
    ``current`` organisation that the turns use, so that a large register is in memory once.
    """
    with_token = [arrangement_routes(arrangements_token)] if arrangements_token else []
    current = current or CurrentOrganisation(organisation)
    app = Litestar(
        path=PATH,
        route_handlers=[*ROUTES, *with_token],
        dependencies={
            "database": Provide(lambda: database, sync_to_thread=False),
            "organisation": Provide(lambda: current.latest, sync_to_thread=False),
            "current_directory": Provide(lambda: current.directory, sync_to_thread=False),
        },
        exception_handlers={Exception: answer_with_problem},
        request_max_body_size=MOST_BODY_BYTES,
        openapi_config=OpenAPIConfig(
            title="Warmwijzer",
            version="1",
            summary="Payment arrangements and the referral directory, for other systems",
            # Litestar answers everything under this path itself, so it is the file's own.
            path="/openapi.json",
            render_plugins=[JsonRenderPlugin(path="/")],
            use_handler_docstrings=True,
            components=Components(security_schemes={**BEARER} if with_token else None),
        ),
        logging_config=None,
    )
    describe_hsds(app)
    return app
