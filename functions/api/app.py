"""The FastAPI application with all routes and error handlers."""

from __future__ import annotations

import warnings

from fastapi import FastAPI
from pydantic.warnings import UnsupportedFieldAttributeWarning

from functions.api.access import keys, me
from functions.api.http.problem_handlers import DOCUMENTED, add_handlers
from functions.api.http.request_id_middleware import RequestIdMiddleware
from functions.api.live import call_list, supervise
from functions.api.openapi import DocumentedApi, operation_id
from functions.api.reports import flow_report, organization_report, scores, session_cost, transcripts
from functions.api.routes import (
    audit,
    flow_imports,
    flow_tests,
    flows,
    gate,
    health,
    replay,
    rooms,
    sessions,
    tools,
    turns,
    webhook,
)
from functions.api.routes.agents import agents, environments, phone_numbers
from functions.api.routes.privacy import erasure
from functions.api.routes.settings import organization as organization_settings
from functions.api.routes.settings import secrets as organization_secrets
from functions.api.routes.settings import webhooks
from functions.api.search import session_list
from functions.api.voices import routes as voices
from functions.services import Services
from functions.version import VERSION


def create_app(services: Services) -> FastAPI:
    """Create the application.

    Args:
        services: The services that the routes use.

    Returns:
        The application, ready to serve.
    """
    # FastAPI sets the alias `body` on a type with deferred schema (RequestModel). pydantic warns that it has no effect.
    warnings.filterwarnings("ignore", "The 'alias' attribute with value 'body'", UnsupportedFieldAttributeWarning)
    app = DocumentedApi(
        title="Callflow",
        version=VERSION,
        responses=DOCUMENTED,
        generate_unique_id_function=operation_id,
        separate_input_output_schemas=False,
    )
    app.state.services = services
    app.add_middleware(RequestIdMiddleware, services=services)
    add_handlers(app)
    # Sessions come before flows: the path /api/flows/sessions/{sessionId} is not the path of a flow.
    for module in (
        health,
        me,
        keys,
        sessions,
        session_list,
        transcripts,
        session_cost,
        call_list,
        supervise,
        scores,
        erasure,
        flow_imports,
        flows,
        flow_tests,
        tools,
        gate,
        environments,
        replay,
        flow_report,
        organization_report,
        turns,
        rooms,
        agents,
        phone_numbers,
        voices,
        organization_settings,
        organization_secrets,
        webhooks,
        audit,
        webhook,
    ):
        app.include_router(module.router)
    return app
