"""The variables of an imported flow: a name of the export becomes a JavaScript identifier, always the same one."""

from __future__ import annotations

import re

from flow_core.json import Json
from flow_core.variables.names import variable_name_problem

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_$]+")
_MAX_LENGTH = 60


class Names:
    """The variables of a flow."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._own: dict[str, str] = {}
        self.declared: dict[str, dict[str, Json]] = {}
        """Name in the flow -> its declaration."""

    def of(self, name: str) -> str:
        """Return the identifier of a variable, and declare it."""
        known = self._names.get(name)
        if known is not None:
            return known
        plain = _NOT_IN_A_NAME.sub("_", name.strip()).strip("_")[:_MAX_LENGTH] or "variable"
        if plain[0].isdigit():
            plain = f"_{plain}"
        if variable_name_problem(plain) is not None:
            plain = f"{plain}_"
        identifier = self._free(plain)
        self._names[name] = identifier
        self.declared.setdefault(identifier, {"type": "any"})
        return identifier

    def new(self, wanted: str, declaration: dict[str, Json]) -> str:
        """Declare a variable that the export does not have."""
        identifier = self._free(wanted)
        self.declared[identifier] = declaration
        return identifier

    def own(self, wanted: str, declaration: dict[str, Json]) -> str:
        """Return the one variable of a name that the import itself needs, and declare it."""
        if wanted not in self._own:
            self._own[wanted] = self.new(wanted, declaration)
        return self._own[wanted]

    def default(self, name: str, value: Json) -> None:
        """Give a variable its value at the beginning."""
        if value is not None:
            self.declared[self.of(name)]["default"] = value

    def exported(self) -> dict[str, str]:
        """Return the variables of the export: name in the export -> identifier."""
        return dict(self._names)

    def renamed(self) -> dict[str, str]:
        """Return the variables whose names had to change: name in the export -> identifier."""
        return {name: identifier for name, identifier in self._names.items() if name != identifier}

    def _free(self, wanted: str) -> str:
        name = wanted
        number = 2
        while name in self.declared:
            name = f"{wanted}{number}"
            number += 1
        return name
