"""How often somebody did something, without knowing who."""

from django.db import models


class RateSalt(models.Model):
    """The secret of one day. When it is deleted, nobody can tell whose the buckets of that day were."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField()

    def __str__(self) -> str:
        return f"Salt of {self.day}"


class RateBucket(models.Model):
    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "Bucket"
