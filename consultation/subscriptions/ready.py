"""What subscriptions register when the app is ready: personal data, and what the clock does."""

from datetime import timedelta

from consultation.participants.privacy import register_keeper
from consultation.subscriptions.keeping import KEEPER
from consultation.subscriptions.subscribing import forget_old, tell_news
from strategy.clock import register_job


def register() -> None:
    register_keeper(KEEPER)
    register_job("news of consultations", timedelta(minutes=1), tell_news)
    register_job("subscriptions", timedelta(days=1), forget_old)
