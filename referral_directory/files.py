"""Read the directory's YAML files and remember on which line each value stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from referral_directory.errors import DirectoryFileError
from referral_directory.findings import Finding


class _PlainLoader(yaml.SafeLoader):
    """A safe loader that leaves dates as text and refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key_node.value!r} stands twice", key_node.start_mark
                )
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class YamlFile:
    """The contents of one file, and where they stand in it."""

    name: str
    data: Any
    content: bytes
    node: yaml.Node | None

    def line_of(self, path: Sequence[str | int]) -> int:
        """Return the line (from 1) of the value at `path`, or of its nearest parent."""
        node = self.node
        for step in path:
            child = _child(node, step)
            if child is None:
                break
            node = child
        return node.start_mark.line + 1 if node is not None else 1


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None


def read_yaml(path: Path) -> YamlFile:
    """Return the contents of one YAML file.

    Raises `DirectoryFileError` when the file is missing, not UTF-8 or not valid YAML.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8")
        loader = _PlainLoader(text)
        try:
            node = loader.get_single_node()
            data = loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except OSError as error:
        raise _unreadable(path, 1, "no file that can be read") from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, 1, "bytes that are not UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _unreadable(path, line, error.problem or "text that is not YAML") from error
    return YamlFile(path.name, data, content, node)


def _unreadable(path: Path, line: int, problem: str) -> DirectoryFileError:
    return DirectoryFileError([Finding("error", path.name, line, "-", problem, "a YAML file")])
