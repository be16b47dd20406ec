"""Reads projects of Voiceflow: a `.vf` file.

Source: https://docs.voiceflow.com/reference/voiceflow-project-data-structure.
"""

from __future__ import annotations

from functions.flow_import.draft import Draft
from functions.flow_import.source import Source
from functions.flow_import.voiceflow.project import read_project

__all__ = ["is_voiceflow", "read"]


def is_voiceflow(document: Source) -> bool:
    """Return whether a document is a project of Voiceflow."""
    fields = document.value if isinstance(document.value, dict) else {}
    return isinstance(fields.get("diagrams"), dict) and isinstance(fields.get("version"), dict)


def read(document: Source) -> Draft:
    """Build a draft from a project."""
    return read_project(document)
