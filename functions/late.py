"""Things that are made at their first use: what takes long to load and not every process needs, or not at once.

A Lambda function that starts for a waiting caller loads what it comes to; one that is to be kept as a snapshot loads
all of it before (snapstart.py).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

Thing = TypeVar("Thing")


class _Late(Generic[Thing]):
    """Stands for a thing, and makes it when something of it is asked for. Thread-safe."""

    def __init__(self, make: Callable[[], Thing]) -> None:
        self._make = make
        self._making = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        # Python asks here for what it does not find on the stand-in. `_made` is there once it has been made.
        if name == "_made":
            with self._making:
                if "_made" not in self.__dict__:
                    self.__dict__["_made"] = self._make()
            return self.__dict__["_made"]
        return getattr(self._made, name)


def late(make: Callable[[], Thing]) -> Thing:
    """What `make` gives, made when one of its attributes is first asked for. `make` may raise: it is then asked again.

    It is no instance of its class, and cannot be called or compared: for what is used by its methods.
    """
    return cast(Thing, _Late(make))


def load(thing: object) -> None:
    """Make it now."""
    if isinstance(thing, _Late):
        _ = thing._made
