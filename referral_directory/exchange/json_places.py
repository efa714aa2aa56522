"""On which line and column a value of a JSON text stands. Only asked for when there is a fault."""

from __future__ import annotations

import json
import re
from bisect import bisect_right

Step = tuple[str | int, ...]
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


class JsonPlaces:
    """The places in one text that is known to be JSON. What was looked up once is remembered.

    >>> JsonPlaces('{"a": [1,\\n 2]}').of(("a", 1))
    (2, 2)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._offsets: dict[Step, int] = {(): self._skip(0)}
        self._opened: set[Step] = set()

    def of(self, path: Step) -> tuple[int, int]:
        """Return the line and column (from 1) of a path; of its nearest parent if it is absent."""
        known: Step = ()
        while known != path:
            self._open(known)
            below = path[: len(known) + 1]
            if below not in self._offsets:
                break
            known = below
        at = self._offsets[known]
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1

    def _open(self, path: Step) -> None:
        """Remember where everything directly below `path` begins."""
        text, at = self._text, self._offsets[path]
        if path in self._opened or text[at] not in "{[":
            return
        self._opened.add(path)
        is_object, index, at = text[at] == "{", 0, self._skip(at + 1)
        while text[at] not in "}]":
            step: str | int = index
            if is_object:
                step, end = _DECODER.raw_decode(text, at)
                at = self._skip(self._skip(end) + 1)
            self._offsets[(*path, step)] = at
            at = self._skip(_DECODER.raw_decode(text, at)[1])
            if text[at] == ",":
                at = self._skip(at + 1)
            index += 1

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at
