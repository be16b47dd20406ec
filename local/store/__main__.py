"""`python -m local.store`: the store as a process. Its first output is one line of JSON: its endpoint or an error."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from local.store.database import CannotOpenError, Database
from local.store.set_aside import set_aside


def main() -> int:
    """Open the store and serve it until standard input ends.

    Returns:
        The exit status: 1 if the folder cannot be used.
    """
    parser = argparse.ArgumentParser(prog="python -m local.store", description=__doc__)
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER", help="the folder of the store; without it, the store is in memory"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="move the existing store aside and begin with an empty one"
    )
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    try:
        put_aside = set_aside(options.data) if options.fresh and options.data else None
        database = Database(options.data)
    except CannotOpenError as error:
        sys.stdout.write(json.dumps({"error": str(error)}) + "\n")
        return 1
    # Imported here: an error above is reported without loading the web server.
    from local.store.server import serve

    serve(database, options.port, put_aside)
    database.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
