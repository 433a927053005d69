"""The short lists that calls for evidence choose from."""

from django.db import models


class State(models.TextChoices):
    """Where a call stands. Computed from its dates and from what people decided; never stored."""

    DRAFT = "draft", "Draft"
    COMING = "coming", "Coming"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    READING = "reading", "Evidence being read"
    OUTCOME = "outcome", "Outcome published"


class Standing(models.TextChoices):
    """What staff have decided, beside the dates. Each change is logged with who, when and why."""

    AS_DATED = "as_dated", "As its dates say"
    READING = "reading", "Evidence being read"
    OUTCOME = "outcome", "Outcome published"


class Decision(models.TextChoices):
    PUBLISHED = "published", "Published"
    EXTENDED = "extended", "Extended"
    CLOSED_EARLY = "closed_early", "Closed early"
    READING = "reading", "Reading begun"
    OUTCOME = "outcome", "Outcome published"


class SubmissionState(models.TextChoices):
    DRAFT = "draft", "Being written"
    SENT = "sent", "Sent"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Channel(models.TextChoices):
    ONLINE = "online", "Online"
    EMAIL = "email", "By e-mail"
    POST = "post", "By post"
    TELEPHONE = "telephone", "By telephone"


class Kind(models.TextChoices):
    DATA = "data", "Data or statistics"
    STUDY = "study", "Study, report or review"
    CASE = "case", "Case study or experience"
    OPINION = "opinion", "Opinion or position"
    OTHER = "other", "Something else"


class Publishing(models.TextChoices):
    """What the sender allows us to publish."""

    YES = "yes", "Yes, you may publish it"
    SUMMARY = "summary", "Only a summary in your words"
    NO = "no", "No"


class Rights(models.TextChoices):
    """Who holds the copyright of a file."""

    OWN = "own", "I do, or my organisation does"
    OPEN = "open", "Somebody else, who allows everybody to publish it (an open licence)"
    OTHER = "other", "Somebody else"
    UNKNOWN = "unknown", "I do not know"


class Use(models.TextChoices):
    """What became of a piece of evidence, as the public register says it."""

    RECEIVED = "received", "Received"
    REVIEW = "review", "Under review"
    USED = "used", "Used"
    NOT_USED = "not_used", "Not used"
    WITHDRAWN = "withdrawn", "Withdrawn by its sender"
