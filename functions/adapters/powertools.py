"""Logs and metrics for CloudWatch, by aws-lambda-powertools."""

from __future__ import annotations

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from functions.records import Head, TurnRecord


class PowertoolsObserve:
    """functions.ports.observe.Observe."""

    def __init__(self, logger: Logger, metrics: Metrics | None) -> None:
        self._logger = logger
        self._metrics = metrics

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
        if self._metrics is None:
            return
        self._metrics.add_dimension("flow", head.flow_id)
        self._metrics.add_dimension("channel", channel)
        self._metrics.add_metric("Turns", MetricUnit.Count, 1)
        self._metrics.add_metric("TurnMillis", MetricUnit.Milliseconds, millis)
        if again:
            self._metrics.add_metric("TurnsRepeated", MetricUnit.Count, 1)
        if record is not None and any(not run.ok for run in record.effects):
            self._metrics.add_metric("EffectsFailed", MetricUnit.Count, 1)

    def failed(self, what: str, error: BaseException) -> None:
        # The traceback's last line would hold the error's text, and with it perhaps a caller's words.
        self._logger.error(what, error_type=type(error).__name__, frames=_frames(error))


def _frames(error: BaseException) -> list[str]:
    frames: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-12:]
