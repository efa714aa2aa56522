"""What goes over the pipe between the turn and a dialogue worker: JSON, one object a message.

``turn`` in → any number of ``action`` out / ``acted`` in → ``answer`` or ``failed`` out.
``parse`` in → ``parsed`` out. A conversation's state goes in and comes out: a worker keeps nothing.
"""

from __future__ import annotations

import json
from multiprocessing.connection import Connection
from typing import Any

Json = dict[str, Any]
EMPTY_STATE: Json = {"slots": {}, "active_loop": None}


class Pipe:
    """A connection that carries JSON objects."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection

    def send(self, message: Json) -> None:
        """Send ``message``; raise ``OSError`` when the other side is gone."""
        self._connection.send_bytes(json.dumps(message).encode("ascii"))

    def receive(self) -> Json:
        """Return the next object; raise ``EOFError`` when the other side is gone."""
        message: Json = json.loads(self._connection.recv_bytes())
        return message

    def is_ready(self, within_seconds: float) -> bool:
        """Return whether an object arrives within ``within_seconds``."""
        return self._connection.poll(max(within_seconds, 0.0))

    def close(self) -> None:
        """Close this side."""
        self._connection.close()
