"""A collector of traces by OTLP on the loopback address. Other requests get the answer of a test."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from testing.fakes.loopback import Answer, Exchange, Loopback, Received

_TARGET = "/v1/traces"


@dataclass(frozen=True, slots=True)
class Collector:
    """What came to the collector."""

    loopback: Loopback

    @property
    def origin(self) -> str:
        """The address, for OTEL_EXPORTER_OTLP_ENDPOINT."""
        return self.loopback.origin

    def others(self) -> list[Received]:
        """Return the requests that are no traces."""
        return [received for received in self.loopback.received if received.target != _TARGET]

    def bodies(self) -> list[bytes]:
        """Return the bodies with traces, unzipped."""
        found = [received for received in self.loopback.received if received.target == _TARGET]
        return [gzip.decompress(each.body) if "content-encoding" in each.headers else each.body for each in found]

    def spans(self) -> list[Any]:
        """Return the spans in the order in which they came."""
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.bodies()]
        scopes = [scope for each in requests for resource in each.resource_spans for scope in resource.scope_spans]
        return [span for scope in scopes for span in scope.spans]


def known(span: Any) -> dict[str, Any]:
    """Return the attributes of a span, by name."""
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in span.attributes}


@contextmanager
def collecting(answer: Answer) -> Iterator[Collector]:
    """Run a collector. `answer` answers all requests that are no traces."""

    def answers(exchange: Exchange) -> None:
        if exchange.received.target == _TARGET:
            exchange.answer(200, b"", {"Content-Type": "application/x-protobuf"})
        else:
            answer(exchange)

    with Loopback(answers) as loopback:
        yield Collector(loopback)
