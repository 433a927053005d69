"""manage.py run_site — everything behind `make run` and `make dev`: from nothing to a site that answers."""

import contextlib
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tqdm import tqdm
from wagtail.models import Site

from lis_site import supervisor
from lis_site.demo_accounts import Login, make_demo_accounts
from lis_site.embedded import server
from lis_site.embedded.base import leave_server, running_server
from lis_site.static_files import sources_fingerprint


class Command(BaseCommand):
    help = "Prepares and serves the demo site on this computer. Not for production: see docs/operations.md."
    requires_system_checks: list[str] = []  # a start must be quick, and `make lint` runs them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=getattr(settings, "PORT", 8000))

    def handle(self, *, port: int, **options: Any) -> None:
        if not hasattr(settings, "VAR_DIR"):
            raise CommandError("run_site is for your own computer. A deployment runs gunicorn: see docs/operations.md.")
        self.began = time.monotonic()
        refuse_taken_port(port)
        supervisor.raise_when_asked_to_stop()
        try:
            self.prepare(port)
            self.serve(port)
        except supervisor.StopAsked:
            leave_database()
            self.say("Stopped. Your edits are kept: start again with the same command.")
        except (supervisor.ChildDied, TimeoutError) as error:
            leave_database()
            raise CommandError(f"{error} Everything has been stopped.") from error

    def prepare(self, port: int) -> None:
        """Database, tables, demo content, accounts, static files. Quick when all is there."""
        with self.step("Starting the database"):
            connection.ensure_connection()
        self.migrate()
        if not apps.get_model("strategy", "HomePage")._default_manager.exists():
            self.say("Loading the demo content")
            call_command("load_demo", stdout=self.stdout)
        with self.step("Preparing accounts"):
            self.logins = make_demo_accounts(settings.VAR_DIR / "demo-logins.txt")
            Site.objects.filter(hostname__endswith="localhost").exclude(port=port).update(port=port)
        cache.clear()  # Wagtail keeps addresses in it, and the port may have changed
        if not settings.DEBUG:
            collect_static(self)

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            with tqdm(total=len(plan), desc="  Making the tables", unit="", file=sys.stdout, ncols=80) as bar:
                call_command(MigrateWithBar(bar), verbosity=0, interactive=False)

    def serve(self, port: int) -> None:
        """Start the site and its clock, wait until pages can be served, and stay until told to stop."""
        environment = {
            "PORT": str(port),
            "BIND": ",".join(loopback_addresses(port)),
            "GUNICORN_LOG_LEVEL": "warning",
        }
        if settings.DATABASES["default"]["ENGINE"] == "lis_site.embedded":
            # To the children it is a server like any other: they neither count as its users nor stop it.
            environment["DATABASE_URL"] = server.url(running_server())
        with supervisor.Supervisor(environment) as processes:
            with self.step("Starting the site and its clock"):
                if settings.DEBUG:
                    processes.start("site", [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}"])
                else:
                    processes.start("site", [sys.executable, "-m", "gunicorn", "lis_site.wsgi"])
                processes.start("clock", [sys.executable, "manage.py", "run_jobs"])
                processes.wait_until_ready(f"http://127.0.0.1:{port}/healthz/ready", seconds=60)
            self.stdout.write(welcome(self.logins, time.monotonic() - self.began))
            try:
                processes.watch()
            except supervisor.StopAsked:
                self.say("\nStopping the site")
                raise

    def say(self, text: str) -> None:
        self.stdout.write(f"  {text}")
        self.stdout.flush()

    @contextlib.contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Say what begins, and when it has taken more than a second, how long it took."""
        self.say(text)
        began = time.monotonic()
        yield
        if (seconds := time.monotonic() - began) > 1:
            self.say(f"  done in {seconds:.0f} s")


class MigrateWithBar(migrate.Command):
    """Django's `migrate`, which moves a progress bar."""

    def __init__(self, bar: "tqdm[Any]") -> None:
        super().__init__()
        self.bar = bar

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "apply_success":
            self.bar.update()


def leave_database() -> None:
    connection.close()
    leave_server()


def collect_static(command: Command) -> None:
    """Collect, unless nothing changed since the last time."""
    noted = Path(settings.VAR_DIR) / "static-fingerprint"
    fingerprint = sources_fingerprint()
    if noted.exists() and noted.read_text() == fingerprint and Path(settings.STATIC_ROOT).exists():
        return
    with command.step("Collecting stylesheets, scripts and pictures"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    noted.write_text(fingerprint)


def loopback_addresses(port: int) -> list[str]:
    """Where to listen so that `localhost` answers, whichever of its two addresses a browser tries first."""
    return [f"127.0.0.1:{port}"] + ([f"[::1]:{port}"] if _can_listen(socket.AF_INET6, "::1", 0) else [])


def refuse_taken_port(port: int) -> None:
    if not _can_listen(socket.AF_INET, "127.0.0.1", port):
        raise CommandError(
            f"Port {port} is in use or not allowed. Stop what uses it, or choose another: make run PORT=8001"
        )


def _can_listen(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # As gunicorn does: a port whose last owner has just gone is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError:
        return False
    return True


def welcome(logins: list[Login], seconds: float) -> str:
    """The addresses and the logins, to read and to copy from."""
    lines = [f"\nThe site is ready after {seconds:.0f} s. Ctrl-C stops it."]
    for site in [*Site.objects.order_by("-is_default_site", "hostname"), None]:
        if site:
            lines.append(f"\n{site.site_name or site.hostname}")
            lines.append(f"  {'Public site':<26}{site.root_url}/")
            lines.append(f"  {'For staff':<26}{site.root_url}/admin/   with one of these user names and passwords:")
        else:
            lines.append("\nEvery area")
        lines += [f"  {login.role:<26}{login.username:<32}{login.password}" for login in logins if login.site == site]
    return "\n".join(lines) + "\n"
