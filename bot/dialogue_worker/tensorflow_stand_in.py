"""Answers Rasa's module-level TensorFlow imports without TensorFlow.

Rasa 3.6 imports ``tensorflow`` and ``keras`` when it starts, also for a pipeline that uses neither.
With the stand-in installed those imports give empty modules; using one of them for real work fails,
and :func:`check_pipeline` says so before training starts. See docs/decisions/0001.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_STOOD_IN = {"tensorflow", "keras", "tf_keras", "tensorflow_addons", "tensorflow_hub"}

NEEDS_TENSORFLOW = frozenset(
    {
        "DIETClassifier",
        "ResponseSelector",
        "TEDPolicy",
        "UnexpecTEDIntentPolicy",
        "ConveRTFeaturizer",
        "LanguageModelFeaturizer",
    }
)


class NeedsTensorFlow(RuntimeError):
    """A component in ``config.yml`` cannot work without TensorFlow."""


class _NothingType(type):
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing


class _Nothing(metaclass=_NothingType):
    """Stands for any TensorFlow class, function or module: can be named, subclassed and called."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __init_subclass__(cls, **_: Any) -> None:
        pass

    def __class_getitem__(cls, _: Any) -> type[_Nothing]:
        return cls

    def __call__(self, *_: Any, **__: Any) -> Any:
        return _Nothing()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing


class _EmptyModule(ModuleType):
    __path__: list[str] = []  # noqa: RUF012

    @staticmethod
    def is_tensor(_: Any) -> bool:
        """Say that nothing is a tensor: matplotlib asks whoever is called tensorflow."""
        return False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing


class _Finder(MetaPathFinder, Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in _STOOD_IN:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _EmptyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


def install() -> None:
    """Put the stand-in first on ``sys.meta_path``; a second call changes nothing."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def check_pipeline(component_names: Iterable[str]) -> None:
    """Raise :class:`NeedsTensorFlow` when a named component needs TensorFlow.

    >>> check_pipeline(["RulePolicy"])
    """
    needing = sorted({name.rpartition(".")[2] for name in component_names} & NEEDS_TENSORFLOW)
    if needing:
        raise NeedsTensorFlow(
            f"config.yml names {', '.join(needing)}, which needs TensorFlow, and this environment "
            "has none, so training would fail half-way. Take it out of config.yml, or install "
            "TensorFlow on Python 3.10 as docs/decisions/0001 describes."
        )
