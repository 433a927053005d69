"""Two areas with one of everything: what the second holds carries a mark in every word, so that no leak goes unnoticed.

`addresses_of` fills every address of the admin with what is the second area's, and with a mixture of both.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone
from PIL import Image as Picture
from wagtail.admin.models import EditingSession
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Page, PageViewRestriction, UploadedFile

from lis_site.roles import Role, make_roles
from strategy.models import AreaSettings, SiteDocument, SiteImage
from tests.site.places import Place
from tests.strategy.factories import StandardPageFactory, make_area

MARK = "zinnober"  # a word of no other meaning: in every text of the second area, in its name, host and staff
ASKED = "planted"  # what a search for it asks: an answer may repeat the question


class Planted(Place):
    """A `Place`, and one of everything that Wagtail itself keeps."""

    def __init__(self, site: Any) -> None:
        super().__init__(site)
        word = f"{MARK if MARK in site.hostname else 'own'} {ASKED}"
        self.staff = User.objects.create_user(
            word.replace(" ", "-"), first_name=word, email=f"{word.replace(' ', '.')}@example.org"
        )
        groups = make_roles(site)
        self.staff.groups.add(groups[Role.ADMINISTRATOR])
        self.group = groups[Role.EDITOR]
        self.collection = AreaSettings.for_site(site).collection
        self._pages(word)
        self._files(word)
        self.redirect = Redirect.objects.create(old_path=f"/{word}", site=site, redirect_page=self.live)
        self.query = Query.get(word)
        SearchPromotion.objects.create(query=self.query, page=self.live, description=word)
        self.editing = EditingSession.objects.create(
            user=self.staff, content_object=self.live, last_seen_at=timezone.now(), is_editing=True
        )

    def _pages(self, word: str) -> None:
        self.live = StandardPageFactory(parent=self.tree.strategy, title=f"{word} live", summary=word)
        self.draft = StandardPageFactory(parent=self.tree.strategy, title=f"{word} draft", summary=word, live=False)
        self.revision = self.live.save_revision(user=self.staff, log_action=True)
        self.draft.save_revision(user=self.staff, log_action=True)
        self.workflow_state = self.live.get_workflow().start(self.live, self.staff)
        self.live.locked_by, self.live.locked, self.live.locked_at = self.staff, True, timezone.now()
        self.live.save(update_fields=["locked_by", "locked", "locked_at"])
        PageViewRestriction.objects.create(page=self.draft, restriction_type="login")

    def _files(self, word: str) -> None:
        file, where = io.BytesIO(), {"collection": self.collection, "uploaded_by_user": self.staff}
        Picture.new("RGB", (20, 20), "teal").save(file, "PNG")
        picture = ContentFile(file.getvalue(), f"{word}.png")
        self.image = SiteImage.objects.create(title=word, description=word, credit=word, file=picture, **where)
        self.document = SiteDocument.objects.create(title=word, file=ContentFile(b"Words", f"{word}.txt"), **where)
        for one in (self.image, self.document):
            one.tags.add(f"{word} tag")
        self.upload = UploadedFile.objects.create(
            for_content_type=None, uploaded_by_user=self.staff, file=ContentFile(file.getvalue(), f"{word}.png")
        )

    def named(self, name: str, address: str) -> list[Any]:
        """What in this area a parameter of that name may stand for; words are the same in both."""
        for start, words in _ACTIONS.items():
            if name == "action_name" and address.startswith(start):
                return words
        for start, found in self._starts().items():
            if name == "pk" and address.startswith(f"admin/{start}"):
                return found
        return self._numbers().get(name) or _WORDS.get(name) or self._of_record(name, address)

    def _numbers(self) -> dict[str, list[Any]]:
        state = self.workflow_state
        return {
            **{name: [self.live.pk, self.draft.pk] for name in (*_PAGES, "page")},
            "task_state_id": [state.current_task_state_id],
            "workflow_state_id": [state.pk],
            "task_id": [state.current_task_state.task_id],
            "workflow_pk": [state.workflow_id],
            "revision_id": [self.revision.pk],
            "collection_id": [self.collection.pk],
            "session_id": [self.editing.pk],
            "object_id": [self.live.pk],
            "query_id": [self.query.pk],
            "redirect_id": [self.redirect.pk],
            **{name: [self.document.pk] for name in ("document_id", "doc_id", "sitedocument")},
            **{name: [self.image.pk] for name in ("image_id", "siteimage")},
            "uploaded_file_id": [self.upload.pk],
            "user": [self.staff.pk],
        }

    def _of_record(self, name: str, address: str) -> list[Any]:
        if name in self.of_model:
            return [self.of_model[name].pk]
        key = self._key_in(address) if name == "pk" else self.known.get(name, "")
        return [key] if key != "" else []

    def _starts(self) -> dict[str, list[Any]]:
        state = self.workflow_state
        return {
            "api/main/^pages/": [self.live.pk, self.draft.pk],
            "api/main/^documents/": [self.document.pk],
            "api/main/^images/": [self.image.pk],
            "collections/": [self.collection.pk],
            "workflows/tasks/": [state.current_task_state.task_id],
            "workflows/": [state.workflow_id],
            "documents/": [self.document.pk],
            "images/": [self.image.pk],
            "sites/": [self.site.pk],
            "settings/": [self.site.pk],
            "users/": [self.staff.pk],
            "groups/": [self.group.pk],
        }

    def questions_for(self, pattern: str, here: Planted) -> list[dict[str, Any]]:
        """What to ask an address: nothing, and Wagtail's own lists everything that is known of this area, too."""
        if pattern.startswith("admin/bulk/"):
            return [{}, {"id": "all"}, {"id": [self.live.pk, here.live.pk], "childOf": self.live.get_parent().pk}]
        if ("<" in pattern and not pattern.startswith("admin/tag-")) or "snippets/" in pattern:
            return [{}]
        parent = self.live.get_parent()
        return [
            {},
            {
                "q": ASKED,
                "term": MARK[:4],
                "id": self.live.pk,
                "collection_id": self.collection.pk,
                "site": self.site.root_page.path,
                "parent": parent.pk,
                "child_of": parent.pk,
                "object_id": self.live.pk,
            },
        ]


_PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
_PARAMETER = re.compile(r"<[^>]*?(\w+)>")
# Addresses whose parameters are words of Wagtail's or ours, written out.
_WRITTEN_OUT = {
    "admin/pages/^(?P<pk>": [
        "admin/pages/<int:page_id>/revisions/compare/earliest...<int:revision_id>/",
        "admin/pages/<int:page_id>/revisions/compare/<int:revision_id>...latest/",
        "admin/pages/<int:page_id>/revisions/compare/live...latest/",
    ],
    "admin/pages/add/": ["admin/pages/add/strategy/standardpage/<int:parent_page_id>/"],
    "admin/pages/create/": ["admin/pages/create/strategy/standardpage"],
    "admin/workflows/tasks/add/": ["admin/workflows/tasks/add/wagtailcore/groupapprovaltask/"],
    "admin/tag-autocomplete/<": ["admin/tag-autocomplete/taggit/tag/"],
    "admin/editing-sessions/ping/": [
        "admin/editing-sessions/ping/strategy/standardpage/<str:object_id>/<int:session_id>/"
    ],
}
_WORDS = {
    "content_type_app_name": ["strategy"],
    "content_type_model_name": ["standardpage"],
    "filter_spec": ["max-165x165"],
}
_ACTIONS = {
    "admin/api/main/": ["convert_alias", "copy", "delete", "publish", "unpublish", "move", "create_alias"],
    "admin/pages/workflow/": ["approve", "reject"],
}


def two_areas() -> tuple[Planted, Planted]:
    here = Planted(make_area())
    there = Planted(make_area(f"{MARK}.localhost", MARK.capitalize(), is_default=False))
    _mark(there.site)
    User.objects.filter(pk=there.ann.pk).update(username=f"{MARK}-ann")
    return here, there


def _mark(site: Any) -> None:
    """Put the mark into every text of every record and page of the area."""
    for model in apps.get_models():
        if model._meta.app_label not in ("strategy", "consultation"):
            continue
        if issubclass(model, Page):
            rows = model.objects.descendant_of(site.root_page, inclusive=True)
        elif any(field.name == "site" for field in model._meta.fields):
            rows = model._default_manager.filter(site=site)
        else:
            continue
        words = {field.name: Concat(Value(f"{MARK}."), field.name) for field in _texts_of(model)}
        if words:
            rows.update(**words)
    Page.objects.descendant_of(site.root_page).update(
        title=Concat(Value(f"{MARK} "), "title"), draft_title=Concat(Value(f"{MARK} "), "title")
    )


def _texts_of(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    for field in model._meta.local_concrete_fields:
        is_text = type(field) in (models.CharField, models.TextField, models.EmailField)
        room = field.max_length is None or field.max_length >= _ROOM
        if is_text and room and not field.choices and not field.unique and field.name not in _KEYS:
            yield field


_ROOM = 100
_KEYS = {"address", "fingerprint", "sha256", "kept_sha256", "file_hash", "purpose", "key", "kind", "html"}


def addresses_of(pattern: str, here: Planted, there: Planted) -> Iterator[str]:
    """The address with everything of the second area, and with some of it where there is more than one parameter.

    Nothing for one with a parameter that nobody has told what it may stand for.
    """
    for address in _written_out(pattern):
        names = _PARAMETER.findall(address)
        theirs, ours = ([place.named(name, address) for name in names] for place in (there, here))
        mixtures = itertools.product(*(zip_ours(one, other) for one, other in zip(theirs, ours, strict=True)))
        for mixture in mixtures:
            if theirs != ours and not any(is_theirs for is_theirs, _value in mixture):
                continue
            values = iter([value for _is_theirs, value in mixture])
            yield "/" + _PARAMETER.sub(lambda found: str(next(values)), address).replace("^", "")  # noqa: B023


def own_addresses_of(pattern: str, here: Planted) -> Iterator[str]:
    """The address with the first area's own, whose forms and lists offer things to choose."""
    for address in _written_out(pattern):
        names = _PARAMETER.findall(address)
        for values in zip(*(here.named(name, address) for name in names), strict=False):
            found = iter(values)
            yield "/" + _PARAMETER.sub(lambda _found: str(next(found)), address).replace("^", "")  # noqa: B023


def zip_ours(theirs: list[Any], ours: list[Any]) -> list[tuple[bool, Any]]:
    fixed = theirs == ours
    return [(not fixed, value) for value in theirs] + ([] if fixed else [(False, ours[0])])


def _written_out(pattern: str) -> list[str]:
    if pattern.startswith("admin/bulk/"):
        return [
            f"admin/bulk/{app}/{model}/{action}/?id=<int:{model}>"
            for app, of_app in _bulk_actions().items()
            for model, of_model in of_app.items()
            for action in of_model
        ]
    if pattern.startswith("admin/settings/"):
        kinds = [(model._meta.app_label, model._meta.model_name) for model in settings_registry]
        return [pattern.replace("<slug:app_name>/<slug:model_name>", f"{app}/{model}") for app, model in kinds]
    for start, addresses in _WRITTEN_OUT.items():
        if pattern.startswith(start):
            return addresses
    return [pattern]


def _bulk_actions() -> Any:
    bulk_action_registry._scan_for_bulk_actions()
    return bulk_action_registry.actions
