"""The dependencies of the routes and the Lambda functions, as one typed bundle. `functions/wiring` implements it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar

from flow_core.evaluate import Inspect
from flow_core.json import Json
from functions.ports.access.api_keys import ApiKeys
from functions.ports.agents import Agents, Environments
from functions.ports.audit import Audit
from functions.ports.changes.replays import Replays
from functions.ports.flows import Flows, FlowTests, FlowVersions, Gates, ModelNames
from functions.ports.observe import Observe
from functions.ports.observing.spans import Spans
from functions.ports.organizations import OpenCalls, Organizations, Rates
from functions.ports.queue import Outbox
from functions.ports.reporting.counts import Counts
from functions.ports.reporting.scores import Scores
from functions.ports.rooms import Rooms
from functions.ports.search.session_search import SessionSearch
from functions.ports.secrets import CallKeys, SecretStore
from functions.ports.sessions import Sessions
from functions.ports.speaking.voices import Voices
from functions.ports.supervision.takeovers import Takeovers
from functions.ports.webhooks import Deliveries
from functions.post_call.by_hand import SendByHand
from functions.settings import Settings
from functions.simulation.store import Simulations
from functions.turn.frozen.settings import DeployedSettings
from functions.turn.protocol import RunTurn

if TYPE_CHECKING:
    from functions.erasure.callers import EraseCaller
    from functions.erasure.erase import EraseSession
    from functions.turn.mcp_tools import ListTools
    from functions.turn.try_tool import TryTool

Result = TypeVar("Result")


class OffLoop(Protocol):
    """Runs blocking work: on the spot if the process serves one request at a time, else in a thread."""

    def __call__(self, work: Callable[[], Result], /) -> Awaitable[Result]:
        """Run `work` and return its result."""
        ...


class Services(Protocol):
    """The services of one process. Each is made at its first use, because some are slow to load."""

    @property
    def settings(self) -> Settings:
        """The environment."""
        ...

    @property
    def deployed(self) -> DeployedSettings:
        """The settings that a publication freezes."""
        ...

    @property
    def sessions(self) -> Sessions:
        """The store of sessions."""
        ...

    @property
    def takeovers(self) -> Takeovers:
        """The times in which a person spoke in a call in place of the agent."""
        ...

    @property
    def session_search(self) -> SessionSearch:
        """The search of sessions."""
        ...

    @property
    def flows(self) -> Flows:
        """The store of flows."""
        ...

    @property
    def pinned(self) -> FlowVersions:
        """Flows that are ready to run."""
        ...

    @property
    def flow_tests(self) -> FlowTests:
        """The store of tests of flows."""
        ...

    @property
    def simulations(self) -> Simulations:
        """The store of runs of simulated calls."""
        ...

    @property
    def agents(self) -> Agents:
        """The store of agents and phone numbers."""
        ...

    @property
    def model_names(self) -> ModelNames:
        """The models that answered for the versions of flows."""
        ...

    @property
    def environments(self) -> Environments:
        """The environments of flows."""
        ...

    @property
    def gates(self) -> Gates:
        """The gates of flows."""
        ...

    @property
    def counts(self) -> Counts:
        """The counters of ended sessions."""
        ...

    @property
    def scores(self) -> Scores:
        """The scores of ended sessions."""
        ...

    @property
    def replays(self) -> Replays:
        """The replays that take longer than a request."""
        ...

    @property
    def replay_queue(self) -> Outbox:
        """The queue of their stretches."""
        ...

    @property
    def erase(self) -> EraseSession:
        """The erasure of sessions."""
        ...

    @property
    def erase_caller(self) -> EraseCaller:
        """The erasure of all sessions of a caller."""
        ...

    @property
    def audit(self) -> Audit:
        """The audit of organizations."""
        ...

    @property
    def api_keys(self) -> ApiKeys:
        """The API keys of organizations."""
        ...

    @property
    def organizations(self) -> Organizations:
        """The store of organizations' settings."""
        ...

    @property
    def tool_secrets(self) -> SecretStore | None:
        """The secrets that tools use, for an organization that sets them. None if the store cannot be written."""
        ...

    @property
    def webhook_secrets(self) -> SecretStore | None:
        """The secrets of webhooks, in the same way."""
        ...

    @property
    def deliveries(self) -> Deliveries:
        """The last deliveries to webhooks."""
        ...

    @property
    def send_by_hand(self) -> SendByHand:
        """Sends single events to webhooks."""
        ...

    @property
    def events_queue(self) -> Outbox:
        """The queue of events for webhooks."""
        ...

    @property
    def open_calls(self) -> OpenCalls:
        """The open calls of organizations."""
        ...

    @property
    def rates(self) -> Rates:
        """What organizations do in a minute or a day."""
        ...

    @property
    def rooms(self) -> Rooms:
        """LiveKit's rooms."""
        ...

    @property
    def voices(self) -> Voices:
        """The voices that agents can have."""
        ...

    @property
    def call_keys(self) -> CallKeys:
        """The keys of capabilities of calls."""
        ...

    @property
    def run_turn(self) -> RunTurn:
        """The turn protocol."""
        ...

    @property
    def try_tool(self) -> TryTool:
        """The test call of a tool, outside any session."""
        ...

    @property
    def list_tools(self) -> ListTools:
        """The lists of the tools of MCP servers, for a draft that is to run."""
        ...

    @property
    def observe(self) -> Observe:
        """The log and the metrics."""
        ...

    @property
    def spans(self) -> Spans:
        """Traces."""
        ...

    @property
    def off_loop(self) -> OffLoop:
        """Runs what blocks."""
        ...

    def inspect(self, organization_id: str, /) -> Inspect:
        """Make the reader of expressions for an organization: organizations share the engine."""
        ...

    def schema_problem(self, schema: Mapping[str, Json], /) -> str | None:
        """Return what is wrong with an author's JSON schema; None if it can be used."""
        ...

    def webhook_url_problem(self, url: str, /) -> str | None:
        """Return why nothing would be sent to the address of a webhook; None if it can be used. Resolves no name."""
        ...

    def now(self) -> int:
        """Return the time in milliseconds since the epoch."""
        ...

    def start(self) -> None:
        """Start the child process of the JavaScript engine. It gets ready in the background."""
        ...

    def warm(self) -> None:
        """Make and load everything that a turn may need."""
        ...

    def close(self) -> None:
        """Close connections and end child processes. A later request opens them again."""
        ...
