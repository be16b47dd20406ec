"""The bodies of requests about the tests of a flow. A test itself is `functions.flow_tests.authored.FlowTest`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from flow_core.flow import Flow
from functions.api.schemas.documented_as import DocumentedAs
from functions.api.schemas.requests.fields import Id, Name, RequestModel
from functions.api.schemas.requests.prices import ModelName, ModelPrice
from functions.api.schemas.requests.rooms_and_agents import checked_version


class FromSessionBody(RequestModel):
    """A session of which a test is made, and the id and name of the test.

    The id is that of the session if it is left out, and the name has the time of the call.
    """

    session_id: Name
    test_id: Id | None = None
    name: Name | None = None


class SimulateBody(RequestModel):
    """Simulated callers that run, or a run of them that goes on.

    With `run`, the run goes on, and only `prices` may be given beside it. With `estimate`, nothing runs.
    `budgetTokens` are the tokens that all calls may use together, `calls` is the number of calls for each test.
    `model` plays the callers and `judgeModel` judges the calls: by default the model of the installation. `prices` are
    those of models for which the installation has none.
    """

    run: Id | None = None
    estimate: bool = False
    calls: Annotated[int, Field(ge=1, le=10)] = 1
    budget_tokens: Annotated[int, Field(ge=1_000, le=5_000_000)] = 100_000
    model: ModelName | None = None
    judge_model: ModelName | None = None
    prices: Annotated[dict[ModelName, ModelPrice], Field(max_length=20)] = Field(default_factory=dict)


class RunTestsBody(RequestModel):
    """What is tested and by which tests. `definition` is tested in place of a stored one. Without `tests`, all run.

    With `simulate`, the simulated callers of the tests run, and nothing else: they ask real models, which cost money.
    """

    version: Annotated[int | Literal["latest", "draft"], checked_version("latest", "draft")] = "draft"
    definition: Annotated[dict[str, JsonValue], DocumentedAs(Flow)] | None = None
    tests: Annotated[list[Id], Field(max_length=1000)] | None = None
    simulate: SimulateBody | None = None
