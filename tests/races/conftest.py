"""Processes of their own, to be killed, without each importing the whole program: that takes two seconds a time."""

import multiprocessing
from multiprocessing.context import ForkServerContext
from urllib.parse import quote

import pytest
from django.db import connection


@pytest.fixture
def forks(transactional_db, monkeypatch) -> ForkServerContext:
    """Makes processes that are forked from one which knows the database of the tests and has no connection to it."""
    connection.ensure_connection()
    given = connection.connection.get_dsn_parameters()
    place = f"host={quote(given['host'], safe='')}&port={given['port']}"
    # Read as the first process is asked for. From then on the one that is forked lives as long as the tests.
    monkeypatch.setenv("DATABASE_URL", f"postgresql://{given['user']}@/{given['dbname']}?{place}")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.races.sending_process", "tests.races.answering_process"])
    return context
