from django.apps import AppConfig


class LisSiteConfig(AppConfig):
    """The whole site: its management commands and its checks."""

    name = "lis_site"
    verbose_name = "Site"
