"""Logs for CloudWatch by aws-lambda-powertools, and metrics by embedded_metrics.py."""

from __future__ import annotations

from collections.abc import Mapping

from aws_lambda_powertools import Logger

from functions.adapters.observability.embedded_metrics import EmbeddedMetrics, Unit
from functions.failures import codes
from functions.records import Head, Phase, TurnRecord

_OF_PHASE: dict[Phase, str] = {
    "load": "LoadMillis",
    "step": "StepMillis",
    "model": "ModelMillis",
    "tool": "ToolMillis",
    "save": "SaveMillis",
    "wait": "WaitMillis",
}
_COUNTED: dict[codes.Failure, str] = {"model-failed": "ModelsFailed", "agent-not-sent": "AgentsNotSent"}
"""The failures that an alarm counts. Others reach an alarm by their response or their queue."""

_OF_FLOW = frozenset({"Turns", "TurnMillis", "StepMillis", "ModelMillis", "ToolMillis", "EffectsFailed"})
"""The metrics of a flow that the operator names: those that depend on the flow."""


class PowertoolsObserve:
    """`Observe` and `ObserveJob`, as lines of JSON on standard output.

    Args:
        stack: The name of the stack, which every metric has as its dimension.
        logger: By default one of the service `callflow`.
        flows: Organizations and flows that have metrics of their own beside those of the stack.
    """

    def __init__(
        self, stack: str, logger: Logger | None = None, flows: frozenset[tuple[str, str]] = frozenset()
    ) -> None:
        self._flows = flows
        self._logger = logger or Logger(service="callflow")
        self._metrics = EmbeddedMetrics(stack)

    def request(self, request_id: str) -> None:
        """See `Observe.request`."""
        self._logger.append_keys(request_id=request_id)

    def turn(
        self,
        head: Head,
        record: TurnRecord | None,
        *,
        turn_id: str,
        millis: float,
        timings: Mapping[Phase, float],
        again: bool,
    ) -> None:
        """Write one line of the log and one line of metrics."""
        channel = head.state.session.channel
        self._logger.info(
            "turn",
            organization=head.organization_id,
            flow=head.flow_id,
            flow_version=head.pin.label,
            session=head.session_id,
            turn=turn_id,
            number=None if record is None else record.number,
            channel=channel,
            status=head.state.status.value,
            node=head.state.node_id,
            millis=round(millis, 1),
            parts={phase: round(timings.get(phase, 0.0), 1) for phase in _OF_PHASE},
            effects=[] if record is None else [[run.kind, run.millis, run.ok] for run in record.effects],
            again=again,
        )
        metrics: dict[str, tuple[Unit, float]] = {"Turns": ("Count", 1), "TurnMillis": ("Milliseconds", millis)}
        for phase, taken in timings.items():
            metrics[_OF_PHASE[phase]] = ("Milliseconds", taken)
        if again:
            metrics["TurnsRepeated"] = ("Count", 1)
        if record is not None and any(not run.ok for run in record.effects):
            metrics["EffectsFailed"] = ("Count", 1)
        self._metrics.write(
            metrics,
            properties={
                "organization": head.organization_id,
                "flow": head.flow_id,
                "channel": channel,
                "session": head.session_id,
                "turn": turn_id,
            },
            further=(("organization", "flow"), _OF_FLOW)
            if (head.organization_id, head.flow_id) in self._flows
            else None,
        )

    def counted(self, what: str, counts: Mapping[str, int], known: Mapping[str, str | int]) -> None:
        """Write one line of the log and one line of metrics."""
        self._logger.info(what, extra={**known, **counts})
        self._metrics.write({name: ("Count", count) for name, count in counts.items()})

    def failed(self, failure: codes.Failure, error: BaseException | None, /, **known: str | int) -> None:
        """See `Observe.failed`. A failure that an alarm counts is a line of metrics, too."""
        self._logger.error(codes.MESSAGES[failure], extra=codes.line(failure, error, known))
        if failure in _COUNTED:
            self._metrics.write({_COUNTED[failure]: ("Count", 1)})
