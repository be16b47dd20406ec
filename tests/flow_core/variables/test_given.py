"""Variables and values from outside are taken as they are, or refused with the reason."""

from __future__ import annotations

import math

import pytest

from flow_core.json import Json
from flow_core.variables.given import require_sound, require_sound_value, require_variables


def test_sound_variables_are_returned_as_they_are() -> None:
    given: dict[str, Json] = {"name": "Ann", "orders": [{"id": 1, "paid": None}], "half": 0.5}
    assert require_variables(given) is given
    assert require_sound({"any name": 1}) == {"any name": 1}


@pytest.mark.parametrize(
    ("name", "reason"), [("two words", "must be a JavaScript identifier"), ("session", "is reserved")]
)
def test_a_name_that_no_variable_may_have_is_refused(name: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"the name '{name}' {reason}"):
        require_variables({"good": 1, name: 1})


@pytest.mark.parametrize(
    ("value", "reason"),
    [(10**2000, "an integer of more than 1,233 digits"), (math.inf, "a number that is too large")],
)
def test_a_value_that_cannot_be_stored_is_refused(value: Json, reason: str) -> None:
    for refused in (value, [value], {"inner": value}):
        with pytest.raises(ValueError, match=reason):
            require_sound_value(refused)
        with pytest.raises(ValueError, match=reason):
            require_variables({"name": refused})
