"""Asks the models of Amazon Bedrock by its Converse API, streamed if its words can be heard earlier.

boto3 is imported at the first request. Prompts and replies are made and validated in reply.py.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from pydantic import BaseModel, Field, ValidationError

from flow_core.effects import AskModel
from flow_core.json import Json
from functions.adapters.models import tools
from functions.adapters.models.attempts import LATE, Attempted, Passing, ask_until, attempted
from functions.adapters.models.bedrock_stream import ConverseEvents, TooLongError
from functions.adapters.models.outlet import Outlet, Written
from functions.adapters.models.reply import (
    DEFAULT_MAX_TOKENS,
    Completion,
    read,
    reply_schema,
    system_prompt,
)
from functions.deadline import Deadline
from functions.ports.model import LetOut, ModelOutcome, Replied, Silent

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

CONNECT_SECONDS = 3
READ_SECONDS = 25
"""Seconds of the client's read timeout: the longest turn, because a client's timeout is the same for all requests.
`ask_until` keeps the deadline. This timeout ends the thread that it has abandoned."""
CONNECTIONS = 50
"""Connections of the client's pool."""
TOOL = "reply"
"""The name of the tool that the model is forced to use, unless a tool of the flow has it. Its input is the reply."""
MAX_MESSAGE = 200
"""Characters of Bedrock's error message that the author sees."""

_PASSING = frozenset(
    {
        "InternalServerException",
        "ModelErrorException",
        "ModelNotReadyException",
        "ModelTimeoutException",
        "ServiceUnavailableException",
        "ThrottlingException",
    }
)
# The messages of these may be shown. The message about refused credentials can repeat a session token.
_SHOWN = frozenset({"ResourceNotFoundException", "ValidationException"})


class ConverseClient(Protocol):
    """The part of boto3's client that is used here."""

    def converse(self, **request: Json) -> Mapping[str, object]:
        """See boto3."""
        ...

    def converse_stream(self, **request: Json) -> Mapping[str, Any]:
        """See boto3."""
        ...


class Bedrock:
    """Amazon Bedrock in one region of one account. Thread-safe. boto3's client is made at the first request.

    Args:
        region: The region.
        profile: The profile of AWS's configuration files. None takes the credentials that boto3 finds.
        endpoint_url: The address of a test server. None is AWS.
    """

    def __init__(self, region: str, *, profile: str | None = None, endpoint_url: str | None = None) -> None:
        self._region = region
        self._profile = profile
        self._endpoint_url = endpoint_url
        self._lock = threading.Lock()
        self._client: ConverseClient | None = None
        self.toolless: set[str] = set()
        """Models that do not accept a forced tool: the prompt asks them for an object."""
        self.unstreamed: set[str] = set()
        """Models that do not stream, or that these credentials may not stream."""

    def model(self, name: str) -> BedrockModel:
        """Return a model by its id, or by the id or ARN of an inference profile."""
        return BedrockModel(self, name)

    def client(self) -> ConverseClient:
        """Return boto3's client. BotoCoreError is raised without credentials."""
        import boto3
        from botocore.config import Config

        with self._lock:
            if self._client is None:
                config = Config(
                    connect_timeout=CONNECT_SECONDS,
                    read_timeout=READ_SECONDS,
                    retries={"total_max_attempts": 1},
                    max_pool_connections=CONNECTIONS,
                )
                session = boto3.Session(profile_name=self._profile, region_name=self._region)
                client = session.client("bedrock-runtime", endpoint_url=self._endpoint_url, config=config)
                self._client = cast(ConverseClient, client)
            return self._client


