"""`python -m local.store`: the store as a process. Its first output is one line of JSON: its endpoint, or an error."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from local.store.database import CannotOpenError, Database
from local.store.set_aside import set_aside


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.store", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="where everything is kept; in memory without it")
    parser.add_argument("--fresh", action="store_true", help="put what is in the folder aside, and begin empty")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    try:
        put_aside = set_aside(options.data) if options.fresh and options.data else None
        database = Database(options.data)
    except CannotOpenError as error:
        sys.stdout.write(json.dumps({"error": str(error)}) + "\n")
        return 1
    # Imported late: an error above need not wait for a web server.
    from local.store.server import serve

    serve(database, options.port, put_aside)
    database.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
