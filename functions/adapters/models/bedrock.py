"""Asks the models of Amazon Bedrock by its Converse API. Never decides what to say, and never imports boto3 unasked."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from pydantic import BaseModel, Field, ValidationError

from flow_core.effects import AskModel
from flow_core.json import Json
from functions.adapters.models.attempts import LATE, Attempted, Passing, ask_until
from functions.adapters.models.reply import (
    DEFAULT_MAX_TOKENS,
    Completion,
    Malformed,
    read,
    reply_schema,
    system_prompt,
)
from functions.deadline import Deadline
from functions.ports.model import ModelOutcome, Replied, Silent

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

CONNECT_SECONDS = 3
READ_SECONDS = 25
"""A client's time-outs cannot be changed from call to call: this is the longest turn. `ask_until` keeps the deadline;
a thread that it leaves behind is freed by this."""
CONNECTIONS = 50
TOOL = "reply"
LONGEST_TOLD = 200
"""Characters of Bedrock's own words that an author gets to see."""

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
# Of these the words may be told. Those of refused credentials can repeat a session token.
_TOLD = frozenset({"ResourceNotFoundException", "ValidationException"})


class ConverseClient(Protocol):
    """The one call of boto3's client that is made here."""

    def converse(self, **request: Json) -> Mapping[str, object]: ...


class Bedrock:
    """One account's Bedrock in one region. Thread-safe; boto3's client is made at the first question."""

    def __init__(self, region: str, *, profile: str | None = None, endpoint_url: str | None = None) -> None:
        """profile: of AWS's configuration files; None takes credentials where boto3 finds them.

        endpoint_url: None is AWS itself.
        """
        self._region = region
        self._profile = profile
        self._endpoint_url = endpoint_url
        self._lock = threading.Lock()
        self._client: ConverseClient | None = None
        self.toolless: set[str] = set()
        """Models that take no forced tool: they are asked for an object in words."""

    def model(self, name: str) -> BedrockModel:
        return BedrockModel(self, name)

    def client(self) -> ConverseClient:
        """botocore.exceptions.BotoCoreError."""
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
    """functions.ports.model.Model."""

    bedrock: Bedrock
    name: str
    """A model's id, or the id or ARN of an inference profile."""

    def ask(self, effect: AskModel, *, deadline: Deadline) -> ModelOutcome:
        """See functions.ports.model.Model."""
        return ask_until(deadline, lambda again: self._attempt(effect, again))

    def _attempt(self, effect: AskModel, again: bool) -> Attempted:
        """One attempt. A model that takes no forced tool is asked in words."""
        if effect.extract and self.name not in self.bedrock.toolless:
            outcome = self._asked(effect, forced=True, with_schema=again)
            if not isinstance(outcome, _Rejected):
                return outcome
        outcome = self._asked(effect, forced=False, with_schema=bool(effect.extract))
        if effect.extract and isinstance(outcome, Replied):
            self.bedrock.toolless.add(self.name)
        return Silent(outcome.error) if isinstance(outcome, _Rejected) else outcome

    def _asked(self, effect: AskModel, *, forced: bool, with_schema: bool) -> Attempted | _Rejected:
        from botocore import exceptions as broken

        try:
            answer = self.bedrock.client().converse(**self._request(effect, forced, with_schema))
        except broken.ReadTimeoutError:
            return LATE
        except broken.ClientError as error:
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
            told = "there are no AWS credentials for Bedrock: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and its kin"
            return Silent(told, error)
        except broken.ParamValidationError:
            return Silent(f"Bedrock takes no model named {self.name[:LONGEST_TOLD]!r}, or none of these messages")
        except (broken.ConnectionError, broken.HTTPClientError) as error:
            return Passing("Bedrock could not be reached, or hung up", cause=error)
        except Exception as error:
            # Whatever botocore makes of a broken answer: it is of no use, and the call goes on.
            return Passing(f"Bedrock broke off its answer ({type(error).__name__})", cause=error)
        return _read(effect, answer, forced=forced)

    def _request(self, effect: AskModel, forced: bool, with_schema: bool) -> dict[str, Json]:
        inference: dict[str, Json] = {"maxTokens": effect.max_tokens or DEFAULT_MAX_TOKENS}
        if effect.temperature is not None:
            # Converse ends at 1 where OpenAI ends at 2.
            inference["temperature"] = min(effect.temperature, 1.0)
        request: dict[str, Json] = {
            "modelId": self.name,
            "system": [{"text": system_prompt(effect, with_schema=with_schema)}],
            "messages": [{"role": each.role, "content": [{"text": each.content}]} for each in effect.messages],
            "inferenceConfig": inference,
        }
        if forced:
            tool: Json = {
                "name": TOOL,
                "description": "Gives what this step of the conversation asks for.",
                "inputSchema": {"json": reply_schema(effect)},
            }
            request["toolConfig"] = {"tools": [{"toolSpec": tool}], "toolChoice": {"tool": {"name": TOOL}}}
        return request


@dataclass(frozen=True, slots=True)
class _Rejected:
    """Bedrock would not take the request as it was written; without a forced tool it may."""

    error: str


class _ToolUse(BaseModel):
    name: str
    input: Json


class _Block(BaseModel):
    text: str | None = None
    toolUse: _ToolUse | None = None  # noqa: N815  # AWS names it so


class _Message(BaseModel):
    content: list[_Block]


class _Output(BaseModel):
    message: _Message


class _Usage(BaseModel):
    inputTokens: int = 0  # noqa: N815  # AWS names it so
    outputTokens: int = 0  # noqa: N815  # AWS names it so


class _Converse(BaseModel):
    output: _Output
    stopReason: str = ""  # noqa: N815  # AWS names it so
    usage: _Usage = Field(default_factory=_Usage)


_ENDED: Mapping[str, Literal["cut off", "refused", "malformed"]] = {
    "max_tokens": "cut off",
    "model_context_window_exceeded": "cut off",
    "guardrail_intervened": "refused",
    "content_filtered": "refused",
    "malformed_model_output": "malformed",
    "malformed_tool_use": "malformed",
}


def _read(effect: AskModel, answer: Mapping[str, object], *, forced: bool) -> Attempted:
    try:
        converse = _Converse.model_validate(answer)
    except ValidationError:
        return Passing("Bedrock answered with something that is no reply")
    blocks = converse.output.message.content
    uses = (block.toolUse for block in blocks if block.toolUse is not None)
    completion = Completion(
        text=" ".join(block.text for block in blocks if block.text),
        structure=next((use.input for use in uses if use.name == TOOL), None) if forced else None,
        ended=_ENDED.get(converse.stopReason, "whole"),
        input_tokens=converse.usage.inputTokens,
        output_tokens=converse.usage.outputTokens,
    )
    reply = read(effect, completion)
    if isinstance(reply, Malformed):
        return Passing(reply.error, 0.0, True, completion.input_tokens, completion.output_tokens)
    return reply


def _refused(error: ClientError, *, forced: bool) -> Attempted | _Rejected:
    response: Mapping[str, Any] = error.response
    code = str(response.get("Error", {}).get("Code", ""))
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if code in _PASSING or status == 429 or (isinstance(status, int) and status >= 500):
        return Passing(f"Bedrock is in trouble, or asked too often ({code})", cause=error)
    if code not in _TOLD:
        return Silent(f"Bedrock refused ({code}): the credentials may not use this model", error)
    told = str(response["Error"].get("Message", ""))[:LONGEST_TOLD]
    kind = _Rejected if forced and code == "ValidationException" else Silent
    return kind(f"Bedrock refused the question ({code}): {told}")
