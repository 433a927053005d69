from datetime import timedelta

from django.apps import AppConfig

from strategy.clock import register_job


class LisSiteConfig(AppConfig):
    """The whole site: its management commands and what its clock does for all areas."""

    name = "lis_site"
    verbose_name = "Site"

    def ready(self) -> None:
        from lis_site.scheduled_pages import publish_scheduled

        register_job("scheduled pages", timedelta(minutes=1), publish_scheduled)
