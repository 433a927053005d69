"""What analysis registers when the app is ready: its jobs, its part of the thread, and what goes when words go."""

from __future__ import annotations

import datetime as dt

from consultation.analysis.exporting import make_exports
from consultation.analysis.forgetting import forget_words
from consultation.analysis.on_thread import WHAT_PEOPLE_SAID
from consultation.analysis.tallies import count_what_changed
from consultation.analysis.telling import tell
from consultation.surveys.emptied import when_emptied
from strategy.clock import register_job
from strategy.thread import register_part


def register() -> None:
    register_job("tallies", dt.timedelta(minutes=1), count_what_changed)
    register_job("exports", dt.timedelta(seconds=20), make_exports)
    register_job("what was done", dt.timedelta(minutes=5), tell)
    when_emptied(forget_words)
    register_part(WHAT_PEOPLE_SAID)
