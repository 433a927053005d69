"""What somebody meets of the things that Wagtail keeps for all areas together: people, ways of approval, tags."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet
from taggit.models import Tag, TaggedItem
from wagtail.models import GroupSitePermission, Page, Task, Workflow, WorkflowTask
from wagtail.permissions import policy_registry

from strategy.areas import areas_of, pages_within
from strategy.models import AreaSettings, SiteDocument, SiteImage

_ANY = ["add", "change", "delete", "choose"]


def own_pages(user: Any) -> Any:
    """The pages in the trees of the user's areas, as Wagtail's queryset of pages."""
    return pages_within(Page.objects.all(), user)


def colleagues_of(user: Any) -> QuerySet[Any]:
    """The staff of the user's areas, and those who look after all areas."""
    people = get_user_model()._default_manager.order_by("username")
    if user.is_superuser:
        return people
    groups = GroupSitePermission.objects.filter(site__in=areas_of(user)).values("group")
    return people.filter(Q(is_superuser=True) | Q(pk__in=people.order_by().filter(groups__in=groups).values("pk")))


def own_groups(user: Any) -> QuerySet[Group]:
    """The groups of the user's areas, and those that are of no area."""
    groups = Group.objects.order_by("name")
    if user.is_superuser:
        return groups
    others = GroupSitePermission.objects.exclude(site__in=areas_of(user)).values("group")
    return groups.exclude(pk__in=others)


def own_workflows(user: Any) -> QuerySet[Workflow]:
    """The ways in which pages of the user's areas come to be approved."""
    workflows = Workflow.objects.order_by("name")
    if user.is_superuser:
        return workflows
    settings = AreaSettings.objects.filter(site__in=areas_of(user))
    return workflows.filter(
        Q(pk__in=settings.values("approval"))
        | Q(pk__in=settings.values("board_approval"))
        | Q(workflow_pages__page__in=own_pages(user).values("pk"))
    ).distinct()


def own_tasks(user: Any) -> QuerySet[Task]:
    tasks = Task.objects.order_by("name")
    if user.is_superuser:
        return tasks
    steps = WorkflowTask.objects.filter(workflow__in=own_workflows(user).order_by().values("pk"))
    return tasks.filter(pk__in=steps.values("task"))


def own_files(model: type[SiteImage | SiteDocument], user: Any) -> QuerySet[Any]:
    """The images or documents that the user may change or choose."""
    files: QuerySet[Any] = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, _ANY)
    return files


def own_tags(user: Any, *models: type[SiteImage | SiteDocument]) -> QuerySet[Tag]:
    """The tags of the user's images, documents or both, those used most first."""
    used = Q(pk__in=[])
    for model in models:
        kind = ContentType.objects.get_for_model(model)
        used |= Q(content_type=kind, object_id__in=own_files(model, user).order_by().values("pk"))
    tags = TaggedItem.objects.filter(used).values("tag")
    counted = Tag.objects.filter(pk__in=tags).annotate(item_count=Count("taggit_taggeditem_items"))
    return counted.order_by("-item_count", "name")
