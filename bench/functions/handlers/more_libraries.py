"""The turn function as if it loaded more than it does: the modules that ALSO names."""

from __future__ import annotations

import os
from importlib import import_module

from functions.lambdas.turn import handler

__all__ = ["handler"]

for _name in os.environ.get("ALSO", "").split():
    import_module(_name)
