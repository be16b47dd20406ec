"""Reads the bytes of an export: JSON, or a zip file of JSON files. Everything is bounded before it is read."""

from __future__ import annotations

import io
import json
import posixpath
import zipfile
import zlib
from base64 import b64decode

from flow_core.json import MAX_DEPTH, Json, Unsound, has_more_values_than, sound
from functions.flow_import.note import UnreadableExportError

MAX_BYTES = 16 * 1024 * 1024
"""Bytes of a file, and of all files in a zip file together when they are unpacked."""
MAX_FILES = 5_000
"""Files in a zip file."""
MAX_VALUES = 500_000
"""Values of a document: objects, lists, texts, numbers."""
ZIP_MAGIC = b"PK\x03\x04"
"""How a zip file begins."""
BASE64_MAGIC = b"UEsDB"
"""How the Base64 of a zip file begins. API Gateway passes on text only."""


def read_document(content: bytes) -> Json:
    """Read an export.

    Args:
        content: The file. A zip file may be Base64.

    Returns:
        The JSON value. Of a zip file, an object: the name of each JSON file -> its value.

    Raises:
        UnreadableExportError: If the file is too large, nested too deep, or neither JSON nor a zip file of JSON.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableExportError("", f"The file has more than {MAX_BYTES >> 20} MiB. Export a single flow.")
    if content.startswith(BASE64_MAGIC):
        try:
            content = b64decode(b"".join(content.split()), validate=True)
        except ValueError as error:
            raise UnreadableExportError("", f"The zip file is no valid Base64 ({error}). Send it again.") from error
    document = _read_zip(content) if content.startswith(ZIP_MAGIC) else _read_json(content, "")
    return bounded(document)


def bounded(document: Json) -> Json:
    """Check the size of a document that is JSON already.

    Returns:
        The document, without halves of surrogate pairs.

    Raises:
        UnreadableExportError: If it is nested too deep, or has too many values.
    """
    checked = sound(document)
    if isinstance(checked, Unsound):
        raise UnreadableExportError("", f"The export has {checked.error}. Export the file again.")
    if has_more_values_than(MAX_VALUES, checked):
        raise UnreadableExportError("", f"The export has more than {MAX_VALUES:,} values. Export a single flow.")
    return checked


def _read_json(content: bytes, name: str) -> Json:
    place = f"/{name.replace('~', '~0').replace('/', '~1')}" if name else ""
    try:
        document: Json = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableExportError(place, "is not UTF-8. Import the file as it was exported.") from error
    except RecursionError as error:
        text = f"has lists or objects nested more than {MAX_DEPTH} levels deep. Export the file again."
        raise UnreadableExportError(place, text) from error
    except ValueError as error:
        text = f"is not JSON ({error}). Import the file as it was exported."
        raise UnreadableExportError(place, text) from error
    return document


def _read_zip(content: bytes) -> Json:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MAX_FILES:
                raise UnreadableExportError("", f"The zip file has more than {MAX_FILES:,} files.")
            files: dict[str, Json] = {}
            left = MAX_BYTES
            for member in members:
                name = posixpath.normpath(member.filename.replace("\\", "/"))
                if not name.endswith(".json") or name.startswith("__MACOSX/"):
                    continue
                with archive.open(member) as file:
                    # The header may say less than the file unpacks to: what counts is what comes out.
                    text = file.read(left + 1)
                left -= len(text)
                if left < 0:
                    raise UnreadableExportError("", f"The zip file unpacks to more than {MAX_BYTES >> 20} MiB.")
                files[name] = _read_json(text, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error) as error:
        raise UnreadableExportError("", f"The zip file cannot be read ({error}). Export it again.") from error
    if not files:
        raise UnreadableExportError("", "The zip file has no JSON file. Export the agent in the JSON format.")
    return dict(files)
