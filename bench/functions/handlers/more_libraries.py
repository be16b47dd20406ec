"""The turn function with additional modules, which the variable ALSO names."""

from __future__ import annotations

import os
from importlib import import_module

from functions.lambdas.turn import handler

__all__ = ["handler"]

for _name in os.environ.get("ALSO", "").split():
    import_module(_name)
