"""Asks the site in this container whether it is ready: `python -m lis_site.healthcheck`, exit code 0 or 1.

Needs no Django and no curl, so that it is quick and the image stays small.
"""

import http.client
import os
import sys


def main() -> int:
    # As gunicorn.conf.py reads it; any address may be listened on, and loopback is always one of them.
    port = int(os.environ.get("BIND", "127.0.0.1:8000").split(",")[0].rpartition(":")[2])
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/healthz/ready", headers={"Host": host})
        response = connection.getresponse()
        print(response.read(200).decode().strip())  # noqa: T201 — the engine keeps it beside the state
        return 0 if response.status == 200 else 1
    except (OSError, http.client.HTTPException) as error:
        print(f"no answer: {error}")  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main())
