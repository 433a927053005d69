"""What this room registers when the app is ready: what staff may do, and what the clock does."""

from datetime import timedelta

from consultation.participants import limits, links, policies, privacy, sending
from strategy.clock import register_job


def register() -> None:
    policies.register()
    register_job("mail", timedelta(seconds=5), sending.send_waiting)
    register_job("erasure", timedelta(days=1), privacy.erase_due)
    register_job("rate limits", timedelta(minutes=10), limits.forget_old_counts)
    register_job("dead links", timedelta(days=1), links.forget_dead_links)
