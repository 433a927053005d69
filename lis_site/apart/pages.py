"""The page explorer, and the windows in which a page or a link is chosen."""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.admin.filters import MultipleUserFilter, WagtailFilterSet
from wagtail.admin.views import chooser
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.admin.views.pages.listing import (
    EditedByFilter,
    ExplorableIndexView,
    GenericPageFilterSet,
    PageFilterSet,
    SiteFilter,
)
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.views.pages.workflow import PreviewRevisionForTaskView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Site

from lis_site.apart.own import colleagues_of, own_groups, own_pages, own_tasks
from strategy.areas import areas_of
from strategy.one_area import is_number


def _colleagues(request: Any) -> Any:
    return colleagues_of(request.user)


class _OwnFilters(WagtailFilterSet):
    """Choices among the people and the sites of one's own areas."""

    owner = MultipleUserFilter(label="Owner", queryset=_colleagues, widget=CheckboxSelectMultiple)
    edited_by = EditedByFilter(label="Edited by", queryset=_colleagues, widget=CheckboxSelectMultiple)
    site = SiteFilter(label="Site", queryset=lambda request: areas_of(request.user), widget=CheckboxSelectMultiple)


class OwnPageFilterSet(_OwnFilters, PageFilterSet):
    class Meta(PageFilterSet.Meta):
        pass


class OwnGenericPageFilterSet(_OwnFilters, GenericPageFilterSet):
    class Meta(GenericPageFilterSet.Meta):
        pass


class OwnExplorer(ExplorableIndexView):
    base_filterset_class = OwnGenericPageFilterSet


class OwnPagesOfType(ContentTypeUseView):
    base_filterset_class = OwnPageFilterSet


class OwnPreviewForTask(PreviewRevisionForTaskView):
    """Says no name of a step that is another area's."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        get_object_or_404(own_tasks(request.user), pk=kwargs["task_id"])
        super().setup(request, *args, **kwargs)


class OwnPrivacy(SetPrivacyView):
    """A page can be for groups of its own area."""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if "groups" in form.fields:
            form.fields["groups"].queryset = own_groups(self.request.user)
        return form


class OwnPageViewSet(PageViewSet):
    index_view_class = OwnExplorer
    workflow_preview_view_class = OwnPreviewForTask
    set_privacy_view_class = OwnPrivacy
    content_type_use_view_class = OwnPagesOfType
    filterset_class = OwnGenericPageFilterSet


page_viewset = OwnPageViewSet()


class OwnBrowse(chooser.BrowseView):
    """Begins at the page above all of a kind in one's own areas, where Wagtail looks through every area."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        if not all(is_number(one) for one in request.GET.getlist("target_pages[]") if one):
            raise Http404
        kinds = request.GET.get("page_type")
        if parent_page_id is None and kinds:
            try:
                models = chooser.page_models_from_string(kinds)
            except (ValueError, LookupError) as error:
                raise Http404 from error
            parent_page_id = own_pages(request.user).type(*models).first_common_ancestor().pk
        return super().get(request, parent_page_id)


class OwnChosenMultiple(chooser.ChosenMultipleView):
    def get(self, request: HttpRequest) -> HttpResponse:
        allowed = own_pages(request.user).filter(pk__in=request.GET.getlist("id")).values_list("pk", flat=True)
        asked = request.GET.copy()
        asked.setlist("id", [str(number) for number in allowed])
        vars(request)["GET"] = asked  # of which Wagtail asks no rights
        return super().get(request)


class OwnExternalLink(chooser.ExternalLinkView):
    """Turns the address of a page of one's own areas into a link to that page, and no other."""

    def post(self, request: HttpRequest) -> HttpResponse:
        own = set(areas_of(request.user).values_list("pk", flat=True))
        paths = [path for path in Site.get_site_root_paths() if path.site_id in own]
        vars(request)["_wagtail_cached_site_root_paths"] = paths  # where Wagtail keeps what it asks here
        return super().post(request)
