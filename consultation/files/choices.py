"""What is known of a file."""

from django.db import models


class Safety(models.TextChoices):
    """Staff can fetch a file only when it is released."""

    QUARANTINED = "quarantined", "In quarantine"
    INFECTED = "infected", "Malware was found"
    RELEASED = "released", "Released"
