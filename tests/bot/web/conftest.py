"""The web chat on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from running_socket import Served, serving
from running_web import WebChat, WebSettings, running_chat

from storage.database import Database


@pytest.fixture
async def chat(database: Database) -> AsyncIterator[WebChat]:
    """The web chat at http://localhost."""
    async with running_chat(database, WebSettings()) as running:
        yield running


@pytest.fixture
async def https_chat(database: Database) -> AsyncIterator[WebChat]:
    """The web chat as it is served to the world."""
    async with running_chat(database, WebSettings("https://hulp.example.org")) as running:
        yield running


@pytest.fixture
async def served(database: Database) -> AsyncIterator[Served]:
    """The web chat behind a real port."""
    async with serving(database) as running:
        yield running
