"""Unmodified FastAPI, Mangum and pynamodb: three routes and a model, without the work of a turn."""

from __future__ import annotations

import os
from typing import Any

from fastapi import FastAPI
from mangum import Mangum
from pydantic import BaseModel
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

app = FastAPI()


class Item(Model):
    class Meta:
        table_name = "callflow-sessions"
        region = "us-east-1"
        host = os.environ.get("CALLFLOW_DYNAMODB_ENDPOINT")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


Item._get_connection().connection.client  # noqa: B018  # the attribute creates the client


class Turn(BaseModel):
    roomName: str  # noqa: N815  # the contract's name
    turnId: str  # noqa: N815  # a wire name
    userInput: str | None = None  # noqa: N815  # a wire name


@app.get("/api/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/api/flows/{flow_id}")
def flow(flow_id: str) -> dict[str, str]:
    return {"flowId": flow_id}


@app.post("/api/flows/{flow_id}/process")
def process(flow_id: str, turn: Turn) -> dict[str, Any]:
    for _ in range(3):
        Item(turn.roomName, turn.turnId).save()
    return {"flowId": flow_id}


handler = Mangum(app, lifespan="off")
