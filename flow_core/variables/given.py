"""Values from outside: the variables that a session or a test begins with, and other JSON that is to be stored."""

from __future__ import annotations

from flow_core.json import Json, Unsound, sound
from flow_core.variables.names import variable_name_problem


def require_variables(variables: dict[str, Json]) -> dict[str, Json]:
    """Return the variables. ValueError is raised, with the reason, if a name or a value cannot be one."""
    for name in variables:
        problem = variable_name_problem(name)
        if problem is not None:
            raise ValueError(f"the name {name[:100]!r} {problem}")
    return require_sound(variables)


def require_sound(values: dict[str, Json]) -> dict[str, Json]:
    """Return the values. ValueError is raised, with the reason, if one of them cannot be stored."""
    for value in values.values():
        require_sound_value(value)
    return values


def require_sound_value(value: Json) -> Json:
    """Return the value. ValueError is raised, with the reason, if it cannot be stored."""
    checked = sound(value)
    if isinstance(checked, Unsound):
        raise ValueError(f"must not hold {checked.error}")
    if checked != value:  # `1e999` is valid JSON, but Python reads it as infinity.
        raise ValueError("must not hold a number that is too large")
    return value
