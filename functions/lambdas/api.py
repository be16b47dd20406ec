"""The Lambda handler of the API."""

from __future__ import annotations

from functions.api.app import create_app
from functions.lambdas import snapstart
from functions.lambdas.gateway import behind_gateway
from functions.settings import from_environment
from functions.wiring.api import build

_services = build(from_environment())
snapstart.register(_services)

handler = behind_gateway(create_app(_services))