@dataclass(frozen=True, slots=True)
class BedrockModel:
    """`Model` on Bedrock."""

    bedrock: Bedrock
    name: str
    """A model's id, or the id or ARN of an inference profile."""

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        """See `Model.ask`. One request, a second one after a passing failure."""
        outlet = None if let_out is None or not effect.speak else Outlet(let_out)
        return ask_until(deadline, lambda again: self._attempt(effect, again, deadline, outlet), outlet)

    def _attempt(self, effect: AskModel, again: bool, deadline: Deadline, outlet: Outlet | None) -> Attempted:
        """One attempt. If the model does not accept a forced tool, the prompt asks for the object."""
        if effect.extract and self.name not in self.bedrock.toolless:
            outcome = self._asked(effect, deadline, outlet, forced=True, with_schema=again)
            if not isinstance(outcome, _Rejected):
                return outcome
        outcome = self._asked(effect, deadline, outlet, forced=False, with_schema=bool(effect.extract))
        if effect.extract and isinstance(outcome, Replied):
            self.bedrock.toolless.add(self.name)
        return Silent(outcome.error) if isinstance(outcome, _Rejected) else outcome

    def _asked(
        self, effect: AskModel, deadline: Deadline, outlet: Outlet | None, *, forced: bool, with_schema: bool
    ) -> Attempted | _Rejected:
        from botocore import exceptions as broken

        streamed = outlet if self.name not in self.bedrock.unstreamed else None
        request = self._request(effect, forced, with_schema)
        try:
            if streamed is not None:
                return self._streamed(effect, request, deadline, streamed, forced=forced)
            answer = self.bedrock.client().converse(**request)
        except broken.ReadTimeoutError:
            return LATE
        except broken.EventStreamError as error:
            return Passing("Bedrock broke off its answer", cause=error)
        except broken.ClientError as error:
            if streamed is not None and _may_not_stream(error):
                self.bedrock.unstreamed.add(self.name)
                return self._asked(effect, deadline, outlet, forced=forced, with_schema=with_schema)
            return _refused(error, forced=forced)
        except (
            broken.NoCredentialsError,
            broken.PartialCredentialsError,
            broken.CredentialRetrievalError,
            broken.ProfileNotFound,
            broken.TokenRetrievalError,
            broken.UnauthorizedSSOTokenError,
            broken.SSOError,
        ) as error:
            reason = (
                "there are no AWS credentials for Bedrock: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and "
                "AWS_SECRET_ACCESS_KEY"
            )
            return Silent(reason, error)
        except broken.ParamValidationError:
            return Silent(f"Bedrock takes no model named {self.name[:MAX_MESSAGE]!r}, or none of these messages")
        except (broken.ConnectionError, broken.HTTPClientError) as error:
            return Passing("Bedrock could not be reached, or hung up", cause=error)
        except Exception as error:
            # botocore raises various errors for a broken answer. The call continues without it.
            return Passing(f"Bedrock broke off its answer ({type(error).__name__})", cause=error)
        completion = _completion(effect, answer, forced=forced)
        return _NO_REPLY if completion is None else attempted(read(effect, completion), completion)

    def _streamed(
        self, effect: AskModel, request: dict[str, Json], deadline: Deadline, outlet: Outlet, *, forced: bool
    ) -> Attempted:
        """Read an answer as it comes, and let out its words. An error of the connection is raised."""
        written = Written(effect, outlet)
        events = ConverseEvents(written, reply_tool(effect) if forced else "")
        with closing(self.bedrock.client().converse_stream(**request)["stream"]) as stream:
            try:
                for event in stream:
                    events.take(event)
                    if deadline.expired():
                        return LATE
            except TooLongError:
                return Silent("Bedrock sent a far too long answer")
        if not events.ended:
            return Passing("Bedrock broke off its answer")
        completion = _completion(effect, events.whole(), forced=forced)
        return _NO_REPLY if completion is None else attempted(written.checked(read(effect, completion)), completion)

    def _request(self, effect: AskModel, forced: bool, with_schema: bool) -> dict[str, Json]:
        inference: dict[str, Json] = {"maxTokens": effect.max_tokens or DEFAULT_MAX_TOKENS}
        if effect.temperature is not None:
            # Converse accepts at most 1, OpenAI 2.
            inference["temperature"] = min(effect.temperature, 1.0)
        request: dict[str, Json] = {
            "modelId": self.name,
            "system": [{"text": system_prompt(effect, with_schema=with_schema)}],
            "messages": _messages(effect),
            "inferenceConfig": inference,
        }
        offered = [_offered(tool.name, tool.description, dict(tool.parameters)) for tool in effect.tools]
        choice: dict[str, Json] = {"auto": {}}
        if forced:
            name = reply_tool(effect)
            offered.append(_offered(name, "Gives what this step of the conversation asks for.", reply_schema(effect)))
            choice = {"any": {}} if effect.tools else {"tool": {"name": name}}
        if offered:
            request["toolConfig"] = {"tools": offered, "toolChoice": choice}
        return request


def reply_tool(effect: AskModel) -> str:
    """Choose the name of the tool whose input is the reply: TOOL, unless a tool of the flow has that name."""
    name = TOOL
    while any(tool.name == name for tool in effect.tools):
        name += "_"
    return name


