"""What every page of the site has: a summary, one-query routing, and a date until which it is fresh."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.cache import patch_cache_control
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageViewRestriction, Site
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

from strategy.acronyms import write_out_in_main
from strategy.blocks import BodyBlock
from strategy.findable import LEADING, Words
from strategy.forms import SitePageCopyForm, SitePageForm
from strategy.freshness import changes_at, seconds_fresh
from strategy.panels import ReviewsPanel
from strategy.restrictions import is_restricted
from strategy.rich_text import links_fetched_together
from strategy.surroundings import Surroundings

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class SitePage(Page):
    """A page of the public site: title, one-sentence summary, and the way to it in few queries."""

    summary = models.CharField(
        max_length=250,
        blank=True,
        help_text="One plain sentence. It stands under the title, and on the card that leads here.",
    )

    looked_after_by = models.CharField(
        max_length=120,
        blank=True,
        help_text="Whom to ask about this page: a role that outlives its holder, such as climate lead. Not published.",
    )
    review_on = models.DateField(
        null=True,
        blank=True,
        verbose_name="check again on",
        help_text="The day by which somebody should read the page again. From then on it stands on the dashboard.",
    )

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("summary")]
    settings_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("looked_after_by"), FieldPanel("review_on")], heading="Looking after this page"),
        ReviewsPanel(heading="Reviews by link"),
        *Page.settings_panels,
    ]

    base_form_class = SitePageForm
    copy_form_class = SitePageCopyForm

    # Whether the page shows its children by itself, so that they need no other link.
    lists_children = False

    search_fields: ClassVar[list[Any]] = [*Page.search_fields, Words("summary", boost=LEADING)]

    # Whether the text of the page gets the acronyms of the glossary written out, each where it first uses it.
    writes_out_acronyms = True
    # Set on an instance by `route`, when it has seen that nothing on the way to the page is restricted.
    is_known_unrestricted = False

    class Meta:
        abstract = True

    @property
    def title_in_lists(self) -> str:
        """What it is called among pages of all kinds."""
        return self.title

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the live page at any depth below in two queries, where Wagtail spends two a segment; else 404."""
        if any("\x00" in part for part in path_components):  # PostgreSQL refuses even the question
            raise Http404
        below = "".join(f"{part}/" for part in path_components)
        surroundings = Surroundings.of(self, self.url_path + below)
        if surroundings.page is None:
            raise Http404
        request.surroundings = surroundings  # type: ignore[attr-defined]
        page = surroundings.page.specific if path_components else self
        page.is_known_unrestricted = not surroundings.restricted
        return RouteResult(page)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        if self.is_known_unrestricted:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        response.add_post_render_callback(partial(self._write_out_acronyms, request))
        with links_fetched_together(self, request):
            response.render()
        now = timezone.now()
        changes_at(request, self.fresh_until(now))
        patch_cache_control(response, public=True, max_age=seconds_fresh(request, now))
        return response

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        response = super().serve_preview(request, mode_name)
        response.add_post_render_callback(partial(self._write_out_acronyms, request))
        with links_fetched_together(self, request):
            return response.render()

    def _write_out_acronyms(self, request: HttpRequest, response: HttpResponse) -> None:
        """No query: the template has asked for the area's settings, which bring the acronyms."""
        from strategy.models.site_settings import AreaSettings

        if self.writes_out_acronyms and Site.find_for_request(request) is not None:
            response.content = write_out_in_main(response.text, AreaSettings.for_request(request).acronyms)

    def fresh_until(self, now: dt.datetime) -> dt.datetime | None:
        """The next moment at which the clock, and no editor, changes this page; None if no clock does."""
        return None


class WithBody(SitePage):
    """A page with a body of blocks."""

    body = StreamField(BodyBlock(), blank=True, help_text="Text, figures, tables, pictures and links, in any order.")

    search_fields: ClassVar[list[Any]] = [*SitePage.search_fields, Words("body", most=100_000)]

    class Meta:
        abstract = True


class StrategyPartQuerySet(PageQuerySet):
    def in_use(self) -> Self:
        """Live, open to everybody, and not retired."""
        return self.live().filter(~is_restricted(), retired_on__isnull=True)

    def of(self, page: Page) -> Self:
        """In use below `page`: its home page, its strategy, or the index above them."""
        return self.descendant_of(page).in_use()

    def open_to_all(self) -> Self:
        """Without those that stand at or below a page which not everybody may read. No query of its own."""
        above = PageViewRestriction.objects.annotate(
            asked=models.ExpressionWrapper(models.OuterRef("path"), output_field=models.CharField())
        )
        return self.exclude(models.Exists(above.filter(asked__startswith=models.F("page__path"))))


class StrategyPart(SitePage):
    """One of a set that makes up the strategy. It can be retired: the page stays with a notice, lists lose it."""

    short_title = models.CharField(
        max_length=30,
        blank=True,
        help_text="For narrow columns. Leave empty to use the title; change it too when you rename the page.",
    )
    retired_on = models.DateField(
        null=True,
        blank=True,
        verbose_name="retired on",
        help_text="Fill this in to retire the page. It keeps its address and says that it is no longer part of "
        "the strategy. Menus, the matrix and the one-page strategy leave it out.",
    )
    retired_because = models.CharField(
        max_length=250, blank=True, verbose_name="why it was retired", help_text="One sentence for the public."
    )

    objects: ClassVar[Any] = PageManager.from_queryset(StrategyPartQuerySet)()

    retirement_panel: ClassVar[MultiFieldPanel] = MultiFieldPanel(
        [
            HelpPanel("Retire a page when it is no longer part of the strategy. Deleting it would break links to it."),
            FieldPanel("retired_on"),
            FieldPanel("retired_because"),
        ],
        heading="Retire this page",
        classname="collapsed",
    )
    settings_panels: ClassVar[list[Any]] = [*SitePage.settings_panels, retirement_panel]

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The short title where there is one."""
        return self.short_title or self.title

    @property
    def is_retired(self) -> bool:
        return self.retired_on is not None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"neighbours": self.neighbours()}

    def neighbours(self) -> Neighbours:
        """The pages of the same set that are in use, in the editors' order. One query; none for an unsaved page."""
        if self.pk is None:
            return Neighbours(self, [])
        return Neighbours(self, list(type(self)._default_manager.sibling_of(self).in_use()))


class Neighbours:
    """A page among the others of its set. `previous` and `next` are None at the ends, and for a page not in use."""

    def __init__(self, page: Page, pages: list[Any]) -> None:
        self.page = page
        self.pages = pages
        at = next((index for index, other in enumerate(pages) if other.pk == page.pk), None)
        self.previous = pages[at - 1] if at else None
        self.next = pages[at + 1] if at is not None and at + 1 < len(pages) else None
