"""One dialogue worker: ``python -m bot.dialogue_worker MODEL FILE_DESCRIPTOR``."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import warnings
from multiprocessing.connection import Connection

from bot.dialogue_worker import tensorflow_stand_in
from bot.dialogue_worker.protocol import Json, Pipe
from bot.dialogue_worker.quiet import be_quiet


def main(model_path: str, descriptor: int) -> None:
    """Serve turns over the pipe until the other side closes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.showwarning = lambda *_, **__: None
    tensorflow_stand_in.install()
    be_quiet()
    from bot.dialogue_worker import patches
    from bot.dialogue_worker.engine import Engine

    patches.apply()
    pipe = Pipe(Connection(descriptor))

    def call_action(call: Json) -> Json:
        pipe.send({"op": "action", "call": call})
        reply = pipe.receive()
        if "error" in reply:
            raise RuntimeError(reply["error"])
        result: Json = reply["result"]
        return result

    engine = Engine(model_path, call_action)
    # The other side is gone: nobody waits for an answer, so there is nothing to tell.
    with contextlib.suppress(EOFError, OSError), asyncio.Runner() as runner:
        # The sentence encoder loads with the first message; nobody should wait for that.
        runner.run(engine.parse("hallo", "2026-01-01"))
        pipe.send({"op": "ready"})
        while True:
            pipe.send(runner.run(_answer(engine, pipe.receive())))


async def _answer(engine: object, request: Json) -> Json:
    from bot.dialogue_worker.engine import Engine

    assert isinstance(engine, Engine)  # noqa: S101
    try:
        if request["op"] == "parse":
            return {
                "op": "parsed",
                "understood": await engine.parse(request["text"], request["as_of"]),
            }
        answer = await engine.turn(request)
    except Exception as error:
        return {"op": "failed", "reason": type(error).__name__}
    return {
        "op": "answer",
        "state": answer.state,
        "messages": answer.messages,
        "understood": answer.understood,
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
