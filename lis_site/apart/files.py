"""Images, documents and their tags."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from wagtail.admin.views.tags import TAGS_AUTOCOMPLETE_LIMIT
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.views import documents
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views import images
from wagtail.images.views.chooser import ImageChooserViewSet, ImageChooseView

from lis_site.apart.own import own_files, own_tags
from strategy.models import SiteDocument, SiteImage

_MOST_TAGS = 10  # as many as Wagtail offers


class OwnImagesAPI(ImagesAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return super().get_queryset().filter(pk__in=own_files(SiteImage, self.request.user).order_by().values("pk"))


class OwnDocumentsAPI(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return super().get_queryset().filter(pk__in=own_files(SiteDocument, self.request.user).order_by().values("pk"))


def replace_endpoints(router: Any) -> None:
    """Hook: in the place of Wagtail's own, which give every file to all staff."""
    router.register_endpoint("images", OwnImagesAPI)
    router.register_endpoint("documents", OwnDocumentsAPI)


def autocomplete(request: HttpRequest) -> HttpResponse:
    """As Wagtail's, but never a tag that only another area has used."""
    term = request.GET.get("term", "").replace("\x00", "")
    tags = own_tags(request.user, SiteImage, SiteDocument).filter(name__istartswith=term).order_by("name")
    names = tags.values_list("name", flat=True)[:TAGS_AUTOCOMPLETE_LIMIT]
    return JsonResponse(list(names) if term else [], safe=False)


class _OwnTags:
    filters: Any
    _meta: Any

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)  # type: ignore[call-arg]
        if "tag" in self.filters:
            tags = own_tags(request.user, self._meta.model)[:_MOST_TAGS]
            self.filters["tag"].extra["choices"] = [(tag.name, tag.name) for tag in tags]
            if not tags:
                del self.filters["tag"]


class OwnImagesFilterSet(_OwnTags, images.ImagesFilterSet):
    class Meta(images.ImagesFilterSet.Meta):
        pass


class OwnDocumentsFilterSet(_OwnTags, documents.DocumentsFilterSet):
    class Meta(documents.DocumentsFilterSet.Meta):
        pass


class OwnImages(images.IndexView):
    filterset_class = OwnImagesFilterSet


class OwnDocuments(documents.IndexView):
    filterset_class = OwnDocumentsFilterSet


class OwnImageChooseView(ImageChooseView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tags = own_tags(self.request.user, SiteImage)[:_MOST_TAGS]
        return super().get_context_data(**kwargs) | {"popular_tags": tags}


class OwnImageChooser(ImageChooserViewSet):
    choose_view_class = OwnImageChooseView


image_chooser = OwnImageChooser("wagtailimages_chooser", model=SiteImage, url_prefix="images/chooser")
