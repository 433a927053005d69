"""The short lists that surveys choose from."""

from django.db import models


class State(models.TextChoices):
    """Where a survey stands. Computed from its dates and from what people decided; never stored."""

    DRAFT = "draft", "Draft"
    COMING = "coming", "Coming"
    OPEN = "open", "Open"
    PAUSED = "paused", "Paused"
    CLOSED = "closed", "Closed"
    ANALYSING = "analysing", "Answers being read"
    OUTCOME = "outcome", "Outcome published"


class Standing(models.TextChoices):
    """What staff have decided, beside the dates. Each change is logged with who, when and why."""

    AS_DATED = "as_dated", "As its dates say"
    PAUSED = "paused", "Paused"
    ANALYSING = "analysing", "Answers being read"
    OUTCOME = "outcome", "Outcome published"


class Decision(models.TextChoices):
    PUBLISHED = "published", "Published"
    CORRECTED = "corrected", "Wording corrected"
    NEW_VERSION = "new_version", "New version of the questions"
    DATED = "dated", "Dates changed before opening"
    EXTENDED = "extended", "Extended"
    CLOSED_EARLY = "closed_early", "Closed early"
    REOPENED = "reopened", "Opened again"
    PAUSED = "paused", "Paused"
    RESUMED = "resumed", "Resumed"
    ANALYSING = "analysing", "Reading of answers begun"
    OUTCOME = "outcome", "Outcome published"


class WhoMayAnswer(models.TextChoices):
    ANYONE = "anyone", "Anyone"
    INVITED = "invited", "Only people who are invited"


class ResponseState(models.TextChoices):
    DRAFT = "draft", "Being written"
    SUBMITTED = "submitted", "Sent"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Channel(models.TextChoices):
    ONLINE = "online", "Online"
    PAPER = "paper", "On paper"
    TELEPHONE = "telephone", "By telephone"
    IN_PERSON = "in_person", "In person"
    EMAIL = "email", "By e-mail"


class Publishing(models.TextChoices):
    """What somebody allows us to publish of their words."""

    NO = "no", "Do not publish my words"
    ANONYMOUS = "anonymous", "Publish them without my name"
    NAMED = "named", "Publish them with the name of my organisation"
