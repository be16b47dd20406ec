"""The models that answered for a version, for responses: a provider that answers with another model is seen here."""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.timestamp import iso
from functions.api.schemas.responses import flows as responses
from functions.ports.flows import ModelName


def shown_models(names: Sequence[ModelName], version: int) -> list[responses.ModelInUse]:
    """Return the models that answered for a version.

    Args:
        names: The names of all versions of the flow, the oldest version first, in each the oldest name first.
        version: The version.

    Returns:
        The newest name of each model that the version asked, with the name that it replaced: in the version itself, or
        else in the newest version before that asked the same model.
    """
    shown: list[responses.ModelInUse] = []
    for asked in dict.fromkeys(each.asked for each in names if each.version == version):
        *earlier, current = (each for each in names if each.asked == asked and each.version <= version)
        model: responses.ModelInUse = {
            "model": asked or None,
            "answeredBy": current.name,
            "since": iso(current.since),
        }
        if earlier and earlier[-1].name != current.name:
            model["before"] = earlier[-1].name
        shown.append(model)
    return shown
