"""A minimal HTTP API for a turn's request: FastAPI reads it and answers. It stores no session.

It is a yardstick: the ratio of a turn to it depends on Callflow and hardly on the machine.
"""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

app = FastAPI()


class Turn(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)

    room_name: str
    turn_id: str
    user_input: str


@app.get("/api/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/api/flows/{flow_id}/process")
async def process(flow_id: str, turn: Turn) -> dict[str, object]:
    """Return the reply of bench.load.load's flow. The turn's id contains its number."""
    return {
        "sessionId": "session_" + "0" * 32,
        "turnId": turn.turn_id,
        "status": "waiting",
        "currentNodeId": "ask",
        "response": f"{turn.turn_id.rpartition('-')[2]}: {turn.user_input}",
        "completed": False,
        "action": {"type": "listen", "noInputSeconds": 8, "interruptible": True},
    }


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
