"""Which area a page, a record and a member of staff belong to. An area is a Wagtail Site.

Pages belong by tree, images and documents by collection, records by their `site` column, and staff by what
their groups may do. Nobody but a superuser belongs to every area.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.http.request import split_domain_port
from wagtail.models import GroupSitePermission, Page, Site
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permission_policies.sites import SitePermissionPolicy
from wagtail.permissions import register_permission_policy

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import HttpRequest

_SITES = "SELECT * FROM wagtailcore_site WHERE hostname = %s OR is_default_site"
_AREA_RECORDS: list[type[models.Model]] = []


def area_record[Model: models.Model](model: type[Model]) -> type[Model]:
    """Class decorator: staff reach rows of `model` only in the areas where their groups have rights."""
    _AREA_RECORDS.append(model)
    return model


def is_area_record(model: type[models.Model]) -> bool:
    return model in _AREA_RECORDS


def register_area_policies() -> None:
    """Tell Wagtail, once, that rights on area records are given per Site. Called when the app is ready."""
    for model in _AREA_RECORDS:
        register_permission_policy(model, SitePermissionPolicy(model), exact_class=True)


def area_asked_for(request: HttpRequest) -> Site | None:
    """As `Site.find_for_request`, for what is sent rather than shown: without the root page, at a tenth of its cost.

    One query; Wagtail's own besides where neither host and port nor the lack of a choice decide. Whoever asks Wagtail
    for the site of this request later is given this one.
    """
    host, _port = split_domain_port(request.get_host())
    sites = list(Site.objects.raw(_SITES, [host]))
    fitting = [site for site in sites if site.hostname == host and str(site.port) == request.get_port()]
    if len(fitting) == 1 or len(sites) == 1:
        vars(request)["_wagtail_site"] = (fitting or sites)[0]  # where Wagtail says that it keeps it
    return Site.find_for_request(request)


def area_of_page(page: Page) -> Site | None:
    """The site whose root is `page` or its nearest ancestor; None for a page outside every site. One query."""
    roots = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
    return Site.objects.filter(root_page__path__in=roots).order_by("-root_page__depth").first()


def area_of_collection(collection: Any) -> Site | None:
    """The site whose images and documents live in `collection` or above it; None for what all share. One query."""
    tops = [collection.path[:end] for end in range(collection.steplen, len(collection.path) + 1, collection.steplen)]
    settings = apps.get_model("strategy", "AreaSettings").objects.filter(collection__path__in=tops)
    found = settings.order_by("-collection__depth").select_related("site").first()
    return found.site if found else None


def areas_of(user: User | Any) -> models.QuerySet[Site]:
    """The sites in whose tree the user's groups hold any page right; all of them for a superuser. One query."""
    if not user.is_active:
        return Site.objects.none()
    if user.is_superuser:
        return Site.objects.all()
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    root = models.ExpressionWrapper(models.OuterRef("root_page__path"), output_field=models.CharField())
    by_page = GroupPagePermission.objects.filter(group__user=user).annotate(root=root)
    by_page = by_page.filter(root__startswith=models.F("page__path"))
    by_site = GroupSitePermission.objects.filter(group__user=user, site=models.OuterRef("pk"))
    return Site.objects.filter(models.Exists(by_page) | models.Exists(by_site))


def has_an_area(user: User | Any) -> bool:
    """Whether `areas_of` holds any. Answered from what Wagtail's menu has asked about a user, without another query."""
    if not user.is_active or user.is_superuser:
        return bool(user.is_superuser and user.is_active)
    if _AREA_RECORDS and SitePermissionPolicy(_AREA_RECORDS[0]).get_cached_permissions_for_user(user):
        return True
    held = [right.page.url_path for right in PagePermissionPolicy().get_cached_permissions_for_user(user)]
    return any(area.root_path.startswith(path) for area in Site.get_site_root_paths() for path in held)


def pages_within(pages: Any, user: User | Any) -> Any:
    """Narrow a page queryset to the trees of the user's areas, for choosers and searches."""
    if user.is_superuser:
        return pages
    within = models.Q(pk__in=[])
    for path in areas_of(user).values_list("root_page__path", flat=True):
        within |= models.Q(path__startswith=path)
    return pages.filter(within)


def reaches_pages(user: User | Any, numbers: list[int]) -> bool:
    """Whether each of these pages is in the tree of one of the user's areas, or is the root of all trees. One query."""
    if user.is_superuser and user.is_active:
        return True
    page = models.ExpressionWrapper(models.OuterRef("path"), output_field=models.CharField())
    own = areas_of(user).annotate(page=page).filter(page__startswith=models.F("root_page__path"))
    return not Page.objects.filter(pk__in=numbers, depth__gt=1).exclude(models.Exists(own)).exists()
