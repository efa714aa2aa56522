"""The dialogue service as the product knows it: state and text in, new state and answers out.

Rasa lives in worker processes behind this file; nothing else in the product imports it.
"""

from __future__ import annotations

import logging
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import Pipe as make_pipe
from typing import Any

from bot.dialogue_worker.protocol import EMPTY_STATE, Json, Pipe
from bot.errors import DialogueFailed, DialogueUnavailable, WorkerLost

log = logging.getLogger(__name__)
RunAction = Callable[[Json], Json]
START_SECONDS = 60.0


@dataclass(frozen=True)
class DialogueRequest:
    """One message in its conversation. ``payload`` is set only for buttons that we made.

    ``need``: the intent that words of danger name, whatever else is understood. ``language``: in
    which the conversation is held.
    """

    conversation: str
    as_of: date
    text: str = ""
    payload: str | None = None
    state: Json = field(default_factory=lambda: dict(EMPTY_STATE))
    need: str | None = None
    language: str = "nl"


@dataclass(frozen=True)
class DialogueAnswer:
    """The new state, what to say in order, and what was understood (intent, entities)."""

    state: Json
    messages: tuple[Json, ...]
    understood: Json


class _Worker:
    """One process with the model loaded."""

    def __init__(self, model_path: str) -> None:
        ours, theirs = make_pipe()
        command = [sys.executable, "-m", "bot.dialogue_worker", model_path]
        command.append(str(theirs.fileno()))
        self.process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
        )
        theirs.close()
        self.pipe = Pipe(ours)
        self.is_ready = False

    def exchange(self, request: Json, run_action: RunAction, deadline: float) -> Json:
        """Send ``request``, serve its actions, and return the last reply before ``deadline``."""
        self.pipe.send(request)
        while True:
            reply = self.wait(deadline)
            if reply["op"] != "action":
                return reply
            self.pipe.send(_run(run_action, reply["call"]))

    def wait(self, deadline: float) -> Json:
        """Return the next reply; raise ``TimeoutError`` at ``deadline`` (monotonic seconds)."""
        if not self.pipe.is_ready(deadline - time.monotonic()):
            raise TimeoutError
        return self.pipe.receive()

    def end(self) -> None:
        """End the process now, whatever it is doing."""
        self.pipe.close()
        self.process.kill()
        self.process.wait()


class DialoguePool:
    """Dialogue workers; a worker that hangs or dies is replaced. Safe to use from threads."""

    def __init__(self, model_path: str, size: int, turn_seconds: float = 5.0) -> None:
        self._model_path = model_path
        self._turn_seconds = turn_seconds
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._all: set[_Worker] = set()
        self._guard = threading.Lock()
        self._closed = False
        for _ in range(size):
            threading.Thread(target=self._start_one, daemon=True).start()

    def turn(self, request: DialogueRequest, run_action: RunAction) -> DialogueAnswer:
        """Return the answer to one message; ``run_action`` is called for each custom action.

        Raises :class:`DialogueUnavailable` when no worker answers in time,
        :class:`bot.errors.WorkerLost` when one hung or died on this message, and
        :class:`DialogueFailed` when this message cannot be handled.
        """
        reply = self._exchange(
            {
                "op": "turn",
                "conversation": request.conversation,
                "as_of": request.as_of.isoformat(),
                "text": request.text,
                "payload": request.payload,
                "state": request.state,
                "need": request.need,
                "language": request.language,
            },
            run_action,
        )
        if reply["op"] == "failed":
            raise DialogueFailed(reply["reason"])
        return DialogueAnswer(reply["state"], tuple(reply["messages"]), reply["understood"])

    def parse(self, text: str, as_of: date) -> Json:
        """Return what ``text`` is understood as: intent, confidence, ranking, needs, entities."""
        request = {"op": "parse", "text": text, "as_of": as_of.isoformat()}
        reply = self._exchange(request, lambda _: {})
        if reply["op"] == "failed":
            raise DialogueFailed(reply["reason"])
        understood: Json = reply["understood"]
        return understood

    def wait_until_ready(self, seconds: float = START_SECONDS) -> None:
        """Return when a worker can answer; raise :class:`DialogueUnavailable` after ``seconds``."""
        try:
            self._idle.put(self._idle.get(timeout=seconds))
        except queue.Empty as error:
            raise DialogueUnavailable("no dialogue worker started") from error

    def is_ready(self) -> bool:
        """Return whether a worker has loaded its model and runs."""
        with self._guard:
            return any(worker.is_ready for worker in self._all)

    def worker_pids(self) -> list[int]:
        """Return the process ids of the workers that run now."""
        with self._guard:
            return [worker.process.pid for worker in self._all]

    def close(self) -> None:
        """End every worker."""
        with self._guard:
            self._closed = True
            workers, self._all = list(self._all), set()
        for worker in workers:
            worker.end()

    def _exchange(self, message: Json, run_action: RunAction) -> Json:
        deadline = time.monotonic() + self._turn_seconds
        try:
            worker = self._idle.get(timeout=self._turn_seconds)
        except queue.Empty as error:
            raise DialogueUnavailable("every dialogue worker is busy or starting") from error
        try:
            reply = worker.exchange(message, run_action, deadline)
        except (TimeoutError, EOFError, OSError) as error:
            self._replace(worker)
            raise WorkerLost(type(error).__name__) from error
        except BaseException:
            self._replace(worker)
            raise
        self._idle.put(worker)
        return reply

    def _replace(self, worker: _Worker) -> None:
        with self._guard:
            self._all.discard(worker)
        worker.end()
        threading.Thread(target=self._start_one, daemon=True).start()

    def _start_one(self) -> None:
        pause = 0.5
        while not self._closed and not self._is_started():
            time.sleep(pause)
            pause = min(pause * 2, 30.0)
        if self._closed:
            self.close()

    def _is_started(self) -> bool:
        """Start one worker; return whether it can answer. A machine that is full may refuse it."""
        try:
            worker = _Worker(self._model_path)
        except OSError as error:
            log.error("a dialogue worker cannot be started: %s", type(error).__name__)
            return False
        with self._guard:
            self._all.add(worker)
        try:
            worker.wait(time.monotonic() + START_SECONDS)
        except (EOFError, OSError, TimeoutError) as error:
            log.error("a dialogue worker did not start: %s", type(error).__name__)
            with self._guard:
                self._all.discard(worker)
            worker.end()
            return False
        worker.is_ready = True
        self._idle.put(worker)
        return True


def _run(run_action: RunAction, call: Any) -> Json:
    try:
        return {"result": run_action(call)}
    except Exception as error:
        return {"error": type(error).__name__}