def _messages(effect: AskModel) -> list[Json]:
    """The messages, with the calls of tools and their results."""
    shown = effect.messages if effect.tools else tools.with_results(effect)
    messages: list[Json] = [{"role": each.role, "content": [{"text": each.content}]} for each in shown]
    for exchange in tools.exchanges(effect.calls) if effect.tools else ():
        uses: list[Json] = [
            {"toolUse": {"toolUseId": call_id, "name": call.name, "input": dict(call.arguments)}}
            for call_id, call in exchange
        ]
        results: list[Json] = [
            {"toolResult": {"toolUseId": call_id, "content": [{"text": call.result}]}} for call_id, call in exchange
        ]
        messages += [{"role": "assistant", "content": uses}, {"role": "user", "content": results}]
    return messages


def _offered(name: str, description: str, schema: Json) -> Json:
    # Converse rejects an empty description.
    return {"toolSpec": {"name": name, "description": description or name, "inputSchema": {"json": schema}}}


@dataclass(frozen=True, slots=True)
class _Rejected:
    """Bedrock refused the request. It may accept it without a forced tool."""

    error: str


class _ToolUse(BaseModel):
    name: str
    input: Json


class _Block(BaseModel):
    text: str | None = None
    toolUse: _ToolUse | None = None  # noqa: N815  # AWS's name


class _Message(BaseModel):
    content: list[_Block]


class _Output(BaseModel):
    message: _Message


class _Usage(BaseModel):
    inputTokens: int = 0  # noqa: N815  # AWS's name
    outputTokens: int = 0  # noqa: N815  # AWS's name


class _Converse(BaseModel):
    output: _Output
    stopReason: str = ""  # noqa: N815  # AWS's name
    usage: _Usage = Field(default_factory=_Usage)
    trace: object = None


_ENDED: Mapping[str, Literal["cut off", "refused", "malformed"]] = {
    "max_tokens": "cut off",
    "model_context_window_exceeded": "cut off",
    "guardrail_intervened": "refused",
    "content_filtered": "refused",
    "malformed_model_output": "malformed",
    "malformed_tool_use": "malformed",
}


_NO_REPLY = Passing("Bedrock's answer is not a reply")


def _completion(effect: AskModel, answer: Mapping[str, object], *, forced: bool) -> Completion | None:
    """Read an answer. None if it is no answer of Converse."""
    try:
        converse = _Converse.model_validate(answer)
    except ValidationError:
        return None
    blocks = converse.output.message.content
    uses = [block.toolUse for block in blocks if block.toolUse is not None]
    ours = reply_tool(effect) if forced else ""
    return Completion(
        text=" ".join(block.text for block in blocks if block.text),
        structure=next((use.input for use in uses if use.name == ours), None),
        ended=_ENDED.get(converse.stopReason, "whole"),
        input_tokens=converse.usage.inputTokens,
        output_tokens=converse.usage.outputTokens,
        calls=tuple(tools.AskedCall(use.name, use.input) for use in uses if use.name != ours),
        model=_invoked(converse.trace),
    )


def _invoked(trace: object) -> object:
    """Return the model that a prompt router chose. Converse names no other one."""
    router = trace.get("promptRouter") if isinstance(trace, Mapping) else None
    return router.get("invokedModelId") if isinstance(router, Mapping) else None


def _may_not_stream(error: ClientError) -> bool:
    """Return whether the model or the credentials may allow the same request unstreamed."""
    response: Mapping[str, Any] = error.response
    code, message = response.get("Error", {}).get("Code"), str(response.get("Error", {}).get("Message", ""))
    return code == "AccessDeniedException" or (code == "ValidationException" and "stream" in message.lower())


def _refused(error: ClientError, *, forced: bool) -> Attempted | _Rejected:
    response: Mapping[str, Any] = error.response
    code = str(response.get("Error", {}).get("Code", ""))
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if code in _PASSING or status == 429 or (isinstance(status, int) and status >= 500):
        return Passing(f"Bedrock is in trouble, or asked too often ({code})", cause=error)
    if code not in _SHOWN:
        return Silent(f"Bedrock refused ({code}): the credentials may not use this model", error)
    message = str(response["Error"].get("Message", ""))[:MAX_MESSAGE]
    kind = _Rejected if forced and code == "ValidationException" else Silent
    return kind(f"Bedrock refused the question ({code}): {message}")
