"""Processes that a benchmark starts: ready or not, how much memory, and a certain end."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

GRACE_SECONDS = 10


@contextmanager
def running(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], log: str
) -> Iterator[psutil.Process]:
    """Yield the process of ``command`` in ``folder``; it and its children end with the block."""
    with (folder / log).open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
        )
    handle = psutil.Process(process.pid)
    try:
        yield handle
    finally:
        family = [handle, *_children(handle)]
        process.terminate()
        _, left = psutil.wait_procs(family, GRACE_SECONDS)
        for each in left:
            each.kill()
        process.wait()


def clean_environment(**extra: str) -> dict[str, str]:
    """Return our environment without settings of the product, so that a run is always the same."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("WARMWIJZER_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    return {**kept, "RASA_TELEMETRY_ENABLED": "false", **extra}


def free_port() -> int:
    """Return a port on the loopback address that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def memory_mb(processes: Sequence[psutil.Process]) -> float:
    """Return the resident memory of ``processes`` and their children, in megabytes."""
    family = [each for process in processes for each in (process, *_children(process))]
    resident: list[int] = [each.memory_info().rss for each in family]
    return round(sum(resident) / 1e6, 0)


def processor_seconds(processes: Sequence[psutil.Process]) -> float:
    """Return the processor time that ``processes`` and their children took until now."""
    family = [each for process in processes for each in (process, *_children(process))]
    spent: list[float] = [
        times.user + times.system for each in family for times in [each.cpu_times()]
    ]
    return sum(spent)


def disk_mb(folder: Path) -> float:
    """Return what the files in ``folder`` take on disk, in megabytes."""
    blocks = (path.lstat().st_blocks for path in folder.rglob("*") if not path.is_dir())
    return round(sum(blocks) * 512 / 1e6, 0)


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        children: list[psutil.Process] = process.children(recursive=True)
        return children
    except psutil.NoSuchProcess:
        return []
