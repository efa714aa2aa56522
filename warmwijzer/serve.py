"""Runs everything in one process, with the dialogue workers beside it, until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any

import uvicorn
from rich.console import Console

from api.app import build_api
from bot.errors import BotError
from bot.sender import Channel
from bot.telegram_channel import TelegramChannel
from bot.web.app import build_web_app
from warmwijzer.evidence_clock import keep_signed
from warmwijzer.evidence_keys import destinations, signer
from warmwijzer.product import Product
from warmwijzer.settings import Settings
from warmwijzer.tidying import keep_tidy

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
        settings=settings,
        telegram_webhook=telegram.webhook if telegram else None,
        is_dialogue_ready=product.dialogue.is_ready,
        api=build_api(
            database=product.database,
            organisation=product.organisation,
            arrangements_token=settings.arrangements_token,
        ),
    )
    channels: list[Channel] = [web, *([telegram] if telegram else [])]
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws_max_size=LARGEST_MESSAGE_BYTES,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    gateway = asyncio.create_task(product.gateway.run(channels))
    gateway.add_done_callback(lambda _: setattr(server, "should_exit", True))
    tidying = asyncio.create_task(keep_tidy(product.database, product.organisation))
    signing = asyncio.create_task(
        keep_signed(product.database, signer(settings), destinations(settings))
    )
    tasks = [gateway, tidying, signing]
    if telegram:
        tasks.append(asyncio.create_task(_run_telegram(telegram, settings)))
    announcing = asyncio.create_task(_announce(product, server, console))
    try:
        await server.serve()
        if gateway.done():
            gateway.result()
    finally:
        for task in (*tasks, announcing):
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, announcing, return_exceptions=True)


async def _announce(product: Product, server: uvicorn.Server, console: Console) -> None:
    """Print the address when the first message can be answered."""
    await asyncio.to_thread(product.dialogue.wait_until_ready)
    while not server.started:
        await asyncio.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    console.print(f"Warmwijzer is klaar: [bold]http://{product.settings.host}:{port}[/bold]")
    console.print("Stoppen: Ctrl-C")


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
