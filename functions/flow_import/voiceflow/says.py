"""Reads the steps that say words."""

from __future__ import annotations

from functions.flow_import.chain import Chain
from functions.flow_import.source import Source
from functions.flow_import.texts import Pieces
from functions.flow_import.voiceflow.reading import Reading


def say(reading: Reading, step: Source, data: Source, chain: Chain) -> None:
    """Read a step that says words."""
    draft, words = reading.draft, reading.words
    wordings: list[Pieces] = []
    for dialog in [*data.objects("dialogs"), *data.objects("texts")]:
        dialog.ignore("id", "voice")
        if dialog.get("audio") is not None and dialog.text("audio"):
            draft.lost(dialog, "an audio file is not played")
        pieces = words.slate(dialog.get("content"))
        if pieces:
            wordings.append(pieces)
    response = data.text("messageID") or data.text("responseID")
    if response:
        wordings += _responses(reading, response)
        if not wordings:
            draft.lost(step, f'the message "{response}" is not in the export')
    data.ignore("randomize", "draft")
    if len(wordings) > 1:
        draft.changed(step, f"the first of {len(wordings)} wordings is said")
    chain.add("message", {"message": draft.template(wordings[0]) if wordings else ""}, step)


def _responses(reading: Reading, response_id: str) -> list[Pieces]:
    """Return the wordings of a message that is kept outside of its step."""
    discriminators = {
        each.text("id")
        for each in reading.document.objects("responseDiscriminators")
        if each.text("responseID") == response_id
    }
    found: list[Pieces] = []
    for variant in reading.document.objects("responseVariants"):
        if variant.text("discriminatorID") in discriminators:
            found.append(reading.words.slate(variant.get("text")))
            variant.whole()
    return [pieces for pieces in found if pieces]
