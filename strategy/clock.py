"""The register of what the clock does: jobs that other apps add in `apps.ready()` and that run_jobs runs.

A job is given the time, may be run twice without harm, and says in a few words what it did.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Job:
    """`run(now)` returns what it did, for the log ("published 2 pages"), or None when there was nothing to do."""

    name: str
    every: timedelta
    run: Callable[[datetime], str | None]


_jobs: dict[str, Job] = {}


def register_job(name: str, every: timedelta, run: Callable[[datetime], str | None]) -> None:
    """Have `run` called about every `every`, and once when the clock starts. A second job of the name is a mistake."""
    if name in _jobs and _jobs[name].run is not run:
        raise ValueError(f"There are two jobs called {name!r}.")
    _jobs[name] = Job(name, every, run)


def registered_jobs() -> tuple[Job, ...]:
    """Every job, in the order of registration."""
    return tuple(_jobs.values())
