from datetime import timedelta

from django.apps import AppConfig

from strategy.clock import register_job
from strategy.findable import register_kind


class LisSiteConfig(AppConfig):
    """The whole site: its management commands and what its clock does for all areas."""

    name = "lis_site"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Site"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from lis_site.notices import queue_notices
        from lis_site.open_data.findable import DATA, findable_data
        from lis_site.scheduled_pages import publish_scheduled
        from lis_site.search import entries, misses, near_words

        queue_notices()
        register_kind(DATA, records=findable_data)
        register_job("scheduled pages", timedelta(minutes=1), publish_scheduled)
        page_published.connect(entries.index_published_page)
        register_job("search index", timedelta(minutes=1), entries.catch_up)
        register_job("search words", timedelta(minutes=5), near_words.refresh)
        register_job("search index, in full", timedelta(days=1), entries.rebuild)
        register_job("searches without result", timedelta(days=1), misses.forget)
