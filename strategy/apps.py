from datetime import timedelta

from django.apps import AppConfig

from strategy.clock import register_job


class StrategyConfig(AppConfig):
    name = "strategy"
    verbose_name = "Strategy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from strategy import datasets
        from strategy.areas import register_area_policies
        from strategy.datasets import documents
        from strategy.editions.press import make_editions
        from strategy.file_facts import read_unread_files
        from strategy.findable import Kind, register_kind
        from strategy.library import datasets as library_datasets
        from strategy.library.on_thread import LIBRARY
        from strategy.models.ambition_evidence import EVIDENCE
        from strategy.open_data import Room, register_dataset
        from strategy.thread import register_part
        from strategy.tracker import datasets as tracker_datasets
        from strategy.tracker.found import public_partnerships
        from strategy.wording import WORDING

        register_area_policies()
        for part in (WORDING, EVIDENCE, LIBRARY):
            register_part(part)
        for room, sets in (
            (Room("The strategy", 10), datasets.DATASETS),
            (Room("The tracker", 20), tracker_datasets.DATASETS),
            (Room("The library", 30), (*library_datasets.DATASETS, *documents.DATASETS)),
        ):
            for dataset in sets:
                register_dataset(dataset, room=room)
        register_job("editions", timedelta(minutes=1), make_editions)
        register_job("files", timedelta(minutes=1), read_unread_files)
        for key, one, many, order, model in (
            ("foundation", "Foundation", "Foundations", 10, "FoundationPage"),
            ("grand-challenge", "Grand Challenge", "Grand Challenges", 20, "GrandChallengePage"),
            ("priority", "Priority", "Priorities", 30, "PriorityPage"),
            ("ambition", "Ambition", "Ambitions", 40, "AmbitionPage"),
            ("health-priority", "Shared health priority", "Shared health priorities", 50, "SharedHealthPriorityPage"),
            ("sector", "Sector", "Sectors", 60, "SectorPage"),
            ("news", "News", "News", 100, "NewsPage"),
            ("publication", "Publication", "Publications", 110, "PublicationPage"),
            ("study", "Evidence report", "Evidence reports", 120, "EvidencePage"),
            ("board-paper", "Board paper", "Board papers", 130, "BoardPaperPage"),
            ("indicator", "Indicator", "Indicators", 140, "IndicatorPage"),
        ):
            register_kind(Kind(key, one, many, order), pages=f"strategy.{model}")
        register_kind(Kind("partnership", "Partnership", "Partnerships", order=90), records=public_partnerships)
