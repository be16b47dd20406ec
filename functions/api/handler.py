"""The Lambda handler of the API."""

from __future__ import annotations

from aws_lambda_powertools import Logger, Metrics

from functions.adapters.powertools import PowertoolsObserve
from functions.api.app import create_app
from functions.api.gateway import behind_gateway
from functions.settings import from_environment
from functions.wiring import build

logger = Logger(service="callflow")
metrics = Metrics(namespace="Callflow", service="callflow")
services = build(from_environment(), PowertoolsObserve(logger, metrics))
handler = metrics.log_metrics(behind_gateway(create_app(services)))
