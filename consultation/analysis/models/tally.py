"""Who picked what, kept as bits so that counting does not read a single answer."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """For every option a bit for each response, in one order. Made again when the responses are others than then.

    `of_count` and `of_sum` tell which submissions were counted. Nothing in it says more than the answers do.
    """

    survey = models.OneToOneField("consultation.Survey", on_delete=models.CASCADE, related_name="tally")
    of_count = models.PositiveIntegerField()
    of_sum = models.BigIntegerField()
    keys = models.JSONField()
    bits = models.BinaryField()
    order = models.BinaryField()
    made_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Tally of {self.of_count}"
