from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "consultation"
    verbose_name = "Consultation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from strategy.findable import Kind, register_kind

        register_kind(
            Kind("consultation", "Consultation", "Consultations", order=70), pages="consultation.ConsultationPage"
        )
