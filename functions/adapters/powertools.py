"""Logs and metrics for CloudWatch, by aws-lambda-powertools."""

from __future__ import annotations

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from functions.failures import frames
from functions.records import Head, TurnRecord


class PowertoolsObserve:
    """functions.ports.observe.Observe."""

    def __init__(self, logger: Logger | None = None, metrics: Metrics | None = None) -> None:
        self._logger = logger or Logger(service="callflow")
        self._metrics = metrics or Metrics(namespace="Callflow", service="callflow")

    def request(self, request_id: str) -> None:
        self._logger.append_keys(request_id=request_id)

    def turn(self, head: Head, record: TurnRecord | None, *, turn_id: str, millis: float, again: bool) -> None:
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
            effects=[] if record is None else [[run.kind, run.millis, run.ok] for run in record.effects],
            again=again,
        )
        self._metrics.add_dimension("flow", head.flow_id)
        self._metrics.add_dimension("channel", channel)
        self._metrics.add_metric("Turns", MetricUnit.Count, 1)
        self._metrics.add_metric("TurnMillis", MetricUnit.Milliseconds, millis)
        if again:
            self._metrics.add_metric("TurnsRepeated", MetricUnit.Count, 1)
        if record is not None and any(not run.ok for run in record.effects):
            self._metrics.add_metric("EffectsFailed", MetricUnit.Count, 1)
        # Found by, but not counted by: each would be a metric of its own as a dimension.
        for name, value in (
            ("organization", head.organization_id),
            ("session", head.session_id),
            ("turn", turn_id),
        ):
            self._metrics.add_metadata(name, value)
        self._metrics.flush_metrics()

    def failed(self, what: str, error: BaseException) -> None:
        self._logger.error(what, error_type=type(error).__name__, frames=frames(error))
