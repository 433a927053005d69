from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "consultation"
    verbose_name = "Consultation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consultation.schedule import opening_and_closing
        from strategy.schedule import register_dates

        register_dates("consultations", opening_and_closing)
