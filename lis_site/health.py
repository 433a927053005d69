"""What a load balancer or a container engine asks: is the process alive, and can it serve?"""

from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """200 while the process answers. Asks nothing of the database: restarting us would not mend that."""
    return _plain("live")


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served; otherwise 503 with the reason in plain text."""
    try:
        unapplied = _migrations_of_this_code() - set(MigrationRecorder(connection).applied_migrations())
    except Error:
        # The driver's own words may name hosts and users: they belong in the log, which Django's errors reach.
        return _plain("not ready: the database cannot be reached", status=503)
    if unapplied:
        return _plain(f"not ready: {len(unapplied)} migrations are not applied", status=503)
    return _plain("ready")


@cache
def _migrations_of_this_code() -> frozenset[tuple[str, str]]:
    """Read from the files once: a running process does not change its code."""
    on_disk = MigrationLoader(None).disk_migrations
    replaced = {old for migration in on_disk.values() for old in migration.replaces}
    return frozenset(on_disk.keys() - replaced)


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
