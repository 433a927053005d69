"""The short lists an editor chooses from. Each value names a class or a template of the same name."""

from django.db import models


class Dye(models.TextChoices):
    """A colour, by its dye of the wool trade. A palette gives it its shade; it is never the only sign of anything."""

    WELD = "weld", "Weld (yellow)"
    MADDER = "madder", "Madder (red)"
    INDIGO = "indigo", "Indigo (violet blue)"
    WOAD = "woad", "Woad (blue)"
    LICHEN = "lichen", "Lichen (green)"
    HEATHER = "heather", "Heather (purple)"
    PEAT = "peat", "Peat (brown)"


class Icon(models.TextChoices):
    """A drawn icon: `templates/components/icons/<value>.html`."""

    IDEAS = "ideas", "Light bulb"
    PEOPLE = "people", "People"
    INFRASTRUCTURE = "infrastructure", "Bridge"
    BUSINESS = "business", "Rising bars"
    PLACE = "place", "Map pin"
    AI = "ai", "Circuit"
    MOBILITY = "mobility", "Wheels"
    GROWTH = "growth", "Sprout"
    AGEING = "ageing", "Hourglass"
    HEART = "heart", "Heart"
    LEAF = "leaf", "Leaf"
    WORK = "work", "Briefcase"
    AGEING_WELL = "ageing-well", "Sun on the horizon"
    SHOP = "shop", "Shop front"
    COGS = "cogs", "Cogs"
    CROSS = "cross", "Medical cross"
    HILLS = "hills", "Hills"
    CAP = "cap", "Mortarboard"
    HOUSES = "houses", "Houses"
    THREAD = "thread", "Thread"


class Weight(models.TextChoices):
    """How strongly one part of the strategy serves another."""

    LEADS = "leads", "Leads"
    CONTRIBUTES = "contributes", "Contributes"


class Palette(models.TextChoices):
    """A set of shades for a whole area: `.palette-<value>` in tokens.css."""

    WOOL = "wool", "Wool (deep blue, natural dyes)"
    HOSIERY = "hosiery", "Hosiery (plum, bright dyes)"


class Mark(models.TextChoices):
    """The drawn mark in the masthead: `templates/components/marks/<value>.html`."""

    WEAVE = "weave", "Weave"
    KNIT = "knit", "Knit"


class Stage(models.TextChoices):
    """Where a strategy stands. Chosen by an editor and dated, never computed."""

    EVIDENCE = "evidence", "Evidence"
    DRAFT = "draft", "Draft"
    CONSULTATION = "consultation", "Consultation"
    AGREED = "agreed", "Agreed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class TrackedStage(models.TextChoices):
    """How far a strategy elsewhere in the country is, as its source puts it."""

    ANNOUNCED = "announced", "Announced"
    DEVELOPING = "developing", "Being developed"
    EVIDENCE = "evidence", "Gathering evidence"
    CONSULTATION = "consultation", "Consultation"
    AGREED = "agreed", "Agreed"
    PUBLISHED = "published", "Published"
    REPLACED = "replaced", "Replaced"
    NOT_STATED = "not_stated", "Not stated"


class LinkKind(models.TextChoices):
    """What a partnership has published about its strategy."""

    PROGRESS = "progress", "Progress statement"
    PROSPECTUS = "prospectus", "Prospectus"
    EVIDENCE = "evidence", "Evidence base"
    STRATEGY = "strategy", "Strategy"
    INFORMATION = "information", "Information"
    NEWS = "news", "News"
    VIDEO = "video", "Video"
    VIEW = "view", "Opinion"
    OTHER = "other", "Other"


class Progress(models.TextChoices):
    """The status of an ambition: how it is going."""

    UPCOMING = "upcoming", "Upcoming"
    ON_TRACK = "on_track", "On track"
    SOME_DELAY = "some_delay", "Some delay"
    PAUSED = "paused", "Paused"
    COMPLETE = "complete", "Complete"


class Stance(models.TextChoices):
    """What the region does about a Grand Challenge."""

    LEADS = "leads", "Leads"
    CONTRIBUTES = "contributes", "Contributes"
    NOT_STATED = "not_stated", "Not stated"


class Compliance(models.TextChoices):
    """The three results that the model accessibility statement knows (WCAG 2.2 AA)."""

    FULL = "full", "Fully compliant"
    PARTIAL = "partial", "Partially compliant"
    NONE = "none", "Not compliant"
