"""The short lists that are the same wherever people's data is asked for."""

from django.db import models


class LawfulBasis(models.TextChoices):
    """Article 6(1) of the UK GDPR, in plain words."""

    PUBLIC_TASK = "public_task", "Public task: it is part of our public duties"
    CONSENT = "consent", "Consent: people agree to it"
    LEGITIMATE_INTERESTS = "legitimate_interests", "Legitimate interests"
    LEGAL_OBLIGATION = "legal_obligation", "Legal obligation: the law asks us to"
