"""Runs everything in one process, with the dialogue workers beside it, until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from typing import Any

import uvicorn
from rich.console import Console

from api.app import build_api
from bot import colleagues
from bot.assisting import Assistance
from bot.errors import BotError
from bot.phone import Telephone
from bot.sender import Channel
from bot.telegram_channel import TelegramChannel
from bot.web.app import build_web_app
from staff_console.app import build_console
from warmwijzer.audit_desk import ProductAuditDesk
from warmwijzer.evidence_clock import keep_signed
from warmwijzer.evidence_keys import destinations, signer
from warmwijzer.follow_up import keep_asking
from warmwijzer.product import Product
from warmwijzer.settings import Settings
from warmwijzer.tidying import keep_tidy
from warmwijzer.watchdog import keep_watch
from warmwijzer.ways_in import ways_in
from web.asgi import App

GRACE_SECONDS = 3
# A message is at most 16,384 characters; uvicorn would take 16 MB into memory first.
LARGEST_MESSAGE_BYTES = 131_072


async def serve(product: Product, console: Console) -> None:
    """Serve the channels that the settings name; return after Ctrl-C or SIGTERM.

    When no answers can be given any more, raise why: a door that takes messages and answers none is
    worse than a closed one, and whoever watches the process starts it again.
    """
    settings = product.settings
    telegram = _telegram(product)
    app, web = build_web_app(
        database=product.database,
        gateway=product.gateway,
        organisation=product.organisation,
        current=product.current,
        settings=settings,
        telegram_webhook=telegram.webhook if telegram else None,
        is_dialogue_ready=product.dialogue.is_ready,
        api=build_api(
            database=product.database,
            organisation=product.organisation,
            current=product.current,
            arrangements_token=settings.arrangements_token,
        ),
    )
    telephone = Telephone(product.database, product.gateway)
    channels: list[Channel] = [web, telephone, *([telegram] if telegram else [])]
    server = uvicorn.Server(_listening(app, settings, settings.port))
    audits = ProductAuditDesk(settings, product.database)
    desk, live_desk = build_console(
        database=product.database,
        organisation=product.organisation,
        current=product.current,
        url=settings.console_url,
        talks=colleagues,
        telephone=telephone,
        assistance=Assistance(product.dialogue.parse),
        make_link=product.turns.make_link,
        wake_senders=product.gateway.wake_senders,
        ways_in=ways_in(settings),
        audits=audits,
        public_url=settings.public_url,
    )
    desk_server = _Beside(_listening(desk, settings, settings.console_port))
    gateway = asyncio.create_task(product.gateway.run(channels))
    gateway.add_done_callback(lambda _: setattr(server, "should_exit", True))
    tidying = asyncio.create_task(
        keep_tidy(product.database, product.organisation, audits.drop_old)
    )
    signing = asyncio.create_task(
        keep_signed(product.database, signer(settings), destinations(settings))
    )
    tasks = [
        gateway,
        tidying,
        signing,
        asyncio.create_task(live_desk.run()),
        asyncio.create_task(keep_watch(product.database, product.current)),
        asyncio.create_task(keep_asking(product.database)),
    ]
    desk_serving = asyncio.create_task(desk_server.serve())
    if telegram:
        tasks.append(asyncio.create_task(_run_telegram(telegram, settings)))
    announcing = asyncio.create_task(_announce(product, server, desk_server, console))
    try:
        await server.serve()
        if gateway.done():
            gateway.result()
    finally:
        desk_server.should_exit = True  # it ends by itself; cancelled, it prints a traceback
        for task in (*tasks, announcing):
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(desk_serving, *tasks, announcing, return_exceptions=True)


class _Beside(uvicorn.Server):
    """A second server in the same process: Ctrl-C is the first one's."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def _listening(app: App, settings: Settings, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws_max_size=LARGEST_MESSAGE_BYTES,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


async def _announce(
    product: Product, server: uvicorn.Server, desk: uvicorn.Server, console: Console
) -> None:
    """Print the addresses when the first message can be answered."""
    await asyncio.to_thread(product.dialogue.wait_until_ready)
    while not (server.started and desk.started):
        await asyncio.sleep(0.05)
    host = product.settings.host
    console.print(f"Warmwijzer is klaar: [bold]http://{host}:{_port(server)}[/bold]")
    console.print(f"Werkplek voor collega's: http://{host}:{_port(desk)}")
    console.print("Stoppen: Ctrl-C")


def _port(server: uvicorn.Server) -> int:
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


def _telegram(product: Product) -> TelegramChannel | None:
    settings = product.settings
    if settings.telegram_token is None:
        return None
    options: dict[str, Any] = {}
    if settings.telegram_webhook_secret:
        options["webhook_secret"] = settings.telegram_webhook_secret
    return TelegramChannel(
        settings.telegram_token,
        product.gateway,
        product.database,
        base_url=settings.telegram_api_url,
        **options,
    )


async def _run_telegram(telegram: TelegramChannel, settings: Settings) -> None:
    try:
        if settings.telegram_mode == "webhook":
            secret = settings.telegram_webhook_secret or ""
            await telegram.set_webhook(f"{settings.public_url}/telegram", secret)
        else:
            await telegram.poll()
    except asyncio.CancelledError:
        raise
    except Exception as error:
        # The bot's token stands in the addresses that a traceback shows.
        why = str(error) if isinstance(error, BotError) else type(error).__name__
        logging.getLogger(__name__).error("Telegram stopped; the web chat goes on: %s", why)
