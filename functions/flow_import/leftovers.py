"""Notes for everything in an export that no reader looked at, so that nothing is lost in silence."""

from __future__ import annotations

from dataclasses import replace

from functions.flow_import.draft import Draft
from functions.flow_import.note import Note
from functions.flow_import.source import Source

MAX_NOTES = 2_000
"""Notes of one import. Beyond it, notes with the same words are one, which counts them."""
_MAX_MESSAGE = 400


def note_unread(draft: Draft, source: Source) -> None:
    """Add a note for each value that was not read."""
    for place in source.unread():
        name = next((part for part in reversed(place.path) if isinstance(part, str)), "")
        draft.lost(place, f'"{name}": a flow has no such setting')


def bounded_notes(notes: list[Note]) -> tuple[Note, ...]:
    """Return the notes, of which no more than MAX_NOTES are told one by one."""
    notes = [note if len(note.message) <= _MAX_MESSAGE else _shortened(note) for note in notes]
    if len(notes) <= MAX_NOTES:
        return tuple(notes)
    same: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        same.setdefault((note.kind, note.message), []).append(note)
    merged = [
        first if not more else replace(first, message=f"{first.message}, here and at {len(more):,} more places")
        for first, *more in same.values()
    ]
    if len(merged) <= MAX_NOTES:
        return tuple(merged)
    rest = len(merged) - MAX_NOTES + 1
    text = f"{rest:,} further things that are not listed; import a single flow to see them"
    return (*merged[: MAX_NOTES - 1], Note("", "lost", text))


def _shortened(note: Note) -> Note:
    return replace(note, message=f"{note.message[: _MAX_MESSAGE - 1]}…")
