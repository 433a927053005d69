"""How fast a survey of 20 questions takes what is sent, through gunicorn. Run: python -m bench.survey [responses]

Makes a database of its own and drops it at the end. Sixteen clients send finished drafts, each once; then the same
number through a bare Django view that makes the same writes; and so on in nine short rounds. Prints both, the median of
the ratios (wanted: at least 0.5), the 99th percentile (wanted: under 300 ms) and what went wrong (wanted: nothing).
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis_site.settings.test")
django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.survey_drafts import make_drafts  # noqa: E402

CLIENTS, WORKERS, ROUNDS = 16, 2, 9


def serve(database: dict[str, Any]) -> tuple[subprocess.Popen[bytes], int]:
    """Start gunicorn on the bench's database; return it with its port once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    arguments = ["-w", str(WORKERS), "-b", f"127.0.0.1:{port}", "--log-level", "warning"]
    server = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "gunicorn", *arguments, "bench.survey_site:application"],
        env=os.environ | {"BENCH_DATABASE": json.dumps(database)},
    )
    for _ in range(300):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/healthz/live")
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(3)  # until the other worker answers too
            load(port, ["/bare/0/"] * 32)
            return server, port
    raise SystemExit("gunicorn does not answer.")


def load(port: int, addresses: list[str]) -> tuple[float, list[float], Counter[int]]:
    """Send to each address once, from sixteen clients; return requests a second, times in ms, and statuses."""
    waiting, times, statuses = list(addresses), [], Counter[int]()
    lock = threading.Lock()

    def client() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            with lock:
                if not waiting:
                    return
                address = waiting.pop()
            began = time.perf_counter()
            link.request("POST", address, body=b"", headers={"Host": "localhost", "Content-Length": "0"})
            answer = link.getresponse()
            answer.read()
            with lock:
                times.append((time.perf_counter() - began) * 1000)
                statuses[answer.status] += 1

    began = time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(addresses) / (time.perf_counter() - began), times, statuses


def spent(server: subprocess.Popen[bytes]) -> float:
    """Seconds of processor that the workers of gunicorn have used: what other work on the machine disturbs least."""
    workers = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    stats = [Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split() for worker in workers]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    setup_test_environment()
    original = str(connection.settings_dict["NAME"])
    connection.settings_dict["TEST"]["NAME"] = "bench_survey"  # tests may be running
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    database = str(connection.settings_dict["NAME"])
    given = connection.get_connection_params()
    server, port = serve({"NAME": database, "HOST": given.get("host", ""), "USER": given.get("user", "")})
    try:
        results: dict[str, list[float]] = {"survey": [], "bare view": []}
        processor: Counter[str] = Counter()
        for _ in range(ROUNDS):  # one after the other, so that the machine's moods meet both
            drafts = make_drafts(number * 2, timezone.now())
            for name, addresses in (
                ("survey", [f"/my/{token}/survey/check/" for _pk, token in drafts[:number]]),
                ("bare view", [f"/bare/{pk}/" for pk, _token in drafts[number:]]),
            ):
                before = spent(server)
                rate, times, statuses = load(port, addresses)
                processor[name] += int((spent(server) - before) * 1_000_000) // number
                results[name].append(rate)
                slowest = sorted(times)[int(len(times) * 0.99) - 1]
                print(f"{name:<10}{rate:>8.0f}/s   p99 {slowest:>6.0f} ms   {dict(statuses)}")
        ratios = [survey / bare for survey, bare in zip(results["survey"], results["bare view"], strict=True)]
        print(f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})", end=", ")
        print(f"of processor time {processor['bare view'] / processor['survey']:.2f}", end=", ")
        print(f"{CLIENTS} clients, {WORKERS} workers, load {os.getloadavg()[0]:.1f}")
    finally:
        server.terminate()
        server.wait()
        connection.close()
        connection.creation.destroy_test_db(original, verbosity=0)


if __name__ == "__main__":
    main()
