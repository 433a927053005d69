"""The pages a public body must have. Their required headings are fields, so that none can be forgotten."""

from typing import Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from strategy.findable import Words
from strategy.models.base import SitePage, WithBody
from strategy.models.choices import Compliance

_FEATURES = ["bold", "link", "ul", "ol", "h3"]


def _words(help_text: str, **kwargs: Any) -> RichTextField:
    return RichTextField(features=_FEATURES, help_text=help_text, **kwargs)


class AccessibilityStatementPage(SitePage):
    """The statement of the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations.

    Its parts follow the model statement of SI 2018/952; reviewed at least once a year.
    """

    scope = _words("Which websites the statement covers, and who runs them.")
    compliance = models.CharField(max_length=10, choices=Compliance.choices, help_text="Against WCAG 2.2, level AA.")
    how_accessible = _words("What people can do here, and what will not work for some of them.")
    feedback = _words("How to report a problem or ask for another format, and how soon you answer.")
    enforcement = _words("The body that enforces the regulations, and how to complain to it.")
    non_compliance = _words("What fails, which success criterion it fails, and when it will be mended.")
    disproportionate_burden = _words("What you have found too burdensome to mend, and why. Say so if there is nothing.")
    out_of_scope = _words("What the regulations leave out. Say so if there is nothing.")
    preparation = _words("How the site was tested.")
    tested_by = models.CharField(max_length=160, blank=True, help_text="Who tested it.")
    prepared_on = models.DateField(null=True, blank=True, help_text="The day the statement was first written.")
    reviewed_on = models.DateField(null=True, blank=True, help_text="The day it was last checked.")

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("scope"), FieldPanel("compliance"), FieldPanel("how_accessible")],
            heading="How accessible it is",
        ),
        MultiFieldPanel([FieldPanel("feedback"), FieldPanel("enforcement")], heading="Feedback and enforcement"),
        MultiFieldPanel(
            [FieldPanel("non_compliance"), FieldPanel("disproportionate_burden"), FieldPanel("out_of_scope")],
            heading="What is not accessible",
        ),
        MultiFieldPanel(
            [
                FieldPanel("preparation"),
                FieldPanel("tested_by"),
                FieldRowPanel([FieldPanel("prepared_on"), FieldPanel("reviewed_on")]),
            ],
            heading="How this statement was prepared",
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *SitePage.search_fields,
        *(
            Words(name)
            for name in (
                "scope",
                "how_accessible",
                "feedback",
                "enforcement",
                "non_compliance",
                "disproportionate_burden",
                "out_of_scope",
                "preparation",
                "tested_by",
            )
        ),
    ]
    parent_page_types: ClassVar[list[str]] = ["strategy.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = "accessibility statement"


class PrivacyPage(SitePage):
    """The privacy notice of the site as a whole; each survey and event adds its own."""

    controller = _words("Who is responsible for people's data, and how to reach its data protection officer.")
    what_we_collect = _words("Which data, from whom, and why.")
    lawful_basis = _words("The lawful basis: for a public body most often its public task.")
    how_long = _words("How long it is kept, and what happens then.")
    your_rights = _words("What people can ask for, and how to complain to the regulator.")

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        FieldPanel("controller"),
        FieldPanel("what_we_collect"),
        FieldPanel("lawful_basis"),
        FieldPanel("how_long"),
        FieldPanel("your_rights"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *SitePage.search_fields,
        *(Words(name) for name in ("controller", "what_we_collect", "lawful_basis", "how_long", "your_rights")),
    ]
    parent_page_types: ClassVar[list[str]] = ["strategy.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = "privacy notice"


class CookiesPage(WithBody, SitePage):
    """What the site stores on people's devices. The table of cookies is made from the settings in force."""

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["strategy.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = "cookies page"


class ContactPage(WithBody, SitePage):
    """How to reach the partnership. The address, telephone and e-mail come from the area's settings."""

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["strategy.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = "contact page"
