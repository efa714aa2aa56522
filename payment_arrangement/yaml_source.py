"""YAML files read with their line numbers, so a mistake can be pointed at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml
from jsonschema import Draft202012Validator, TypeChecker
from jsonschema.protocols import Validator
from jsonschema.validators import extend

LONGEST_TEXT = 200_000


@dataclass(frozen=True)
class YamlSource:
    """Parsed data and the node tree it came from (None for an empty text).

    `repeated`: line and name of every key that stands twice in one place.
    """

    data: Any
    root: yaml.Node | None
    repeated: tuple[tuple[int, str], ...] = ()

    def line_of(self, path: Iterable[str | int]) -> int:
        """The line (from 1) of the value at `path`; the nearest parent if it is missing."""
        node = self.root
        line = 1
        for step in path:
            child = _child(node, step)
            if child is None:
                break
            node = child
            line = node.start_mark.line + 1
        return line


def parse(text: str) -> YamlSource:
    """The data in `text` with its lines; a day that does not exist stays the text it is.

    Raises `yaml.YAMLError` when it is not YAML, is longer than 200,000 characters, is nested too
    deeply, or repeats a part by name (an alias) instead of writing it out.
    """
    if len(text) > LONGEST_TEXT:
        raise yaml.YAMLError(f"{len(text)} characters: right would be at most {LONGEST_TEXT}")
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        data = None if root is None else loader.construct_document(root)
    except (RecursionError, ValueError) as error:
        raise yaml.YAMLError(f"it holds a value that cannot be read: {error}") from error
    return YamlSource(data, root, tuple(loader.repeated))


def problems(source: YamlSource, schema: Mapping[str, Any]) -> list[str]:
    """Every way in which `source` breaks the JSON `schema`, with its line and what would be right.

    A key that stands twice is a problem too: only one of its values would be used.
    The schema's own `description` says what would be right; YAML days count as type "day".
    """
    validator = _DayValidator(schema)
    found = sorted(validator.iter_errors(source.data), key=lambda error: list(map(str, error.path)))
    twice = [
        f"line {line}, {name}: stands twice; right would be once" for line, name in source.repeated
    ]
    return twice + [_say(source, error) for error in found]


def converted(data: Any) -> Any:
    """`data` with `x_euro: "12.50"` as `x_cents: 1250` and `x_percent: "5"` as a Decimal.

    >>> converted({"minimum_euro": "40.00"})
    {'minimum_cents': 4000}
    """
    if isinstance(data, list):
        return tuple(converted(item) for item in data)
    if not isinstance(data, dict):
        return data
    result: dict[str, Any] = {}
    for key, value in data.items():
        if key.endswith("_euro"):
            result[key.removesuffix("_euro") + "_cents"] = _cents(value)
        elif key.endswith("_percent") and isinstance(value, str):
            result[key] = Decimal(value)
        else:
            result[key] = converted(value)
    return result


def unquoted_money(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of floats, and of euro amounts and percentages not written as quoted numbers."""
    if isinstance(data, float):
        return [path]
    if isinstance(data, list):
        return [hit for i, item in enumerate(data) for hit in unquoted_money(item, (*path, i))]
    if not isinstance(data, dict):
        return []
    hits: list[tuple[str | int, ...]] = []
    for key, value in data.items():
        here = (*path, key)
        if str(key).endswith(("_euro", "_percent")) and not isinstance(value, dict | None):
            hits += [] if _is_number_text(value) else [here]
        else:
            hits += unquoted_money(value, here)
    return hits


def _cents(value: str | None) -> int | None:
    return None if value is None else int(Decimal(value) * 100)


def _is_number_text(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    return number.is_finite() and number == round(number, 2)


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item
    return None


def _say(source: YamlSource, error: Any) -> str:
    where = ".".join(map(str, error.path)) or "the file"
    right = error.schema.get("description") if isinstance(error.schema, dict) else None
    return f"line {source.line_of(error.path)}, {where}: {error.message}" + (
        f"; right would be {right}" if right else ""
    )


class _Loader(yaml.SafeLoader):
    """Notes the keys that stand twice, refuses aliases, keeps a day that does not exist as text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[tuple[int, str]] = []

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            line = self.line + 1
            raise yaml.YAMLError(f"line {line}: an alias; right would be the values in full")
        node: yaml.Node | None = super().compose_node(parent, index)
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                self.repeated.append((key.start_mark.line + 1, key.value))
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def day(self, node: yaml.ScalarNode) -> Any:
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.day)


def _is_day(_: TypeChecker, value: Any) -> bool:
    return type(value) is date


_DayValidator: type[Validator] = extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("day", _is_day),
)
