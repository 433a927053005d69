"""What staff recommend for some words, kept apart by area: a promotion belongs where its page is.

Wagtail's own promotions know no areas: one list of words for all of them.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.search.utils import normalise_query_string

from strategy.areas import pages_within


def promoted(site: Site, typed: str) -> list[SearchPromotion]:
    """What is recommended for exactly these words, in the editors' order: live pages of the area only. One query.

    A restricted page is left out, and so is a link to another site, which belongs to no area.
    """
    path = ExpressionWrapper(OuterRef("page__path"), output_field=CharField())
    around = PageViewRestriction.objects.alias(path=path).filter(path__startswith=F("page__path"))
    return list(
        SearchPromotion.objects.filter(
            ~Exists(around),
            query__query_string=normalise_query_string(typed),
            page__live=True,
            page__path__startswith=site.root_page.path,
        ).select_related("page")
    )


def promotions_of(user: Any) -> Any:
    """The promotions that somebody of the staff may see and change: of pages in their areas."""
    if user.is_superuser:
        return SearchPromotion.objects.all()
    return SearchPromotion.objects.filter(page__in=pages_within(Page.objects.all(), user).order_by().values("pk"))
