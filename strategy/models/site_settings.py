"""What an area calls itself, how it looks, how to reach it, and the acronyms that its pages write out."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import JSONObject
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Collection, Site, Workflow

from strategy.acronyms import Acronym
from strategy.marks import check_mark, mark_path
from strategy.models.choices import Mark, Palette

# The newest of an area: every page carries them all as far as this.
_MOST_NOTICES = 200


@register_setting(icon="site", order=100)
class AreaSettings(BaseSiteSetting):
    area_name = models.CharField(max_length=80, help_text="The place, such as Leeds City Region.")
    organisation = models.CharField(max_length=120, blank=True, help_text="Who publishes this site, in full.")
    organisation_short = models.CharField(
        max_length=30, blank=True, verbose_name="organisation, in short", help_text="Initials or a short form."
    )
    strapline = models.CharField(max_length=60, default="Industrial Strategy", help_text="Under the name of the place.")
    palette = models.CharField(
        max_length=20, choices=Palette.choices, default=Palette.WOOL, help_text="The colours of the whole site."
    )
    mark = models.CharField(
        max_length=20, choices=Mark.choices, default=Mark.WEAVE, help_text="The drawing beside the name of the place."
    )
    own_mark = models.ImageField(
        "a mark of your own",
        upload_to=mark_path,
        blank=True,
        validators=[check_mark],
        help_text="A square picture in place of the drawing: PNG, WebP or JPEG, 64 to 1,024 pixels wide, up to 200 KB.",
    )
    footer_text = models.TextField(blank=True, help_text="Who publishes the site, in a sentence or two.")
    contact_email = models.EmailField(
        blank=True,
        verbose_name="e-mail address for the public",
        help_text="On the contact page and where something goes wrong.",
    )
    contact_phone = models.CharField(
        max_length=30, blank=True, verbose_name="telephone for the public", help_text="With the area code."
    )
    contact_address = models.TextField(
        blank=True, verbose_name="postal address", help_text="One line for each part of the address."
    )
    status_holds = models.PositiveSmallIntegerField(
        default=365,
        validators=[MinValueValidator(1)],
        verbose_name="days for which a status holds",
        help_text="An ambition's status that nobody has updated for longer turns grey, and says so.",
    )
    collection = models.OneToOneField(
        Collection,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="Where the images and documents of the area live.",
    )
    # The two ways in which a page of the area may come to be approved: strategy/review/approval.py.
    approval = models.ForeignKey(
        Workflow, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    board_approval = models.ForeignKey(
        Workflow, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("area_name"),
                FieldPanel("strapline"),
                FieldPanel("organisation"),
                FieldPanel("organisation_short"),
            ],
            heading="Names",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("palette"), FieldPanel("mark")]), FieldPanel("own_mark")], heading="Look"
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_address"),
                FieldPanel("footer_text"),
            ],
            heading="Contact and footer",
        ),
        FieldPanel("status_holds"),
    ]

    class Meta:
        verbose_name = "area settings"

    def __str__(self) -> str:
        return self.area_name

    @classmethod
    def for_site(cls, site: Site) -> AreaSettings:
        """The row with the acronyms and notices of the area, which so cost no query; made where there is none.

        One query, put together once: that takes ten times as long as asking it, and every page asks.
        """
        sql, params = cls._with_what_pages_show()
        found: Any = next(iter(cls.objects.raw(sql, [*params, site.pk])), None)
        if found is None:
            return cls.plainly_of(site)
        found.acronym_rows = [json.loads(row) for row in found.acronym_rows]
        found.notice_rows = [json.loads(row) for row in found.notice_rows]
        area: AreaSettings = found
        return area

    @classmethod
    @cache
    def _with_what_pages_show(cls) -> tuple[str, tuple[Any, ...]]:
        """The statement for one site, and what it is given before that site's key."""
        from strategy.models.glossary import GlossaryTerm
        from strategy.models.page_notice import PageNotice

        terms = GlossaryTerm.objects.filter(site=models.OuterRef("site"), is_written_out=True).exclude(acronym="")
        row = JSONObject(letters="acronym", name="term", plural="plural")
        notices = PageNotice.objects.filter(site=models.OuterRef("site")).order_by("-on", "-pk")
        fields = {name: name for name in ("pk", "address", "kind", "on", "text", "before")}
        notice = JSONObject(**fields, page="page_id", earlier="earlier_id")
        rows = cls.objects.filter(site=0).annotate(
            acronym_rows=ArraySubquery(terms.order_by("pk").values(row=row)),
            notice_rows=ArraySubquery(notices.values(row=notice)[:_MOST_NOTICES]),
        )
        sql, params = rows.query.sql_with_params()
        return sql, params[:-1]

    def notices_on(self, page: Any, path: str) -> list[dict[str, Any]]:
        """Corrections and notices on `page` (or None), or on what else stands at `path`, the newest first.

        None for settings that came not by `for_request`.
        """
        key = page.pk if page else 0
        rows = [row for row in getattr(self, "notice_rows", []) if row["page"] == key or row["address"] == path]
        return [row | {"on": dt.date.fromisoformat(row["on"])} for row in rows]

    @classmethod
    def plainly_of(cls, site: Site) -> AreaSettings:
        """As `for_site`, without what only pages show."""
        found: AreaSettings = cls.objects.get_or_create(site=site)[0]
        return found

    @property
    def acronyms(self) -> list[Acronym]:
        """What the pages of the area write out. None for settings that came any other way than `for_request`."""
        return [Acronym(**row) for row in getattr(self, "acronym_rows", [])]
