"""The short lists that events choose from."""

from django.db import models


class Kind(models.TextChoices):
    ROUND_TABLE = "round_table", "Round table"
    WORKSHOP = "workshop", "Workshop"
    DROP_IN = "drop_in", "Drop-in"
    ONLINE_SESSION = "online_session", "Online session"
    VISIT = "visit", "Visit to a school or youth group"
    BOARD_MEETING = "board_meeting", "Board meeting"
    OTHER = "other", "Other event"


class Mode(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    BOTH = "both", "In person and online"
    NOT_STATED = "not_stated", "Not stated"


class State(models.TextChoices):
    """Where an event stands in time. Computed, never stored."""

    COMING = "coming", "Coming"
    NOW = "now", "On now"
    PAST = "past", "Past"


class Standing(models.TextChoices):
    """What staff have decided about an event. Each change is logged with who, when and why."""

    AS_PLANNED = "as_planned", "As planned"
    MOVED = "moved", "Moved"
    POSTPONED = "postponed", "Postponed"
    CANCELLED = "cancelled", "Cancelled"


class Outcome(models.TextChoices):
    """Whether a past event is known to have happened. A plan is not yet an event held."""

    NOT_RECORDED = "not_recorded", "Not recorded"
    TOOK_PLACE = "took_place", "It took place"
    DID_NOT = "did_not", "It did not take place"


class Decision(models.TextChoices):
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Taken off the site"
    MOVED = "moved", "Moved"
    POSTPONED = "postponed", "Postponed"
    CANCELLED = "cancelled", "Cancelled"
    REINSTATED = "reinstated", "Going ahead again"


class OrganisationKind(models.TextChoices):
    """Who people came from, for counts of who was in the room."""

    BUSINESS = "business", "Business"
    BUSINESS_BODY = "business_body", "Business body"
    PUBLIC = "public", "Council or other public body"
    HEALTH = "health", "Health and care"
    EDUCATION = "education", "School, college or university"
    COMMUNITY = "community", "Charity or community group"
    RESIDENT = "resident", "Resident, for themselves"
    OTHER = "other", "Other"


class Unit(models.TextChoices):
    """Whom a stated total counts."""

    PEOPLE = "people", "people"
    BUSINESSES = "businesses", "local businesses"


class Qualifier(models.TextChoices):
    """How a document words a total that is not exact."""

    EXACT = "", "exactly"
    MORE_THAN = "more_than", "more than"
    OVER = "over", "over"
    ABOUT = "about", "about"
