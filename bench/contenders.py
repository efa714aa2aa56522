"""The ways to run the bot that are compared; each starts, answers and ends by itself."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from rich.console import Console

from bench.load import SCRIPT, OpenTalk
from bench.places import CACHE, ORGANISATION, ROOT
from bench.processes import clean_environment, free_port, running
from bench.stock.environment import stock_python
from bench.stock.model import StockModel
from bench.talks import QUIET_SECONDS, RestTalk, SocketTalk, Talk
from warmwijzer.model import ensure_model

START_SECONDS = 300.0


class DoesNotStart(Exception):
    """A contender gave no answer in time; the end of its log says why."""


@dataclass(frozen=True)
class Started:
    """A contender that answers. ``start_seconds``: from the start of its processes to an answer."""

    open_talk: OpenTalk
    processes: Sequence[psutil.Process]
    start_seconds: float


Contender = Callable[[], AbstractAsyncContextManager[Started]]


def ours(database_url: str | None = None, workers: int = 2) -> Contender:
    """The whole product as ``make run`` starts it, on a database of its own."""

    @asynccontextmanager
    async def start() -> AsyncIterator[Started]:
        with TemporaryDirectory() as name, ExitStack() as stack:
            folder, port = Path(name), free_port()
            environment = clean_environment(
                PYTHONPATH=str(ROOT),
                WARMWIJZER_DATABASE_URL=database_url or f"sqlite:///{folder}/bench.db",
                WARMWIJZER_ORGANISATION=str(ORGANISATION),
                WARMWIJZER_PORT=str(port),
                WARMWIJZER_CONSOLE_PORT="0",
                WARMWIJZER_DIALOGUE_WORKERS=str(workers),
                WARMWIJZER_NEW_CHATS_PER_HOUR="1000000",
                WARMWIJZER_CACHE=str(CACHE),
            )
            command = [sys.executable, "-W", "ignore", "-m", "warmwijzer", "run"]
            ensure_model(CACHE, Console(stderr=True))
            started = time.monotonic()
            process = stack.enter_context(running(command, folder, environment, "ours.log"))
            url = f"http://127.0.0.1:{port}"
            answered = await _first_answer(lambda: SocketTalk(url), [process], folder / "ours.log")
            yield Started(lambda: SocketTalk(url), [process], answered - started)

    return start


def stock_default(model: StockModel, durable: bool = False) -> Contender:
    """``rasa run`` as published on Python 3.10, with the model that ``rasa init`` proposes.

    ``durable``: conversations in Rasa's SQL tracker store on SQLite, not in memory as by default.
    """
    command = [str(stock_python()), "-W", "ignore", "-m", "rasa"]
    return _stock(command, model.file, model.folder, _SQL_STORE if durable else "")


def stock_with_our_model(model: Path) -> Contender:
    """``rasa run`` with our model and pipeline, in our environment (no TensorFlow), unpatched."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.stock.rasa_without_tensorflow"]
    return _stock(command, model, ROOT)


_SQL_STORE = "tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: tracker.db\n"


def _stock(rasa: Sequence[str], model: Path, code: Path, store: str = "") -> Contender:
    @asynccontextmanager
    async def start() -> AsyncIterator[Started]:
        with TemporaryDirectory() as name, ExitStack() as stack:
            folder, port, action_port = Path(name), free_port(), free_port()
            endpoints, credentials = folder / "endpoints.yml", folder / "credentials.yml"
            endpoints.write_text(
                f"action_endpoint:\n  url: http://127.0.0.1:{action_port}/webhook\n{store}"
            )
            credentials.write_text("rest:\n")
            actions = [
                *(sys.executable, "-W", "ignore", "-m", "bench.stock.action_server"),
                *(str(action_port), f"sqlite:///{folder}/bench.db", str(ORGANISATION)),
            ]
            server = [
                *(*rasa, "run", "--interface", "127.0.0.1", "--port", str(port)),
                *("--model", str(model), "--endpoints", str(endpoints)),
                *("--credentials", str(credentials)),
            ]
            started = time.monotonic()
            processes = [
                stack.enter_context(
                    running(actions, folder, clean_environment(PYTHONPATH=str(ROOT)), "actions.log")
                ),
                stack.enter_context(
                    running(server, folder, clean_environment(PYTHONPATH=str(code)), "rasa.log")
                ),
            ]
            url = f"http://127.0.0.1:{port}"
            answered = await _first_answer(lambda: RestTalk(url), processes, folder / "rasa.log")
            yield Started(lambda: RestTalk(url), processes, answered - started)

    return start


async def _first_answer(
    open_talk: OpenTalk, processes: Sequence[psutil.Process], log: Path
) -> float:
    """Return when the first question of the form came: an apology is no answer."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if not all(process.is_running() for process in processes):
            break
        talk = open_talk()
        try:
            await talk.open()
            answers = await talk.say(SCRIPT[0], None)
            if answers and answers[-1].endswith("?"):
                return time.monotonic() - (QUIET_SECONDS if talk.waits_for_quiet else 0.0)
        except Exception:
            await asyncio.sleep(0.1)
        finally:
            await _close(talk)
    tail = "\n".join(log.read_text("utf-8", "replace").splitlines()[-15:])
    raise DoesNotStart(f"no answer within {START_SECONDS:.0f} s; its log ends with:\n{tail}")


async def _close(talk: Talk) -> None:
    with contextlib.suppress(Exception):
        await talk.close()
