"""Writes the API's contract for generated clients: `python -m local.contract FOLDER`."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic.warnings import UnsupportedFieldAttributeWarning

from flow_core.flow import Flow
from functions.api.app import create_app
from functions.settings import from_environment
from functions.wiring.api import build


def contract() -> dict[str, Mapping[str, Any]]:
    """Return the contract's documents by file name. The function starts no server and sends no request."""
    settings = replace(from_environment({"CALLFLOW_AUTH": "local"}), javascript_children=1)
    app = create_app(build(settings))
    return {"openapi.json": app.openapi(), "flow.schema.json": Flow.model_json_schema(by_alias=True)}


def main(arguments: list[str]) -> int:
    """Write the documents into a folder and return the exit status."""
    if len(arguments) != 1:
        sys.stderr.write("Usage: python -m local.contract FOLDER\n")
        return 2
    # FastAPI suppresses this warning while it makes the models of a route. Ours are made later, at their first use.
    warnings.simplefilter("ignore", UnsupportedFieldAttributeWarning)
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in contract().items():
        (folder / name).write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
