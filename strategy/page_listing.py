"""The list of pages in the admin, whose filters offer the areas and the people of the person at the desk only."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.views.pages.listing import EditedByFilter, GenericPageFilterSet, SiteFilter
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, PageLogEntry

from strategy.areas import areas_of, pages_within


def _owners(request: Any) -> QuerySet[Any]:
    pages = pages_within(Page.objects.order_by(), request.user)
    return get_user_model().objects.filter(pk__in=pages.values("owner"))


def _writers(request: Any) -> QuerySet[Any]:
    pages = pages_within(Page.objects.order_by(), request.user)
    edits = PageLogEntry.objects.order_by().filter(action="wagtail.edit", page__in=pages.values("pk"))
    return get_user_model().objects.filter(pk__in=edits.values("user"))


class OwnPagesFilterSet(GenericPageFilterSet):
    site = SiteFilter(label="Area", queryset=lambda request: areas_of(request.user), widget=CheckboxSelectMultiple)
    owner = MultipleUserFilter(label="Owner", queryset=_owners, widget=CheckboxSelectMultiple)
    edited_by = EditedByFilter(label="Edited by", queryset=_writers, widget=CheckboxSelectMultiple)


class OwnPagesViewSet(PageViewSet):
    """For every kind of page: Wagtail's, but for the filters."""

    model = Page
    filterset_class = OwnPagesFilterSet
