"""The roles of an area's staff, and the one function that makes their groups and their workflows.

Called by `start_site`, by `load_demo` and by the tests. It may run again at any time: it adds what is missing and
takes nothing away from a group, except what any group holds on the root of all areas.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from strategy.models import AreaSettings, BoardReview


class Role(models.TextChoices):
    EDITOR = "editor", "Editors"
    APPROVER = "approver", "Approvers"
    EVENTS_OFFICER = "events-officer", "Events officers"
    ANALYST = "analyst", "Analysts"
    DATA_PROTECTION_OFFICER = "data-protection-officer", "Data protection officers"
    ADMINISTRATOR = "administrator", "Administrators"


# Rights on the pages of the area's tree.
_PAGES: dict[Role, list[str]] = {
    Role.EDITOR: ["add_page", "change_page"],
    Role.APPROVER: ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
    Role.ADMINISTRATOR: ["add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"],
}

# Rights on the images and documents of the area's collection. Wagtail asks for those of its own models.
_FILES: dict[Role, list[str]] = {
    role: [name for verb in verbs for name in (f"wagtailimages.{verb}_image", f"wagtaildocs.{verb}_document")]
    for role, verbs in {
        Role.EDITOR: ["add", "change", "choose"],
        Role.APPROVER: ["add", "change", "choose"],
        Role.EVENTS_OFFICER: ["add", "choose"],
        Role.ANALYST: ["choose"],
        Role.ADMINISTRATOR: ["add", "change", "delete", "choose"],
    }.items()
}

# Rights on the area's records, "app.codename". Whoever may see the area's settings belongs to the area.
_RECORDS: dict[Role, list[str]] = {role: ["strategy.view_areasettings"] for role in Role}
for _role, _verbs in {
    Role.EDITOR: ["add", "change", "view"],
    Role.APPROVER: ["add", "change", "view", "delete"],
    Role.ADMINISTRATOR: ["add", "change", "view", "delete"],
}.items():
    _kinds = ("keyfigure", "district", "glossaryterm", "partnership", "localstrategy", "trackerwave", "trackertheme")
    _RECORDS[_role] += [f"strategy.{verb}_{model}" for model in _kinds for verb in _verbs]
    # A status is public as soon as it is written, and never changed or deleted: a later one says what is so now.
    _RECORDS[_role] += ["strategy.view_ambitionstatus", "strategy.view_pagenotice"]
    if _role != Role.EDITOR:
        _RECORDS[_role] += ["strategy.add_ambitionstatus", "strategy.add_pagenotice", "strategy.delete_pagenotice"]
for _role in (Role.EVENTS_OFFICER, Role.ADMINISTRATOR):
    _RECORDS[_role] += [
        f"consultation.{verb}_{model}"
        for model in ("event", "engagementsnapshot")
        for verb in ("add", "change", "view", "delete")
    ]
_RECORDS[Role.ADMINISTRATOR].append("strategy.change_areasettings")
# Who asks for another format, and how to reach them, is for those who answer; a request is closed and never deleted.
for _role in (Role.APPROVER, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR):
    _RECORDS[_role] += ["consultation.view_formatrequest", "consultation.change_formatrequest"]
    _RECORDS[_role] += ["consultation.view_suggestion", "consultation.change_suggestion"]

# People's data: who may add, change and see what. The records themselves forbid more (consultation, policies).
_OFFICER, _ANALYST = Role.EVENTS_OFFICER, Role.ANALYST
_PROTECTION, _ADMINISTRATOR = Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR
for _model, _verbs, _roles in (
    ("organisation", ["add", "change", "view"], [_OFFICER, _ANALYST, _ADMINISTRATOR]),
    ("contact", ["change", "view"], [_PROTECTION, _ADMINISTRATOR]),
    ("consenttext", ["add", "view"], [_OFFICER, _ANALYST, _PROTECTION, _ADMINISTRATOR]),
    ("mail", ["view"], [_OFFICER, _PROTECTION, _ADMINISTRATOR]),
    ("hold", ["add", "change", "view"], [_PROTECTION, _ADMINISTRATOR]),
    ("erasure", ["view"], [_PROTECTION, _ADMINISTRATOR]),
    ("survey", ["add", "change", "view"], [_ANALYST, _ADMINISTRATOR]),
    ("survey", ["view", "decide"], [Role.APPROVER, _ADMINISTRATOR]),
    ("survey", ["view"], [_PROTECTION]),
    ("survey", ["delete"], [_ADMINISTRATOR]),
    ("savedquestion", ["add", "change", "view", "delete"], [_ANALYST, _ADMINISTRATOR]),
    ("response", ["view", "release"], [_ANALYST, _ADMINISTRATOR]),
    ("response", ["view"], [_PROTECTION]),
    ("surveyinvitation", ["view"], [_PROTECTION, _ADMINISTRATOR]),
    # An analyst writes what people said; what was done about it becomes public with those who answer for it.
    ("feedbackrow", ["add", "change", "view"], [_ANALYST, Role.APPROVER, _ADMINISTRATOR]),
    ("feedbackrow", ["publish"], [Role.APPROVER, _ADMINISTRATOR]),
    ("consultationnews", ["add", "change", "view"], [Role.APPROVER, _ADMINISTRATOR]),
    ("preelectionperiod", ["add", "change", "view", "delete"], [Role.APPROVER, _ADMINISTRATOR]),
    ("consultationrules", ["change"], [Role.APPROVER, _ADMINISTRATOR]),
    ("callforevidence", ["add", "change", "view"], [_ANALYST, _ADMINISTRATOR]),
    ("callforevidence", ["view", "decide"], [Role.APPROVER, _ADMINISTRATOR]),
    ("callforevidence", ["view"], [_PROTECTION]),
    ("callforevidence", ["delete"], [_ADMINISTRATOR]),
    ("evidencesubmission", ["view", "release"], [_ANALYST, _ADMINISTRATOR]),
    ("evidencesubmission", ["view"], [_PROTECTION]),
    ("registerentry", ["add", "change", "view"], [_ANALYST, _ADMINISTRATOR]),
    ("registerentry", ["view", "change"], [Role.APPROVER]),
    ("roundtable", ["add", "change", "view"], [_OFFICER, _ADMINISTRATOR]),
    ("roundtable", ["view"], [_PROTECTION]),
    ("booking", ["change", "view"], [_OFFICER, _ADMINISTRATOR]),
    ("booking", ["view"], [_PROTECTION]),
    # What somebody needs to take part may tell of their health: for those who arrange it, and who answer for it.
    ("accessneed", ["change", "view"], [_OFFICER]),
    ("accessneed", ["view"], [_PROTECTION]),
):
    for _role in _roles:
        _RECORDS[_role] += [f"consultation.{verb}_{_model}" for verb in _verbs]

# Rights that Wagtail gives for all areas at once. The pages behind them show only what is of the area.
_EVERYWHERE: dict[Role, list[str]] = {
    role: [f"wagtailsearchpromotions.{verb}_searchpromotion" for verb in ("add", "change", "delete")]
    for role in (Role.APPROVER, Role.ADMINISTRATOR)
}


def group_name(site: Site, role: Role) -> str:
    return f"{site.site_name}: {role.label.lower()}"


@transaction.atomic
def make_roles(site: Site) -> dict[Role, Group]:
    """Make the groups of the area, their rights, and its two workflows; return the group of each role."""
    clear_rights_on_root()
    collection = _collection_of(site)
    rights = _permissions()
    groups = {role: Group.objects.get_or_create(name=group_name(site, role))[0] for role in Role}
    pages, files, records = [], [], []
    for role, group in groups.items():
        group.permissions.add(*(rights[name] for name in ["wagtailadmin.access_admin", *_EVERYWHERE.get(role, [])]))
        pages += [
            GroupPagePermission(group=group, page=site.root_page, permission=rights[f"wagtailcore.{name}"])
            for name in _PAGES.get(role, [])
        ]
        files += [
            GroupCollectionPermission(group=group, collection=collection, permission=rights[name])
            for name in _FILES.get(role, [])
        ]
        records += [GroupSitePermission(group=group, site=site, permission=rights[name]) for name in _RECORDS[role]]
    # What is there already stays.
    GroupPagePermission.objects.bulk_create(pages, ignore_conflicts=True)
    GroupCollectionPermission.objects.bulk_create(files, ignore_conflicts=True)
    GroupSitePermission.objects.bulk_create(records, ignore_conflicts=True)
    _make_workflows(site, [groups[Role.APPROVER], groups[Role.ADMINISTRATOR]])
    return groups


def clear_rights_on_root() -> None:
    """Take away what groups may do on the root page and the root collection, which hold every area.

    Wagtail's own Editors and Moderators have such rights, and a workflow there would reach every area too.
    """
    root = Page.get_first_root_node()
    GroupPagePermission.objects.filter(page=root).delete()
    GroupCollectionPermission.objects.filter(collection=Collection.get_first_root_node()).delete()
    WorkflowPage.objects.filter(page=root).delete()
    Workflow.objects.filter(name="Moderators approval", workflow_pages=None).update(active=False)
    # With nobody in them and no right left, they would only be mistaken for the groups of an area.
    Group.objects.filter(
        name__in=["Editors", "Moderators"], user=None, page_permissions=None, collection_permissions=None
    ).delete()


def _permissions() -> dict[str, Permission]:
    """Every right there is, by "app.codename". One query."""
    found = Permission.objects.select_related("content_type")
    return {f"{permission.content_type.app_label}.{permission.codename}": permission for permission in found}


def _collection_of(site: Site) -> Collection:
    """The area's own collection, made below the root when the area has none yet."""
    settings: Any = AreaSettings.plainly_of(site)
    if settings.collection is None:
        root = Collection.get_first_root_node()
        settings.collection = root.add_child(name=site.site_name)
        settings.save(update_fields=["collection"])
    return settings.collection


def _make_workflows(site: Site, approvers: list[Any]) -> None:
    """Approval by the approvers, which every page of the area begins with, and the same after a reader with a link.

    What staff have changed since, in the steps or in where a workflow applies, stays.
    """
    settings: Any = AreaSettings.plainly_of(site)
    if settings.approval is None:
        settings.approval, made = Workflow.objects.get_or_create(name=f"{site.site_name}: approval")
        if made:
            task = GroupApprovalTask.objects.create(name=settings.approval.name)
            task.groups.set(approvers)
            WorkflowTask.objects.create(workflow=settings.approval, task=task)
    if settings.board_approval is None:
        reading = BoardReview.objects.create(name=f"{site.site_name}: a reader with a review link")
        settings.board_approval = Workflow.objects.create(name=f"{site.site_name}: review link, then approval")
        for place, step in enumerate([reading, *settings.approval.tasks]):
            WorkflowTask.objects.create(workflow=settings.board_approval, task=step, sort_order=place)
    settings.save(update_fields=["approval", "board_approval"])
    WorkflowPage.objects.get_or_create(page=site.root_page, defaults={"workflow": settings.approval})
