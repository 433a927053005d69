"""One clear line for a database that cannot be reached, in place of a traceback."""

from django.conf import settings
from django.db import OperationalError


def describe_refusal(error: OperationalError) -> str | None:
    """The line to print when `error` says that the database cannot be reached; None when it says something else.

    Names the host, the database and the user, and never the password. A server that answered puts an SQLSTATE in the
    error; libpq puts none when it could not connect.
    """
    cause = error.__cause__
    if getattr(cause, "pgcode", None):
        return None
    config = settings.DATABASES["default"]
    host = config.get("HOST") or config.get("OPTIONS", {}).get("host") or "the local socket"
    port = config.get("PORT")
    where = f"{host}:{port}" if port else host
    # libpq's reason is the end of its first line: 'connection to server at "…", port 5432 failed: Connection refused'
    reason = (str(error).strip().splitlines() or ["no reason given"])[0].rpartition("failed: ")[2]
    return (
        f"The database {config.get('NAME')} at {where} (user {config.get('USER') or 'not given'}) "
        f"cannot be reached: {reason}. Check DATABASE_URL."
    )
