"""The embedded PostgreSQL: shared by processes, stopped by the last, and never in the way of a real one."""

import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from tests.running import ROOT

# Joins the cluster, says its address, and leaves when its input ends.
USER_OF_THE_SERVER = """
import sys
from pathlib import Path
from lis_site.embedded import server
running = server.start(Path(sys.argv[1]))
print(server.url(running), flush=True)
sys.stdin.read()
server.stop(running)
"""

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "lis_site.embedded",
    reason="DATABASE_URL names a server, so nothing embedded is wanted",
)


def join(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", USER_OF_THE_SERVER, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def address_from(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def leave(process: "subprocess.Popen[str]") -> None:
    process.communicate(timeout=30)
    assert process.returncode == 0


@pytest.fixture(params=["short", "a-path-too-long-for-a-unix-socket-" + "x" * 80])
def folder(request, tmp_path_factory):
    return tmp_path_factory.mktemp("pg") / request.param / "postgres"


def test_processes_share_one_server_and_the_last_stops_it(folder):
    first, second, killed = join(folder), join(folder), join(folder)
    addresses = {address_from(process) for process in (first, second, killed)}
    assert len(addresses) == 1
    (address,) = addresses

    killed.kill()
    killed.wait()
    leave(first)
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        assert int(cursor.fetchone()[0]) >= 180_000
        cursor.execute("SHOW listen_addresses")
        assert cursor.fetchone()[0] == "", "nothing on the network can reach it"
    connection.close()

    third = join(folder)  # sees that one user is dead
    assert address_from(third) == address
    leave(third)
    leave(second)
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(address)
