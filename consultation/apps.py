from datetime import timedelta

from django.apps import AppConfig

from strategy.clock import register_job


class ConsultationConfig(AppConfig):
    name = "consultation"
    verbose_name = "Consultation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consultation import schedule, taking_part
        from consultation.analysis import datasets as analysis_data
        from consultation.analysis import ready as analysis
        from consultation.datasets import DATASETS
        from consultation.events import datasets as event_data
        from consultation.events import finding
        from consultation.events.engagement import events_held, register_source
        from consultation.evidence import datasets as evidence_data
        from consultation.evidence import ready as evidence
        from consultation.feedback import datasets as feedback_data
        from consultation.feedback import ready as feedback
        from consultation.files import ready as files
        from consultation.formats import keeping as formats
        from consultation.formats.handling import erase_old
        from consultation.participants import ready as participants
        from consultation.participants.privacy import register_keeper
        from consultation.round_tables import datasets as round_table_data
        from consultation.round_tables import ready as round_tables
        from consultation.subscriptions import ready as subscriptions
        from consultation.suggestions import handling as suggestions
        from consultation.suggestions.keeping import KEEPER as SUGGESTIONS
        from consultation.surveys import datasets as survey_data
        from consultation.surveys import ready as surveys
        from strategy.findable import Kind, register_kind
        from strategy.open_data import Room, register_dataset

        for room, sets in (
            (Room("Consultations", 40), (*DATASETS, *feedback_data.DATASETS)),
            (Room("Surveys", 50), (*survey_data.DATASETS, *analysis_data.DATASETS)),
            (Room("Events", 60), (*event_data.DATASETS, *round_table_data.DATASETS)),
            (Room("Evidence", 70), evidence_data.DATASETS),
        ):
            for dataset in sets:
                register_dataset(dataset, room=room)
        participants.register()
        files.register()
        feedback.register()
        surveys.register()
        analysis.register()
        round_tables.register()
        evidence.register()
        subscriptions.register()
        schedule.register()
        taking_part.register()
        register_keeper(formats.KEEPER)
        register_job("other formats", timedelta(hours=1), erase_old)
        register_keeper(SUGGESTIONS)
        register_job("suggested corrections", timedelta(hours=1), suggestions.erase_old)
        register_kind(
            Kind("consultation", "Consultation", "Consultations", order=70), pages="consultation.ConsultationPage"
        )
        finding.register()
        register_source("Events", events_held)
