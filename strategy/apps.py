from datetime import timedelta

from django.apps import AppConfig

from strategy.clock import register_job


class StrategyConfig(AppConfig):
    name = "strategy"
    verbose_name = "Strategy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from strategy.areas import register_area_policies
        from strategy.editions.press import make_editions

        register_area_policies()
        register_job("editions", timedelta(minutes=1), make_editions)
