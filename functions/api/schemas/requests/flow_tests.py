"""The bodies of requests about the tests of a flow. A test itself is `functions.flow_tests.authored.FlowTest`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from flow_core.flow import Flow
from functions.api.schemas.documented_as import DocumentedAs
from functions.api.schemas.requests.fields import Id, Name, RequestModel
from functions.api.schemas.requests.rooms_and_agents import checked_version


class FromSessionBody(RequestModel):
    """A session of which a test is made, and the id and name of the test.

    The id is that of the session if it is left out, and the name has the time of the call.
    """

    session_id: Name
    test_id: Id | None = None
    name: Name | None = None


class RunTestsBody(RequestModel):
    """What is tested and by which tests. `definition` is tested in place of a stored one. Without `tests`, all run."""

    version: Annotated[int | Literal["latest", "draft"], checked_version("latest", "draft")] = "draft"
    definition: Annotated[dict[str, JsonValue], DocumentedAs(Flow)] | None = None
    tests: Annotated[list[Id], Field(max_length=1000)] | None = None
