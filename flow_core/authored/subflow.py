"""The `data` of a node that runs another flow."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from flow_core.authored.base import Data, Expression

FLOW_ID = r"^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$"
"""The ids that a flow may have. Its id is a part of a URL's path and of a key of the store."""
MAX_VERSION = 999_999_999
"""The highest number of a version."""


class SubflowData(Data):
    """The data of a node that runs another flow."""

    flow_id: Annotated[str, Field(pattern=FLOW_ID)]
    """The id of the other flow, the inner one."""
    version: Annotated[int, Field(ge=1, le=MAX_VERSION)] | None = None
    """Its version. None in a draft for the latest; publishing fixes it."""
    given: Annotated[dict[str, Expression], Field(alias="in", max_length=100)] = Field(default_factory=dict)
    """Variable of the inner flow -> expression over the variables of this flow. Evaluated when the node is entered."""
    out: Annotated[dict[str, Expression], Field(max_length=100)] = Field(default_factory=dict)
    """Variable of this flow -> expression over the variables of the inner flow. Evaluated when that flow ends."""
