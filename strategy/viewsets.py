"""The records of an area in the admin. Staff see and choose only those of their own areas."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import (
    CopyView,
    CreateView,
    DeleteView,
    EditView,
    HistoryView,
    InspectView,
    SnippetViewSet,
    SnippetViewSetGroup,
    UsageView,
)

from strategy.models import AmbitionStatus, District, GlossaryTerm, KeyFigure, PageNotice

_ANY = ["add", "change", "delete", "view"]


def _own(model: type[models.Model], user: Any) -> models.QuerySet[Any]:
    return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, _ANY)


def own_or_404(model: type[models.Model], user: Any, action: str, pk: int) -> Any:
    """The row, if `user` may do `action` with it."""
    found = get_object_or_404(model, pk=pk)
    if not policy_registry.get_by_type(model).user_has_permission_for_instance(user, action, found):
        raise Http404
    return found


class _OwnObject:
    """For the views that would find any row by its number: a row of another area is not there (404)."""

    model: type[models.Model]
    request: Any
    _looked_at: Any = None

    def get_object(self, *args: Any) -> Any:
        if self._looked_at is not None:  # Wagtail asks twice for the one row that a page shows
            return self._looked_at
        found = super().get_object(*args)  # type: ignore[misc]
        policy = policy_registry.get_by_type(self.model)
        if not policy.user_has_any_permission_for_instance(self.request.user, _ANY, found):
            raise Http404
        if self.request.method == "GET":
            self._looked_at = found
        return found


class AreaCreate(CreateView):
    def get_success_buttons(self) -> list[Any]:
        """The way back into the form, for who may change what was saved."""
        policy = policy_registry.get_by_type(self.model)
        may_change = policy.user_has_permission_for_instance(self.request.user, "change", self.object)
        return super().get_success_buttons() if may_change else []


class AreaEdit(_OwnObject, EditView):
    pass


class AreaInspect(_OwnObject, InspectView):
    pass


class AreaDelete(_OwnObject, DeleteView):
    pass


class AreaCopy(_OwnObject, CopyView):
    pass


class AreaHistory(_OwnObject, HistoryView):
    pass


class AreaUsage(_OwnObject, UsageView):
    pass


class _OwnChoices:
    model_class: type[models.Model]
    request: Any

    def get_object_list(self) -> Any:
        return _own(self.model_class, self.request.user)

    def get_object(self, pk: Any) -> Any:
        return _own(self.model_class, self.request.user).get(pk=pk)

    def get_objects(self, pks: Any) -> Any:
        return _own(self.model_class, self.request.user).filter(pk__in=pks)


class AreaChoose(_OwnChoices, ChooseView):
    pass


class AreaChooseResults(_OwnChoices, ChooseResultsView):
    pass


class AreaChosen(_OwnChoices, SnippetChosenView):
    pass


class AreaChosenMultiple(_OwnChoices, SnippetChosenMultipleView):
    pass


class AreaChooserViewSet(SnippetChooserViewSet):
    choose_view_class = AreaChoose
    choose_results_view_class = AreaChooseResults
    chosen_view_class = AreaChosen
    chosen_multiple_view_class = AreaChosenMultiple


class AreaRecordViewSet(SnippetViewSet):
    """A record with a `site` column, whose permission policy is by Site."""

    chooser_viewset_class = AreaChooserViewSet
    add_view_class = AreaCreate
    edit_view_class = AreaEdit
    delete_view_class = AreaDelete
    copy_view_class = AreaCopy
    history_view_class = AreaHistory
    usage_view_class = AreaUsage

    def get_queryset(self, request: Any) -> models.QuerySet[Any]:
        """With their areas, which lists name: a query for each row otherwise."""
        return _own(self.model, request.user).select_related("site")


class KeyFigureViewSet(AreaRecordViewSet):
    model = KeyFigure
    icon = "order"
    menu_label = "Key figures"
    list_display = ("value", "measures", "source")
    search_fields = ("value", "measures", "source")
    copy_view_enabled = True


class DistrictViewSet(AreaRecordViewSet):
    model = District
    icon = "site"
    menu_label = "Districts"
    list_display = ("name",)


class GlossaryTermViewSet(AreaRecordViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Glossary"
    list_display = ("term", "acronym", "meaning", "site")
    list_filter = ("is_written_out",)
    search_fields = ("acronym", "term", "meaning")


class AmbitionStatusViewSet(AreaRecordViewSet):
    """Add and read. Nobody changes an entry: what is so now is a new one."""

    model = AmbitionStatus
    icon = "history"
    menu_label = "Status of ambitions"
    list_display = ("ambition", "status", "on", "owner")
    list_filter = ("status",)


class PageNoticeViewSet(AreaRecordViewSet):
    """Add and read. A notice is taken away when it is over; what was corrected stays said."""

    model = PageNotice
    icon = "warning"
    menu_label = "Corrections and notices"
    list_display = (Column("about", label="About"), "kind", "on", "text")
    list_filter = ("kind",)


class StrategyRecords(SnippetViewSetGroup):
    items = (KeyFigureViewSet, GlossaryTermViewSet, AmbitionStatusViewSet, DistrictViewSet, PageNoticeViewSet)
    menu_label = "Strategy records"
    menu_icon = "list-ul"
    menu_order = 250
