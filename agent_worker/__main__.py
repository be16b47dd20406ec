"""The command `python -m agent_worker`."""

from __future__ import annotations

import asyncio
import sys

from agent_worker.process.logs import log_json
from agent_worker.settings import SettingsError, from_environment
from agent_worker.speech.settings import SpeechSettingsError


def main() -> int:
    """Run the worker, and return the exit code of the process."""
    log_json()
    try:
        settings = from_environment()
    except (SettingsError, SpeechSettingsError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    from agent_worker.worker import work

    asyncio.run(work(settings))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
