"""Long work that a colleague starts and watches: one piece at a time, in a thread beside the pages.

It is kept by this process only. What it made is somewhere else: a file, or an entry on the log.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from staff_console.errors import ConsoleError

log = logging.getLogger(__name__)
REMEMBERED = 20


class Busy(ConsoleError):
    """Other long work is still going on, so this was not begun."""

    text_key = "busy"


class Job:
    """One piece of work. ``done`` of ``total`` steps; ``total`` may be an estimate."""

    def __init__(self, job_id: str) -> None:
        self.id = job_id
        self.done, self.total = 0, 0
        self.is_over = self.has_failed = False

    def advance(self, steps: int = 1) -> None:
        """Count steps as done."""
        self.done += steps

    @property
    def percent(self) -> int:
        """How far it is: at most 99 until it is over."""
        if self.is_over:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0


class LongWork:
    """The work of this process."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def begin(self, job_id: str, work: Callable[[Job], object]) -> None:
        """Begin ``work``. Raises :class:`Busy` while other work goes on."""
        with self._lock:
            if any(not each.is_over for each in self._jobs.values()):
                raise Busy("Other long work is going on, so this was not begun. Wait for it.")
            for old in list(self._jobs)[: -(REMEMBERED - 1)]:
                del self._jobs[old]
            job = self._jobs[job_id] = Job(job_id)
        # A daemon: stopping the product does not wait for it, and nothing half done is kept.
        threading.Thread(target=_run, args=(job, work), daemon=True).start()

    def find(self, job_id: str) -> Job | None:
        """Return the work with this id, or None when this process does not know it."""
        return self._jobs.get(job_id)

    @property
    def running(self) -> Job | None:
        """The work that goes on now."""
        return next((each for each in self._jobs.values() if not each.is_over), None)


def _run(job: Job, work: Callable[[Job], object]) -> None:
    try:
        work(job)
    except Exception as error:
        job.has_failed = True
        log.error("long work %s failed: %s", job.id, type(error).__name__)
    finally:
        job.is_over = True
