"""The command `python -m agent_worker.process.health_check`: the health check of the image and of ECS's task.

It exits with 0 if the worker of the same container is healthy. Otherwise it writes why not, and exits with 1.
"""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request

_SECONDS = 2


def main() -> int:
    """Ask the worker, and return the exit code of the process."""
    url = f"http://127.0.0.1:{os.environ.get('CALLFLOW_HEALTH_PORT') or 8081}/"
    try:
        with urllib.request.urlopen(url, timeout=_SECONDS):
            return 0
    except urllib.error.HTTPError as error:
        sys.stderr.write(f"{error.read().decode(errors='replace')}\n")
    except OSError as error:
        sys.stderr.write(f"the worker does not answer: {type(error).__name__}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
