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
        from strategy.findable import Kind, register_kind
        from strategy.models.ambition_evidence import EVIDENCE
        from strategy.thread import register_part
        from strategy.wording import WORDING

        register_area_policies()
        register_part(WORDING)
        register_part(EVIDENCE)
        register_job("editions", timedelta(minutes=1), make_editions)
        for key, one, many, order, model in (
            ("foundation", "Foundation", "Foundations", 10, "FoundationPage"),
            ("grand-challenge", "Grand Challenge", "Grand Challenges", 20, "GrandChallengePage"),
            ("priority", "Priority", "Priorities", 30, "PriorityPage"),
            ("ambition", "Ambition", "Ambitions", 40, "AmbitionPage"),
            ("health-priority", "Shared health priority", "Shared health priorities", 50, "SharedHealthPriorityPage"),
            ("sector", "Sector", "Sectors", 60, "SectorPage"),
        ):
            register_kind(Kind(key, one, many, order), pages=f"strategy.{model}")
