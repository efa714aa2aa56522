"""The product in this process, without the web wire: gateway, turns, workers and outbox."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Row
from bench.load import measure, rehearse
from bench.places import ORGANISATION
from bench.talks import DirectChannel, DirectTalk
from warmwijzer.product import build_product
from warmwijzer.settings import read_settings


async def direct_row(model: Path, levels: dict[int, int]) -> Row:
    """Return the figures of turns through ``receive`` and the outbox."""
    with TemporaryDirectory() as folder:
        settings = replace(
            read_settings({}),
            database_url=f"sqlite:///{folder}/direct.db",
            organisation=ORGANISATION,
        )
        product = build_product(settings, str(model))
        channel = DirectChannel()
        serving = asyncio.create_task(product.gateway.run([channel]))

        def open_talk() -> DirectTalk:
            return DirectTalk(channel, product.gateway.receive)

        try:
            await asyncio.to_thread(product.dialogue.wait_until_ready)
            said = await rehearse(open_talk)
            measured = [await measure(open_talk, said, n, times) for n, times in levels.items()]
        finally:
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await serving
            product.close()
        return Row("ours_direct", tuple(measured), note="the load comes from the same process")
