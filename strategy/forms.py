"""The admin forms that ask for more than their fields say."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page, PageLogEntry, Revision, Site, get_page_models

from strategy.areas import area_of_page, areas_of, reaches_pages
from strategy.findable import is_record_at
from strategy.one_area import OneAreaForm


def published_before(page: Page) -> Revision | None:
    """The revision that was live before the one that is; None for a page that was published once. One query."""
    published = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").exclude(revision=None)
    earlier = published.exclude(revision=page.live_revision_id).order_by("-timestamp", "-pk").first()
    return earlier.revision if earlier else None


class AreaRecordForm(OneAreaForm, WagtailAdminModelForm):
    """Offers only the areas of the person at the desk, and does not ask when there is but one.

    A record never moves to another area once it is saved: codes and references are unique within one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("site")
        if field is None or self.for_user is None:
            return
        areas = areas_of(self.for_user)
        field.queryset = areas
        if self.instance.pk:
            field.queryset = areas.filter(pk=self.instance.site_id)
            field.widget.choices = [(self.instance.site_id, str(self.instance.site))]  # asked for more than once
            field.disabled = True
            # Who looks after one area need not be told which; who has several sees it in lists.
            is_plain = not self.for_user.is_superuser or len(Site.get_site_root_paths()) == 1
        elif is_plain := len(areas) == 1:
            self.initial["site"] = areas[0].pk
            field.disabled = True
        if is_plain:
            field.widget = forms.HiddenInput()

    def area(self) -> Site | None:
        return self.cleaned_data.get("site") or (self.instance.site if self.instance.site_id else None)


class SitePageForm(OneAreaForm, WagtailAdminPageForm):
    def area(self) -> Site | None:
        page = self.parent_page or self.instance
        return area_of_page(page) if page.path else None


class AmbitionStatusForm(WagtailAdminModelForm):
    """The area of a status is that of its ambition, which must be one of the person's own."""

    def clean_ambition(self) -> Any:
        ambition = self.cleaned_data["ambition"]
        area = area_of_page(ambition)
        if area is None or (self.for_user is not None and area not in areas_of(self.for_user)):
            raise forms.ValidationError("Choose an ambition of your own area.")
        self.instance.site = area
        return ambition

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Give today or an earlier day. A status says what is so, not what will be.")
        return on

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None and self.for_user is not None:
            self.instance.written_by = self.for_user
        return super().save(commit)


def _host_and_path(typed: str) -> tuple[str, str]:
    """What somebody copied from a browser, in parts; no host where only a path was given, nothing for nonsense."""
    try:
        parts = urlsplit(typed if typed.startswith("/") or "//" in typed else f"//{typed}")
        return parts.hostname or "", f"{parts.path.rstrip('/')}/"
    except ValueError:
        return "", ""


class PageNoticeForm(WagtailAdminModelForm):
    """The area of a notice is that of what it is about, which must be the person's own. A correction keeps what was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial.setdefault("on", timezone.localdate())

    def clean_page(self) -> Any:
        page = self.cleaned_data["page"]
        if page is None:
            return None
        area = area_of_page(page)
        if area is None or (self.for_user is not None and area not in areas_of(self.for_user)):
            raise forms.ValidationError("Choose a page of your own area.")
        self.instance.site = area
        return page

    def clean_address(self) -> str:
        """The path alone. Pages are chosen, not addressed, so that what they said is kept."""
        typed: str = self.cleaned_data["address"].strip()
        if not typed:
            return ""
        areas = Site.objects.select_related("root_page") if self.for_user is None else areas_of(self.for_user)
        host, path = _host_and_path(typed)
        there = [area for area in areas if host in ("", area.hostname) and is_record_at(area, path, timezone.now())]
        if not there:
            raise forms.ValidationError(
                "No event, survey, call for evidence, evidence received or partnership of your area is public at this "
                "address. Copy the address from the browser. Of any other page, choose the page."
            )
        if len(there) > 1:
            raise forms.ValidationError("More than one area has this. Give the whole address, beginning with http.")
        self.instance.site = there[0]
        return path

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Give today or an earlier day.")
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        page, is_correction = cleaned.get("page"), cleaned.get("kind") == "correction"
        if self.instance.pk is None and not self.errors:
            self._check_what_it_is_about(page, cleaned["address"], cleaned["before"], is_correction=is_correction)
        if self.instance.pk is None and page and is_correction:
            self.instance.earlier = published_before(page)
            if self.instance.earlier is None:
                self.add_error(
                    "page",
                    "This page has been published only once, so readers could not compare. Publish it with the mistake "
                    "mended, then come back here. To say something without a change of the page, choose “Notice”.",
                )
        return cleaned

    def _check_what_it_is_about(self, page: Any, address: str, before: str, *, is_correction: bool) -> None:
        if not page and not address:
            self.add_error("page", "Choose the page, or give the address of something else.")
        elif page and address:
            self.add_error("address", "You chose a page too. Keep one of the two.")
        elif address and is_correction and not before:
            self.add_error("before", "Write what it said before, so that readers can compare.")
        elif before and not (address and is_correction):
            self.add_error("before", "Leave this empty: it is for corrections of something named by its address.")


class AmbitionPageForm(SitePageForm):
    """Refuses a code that another ambition of the strategy has: for a new page the model can't yet tell.

    And asks why, before other words than the published ones become public. A draft may wait with the reason, but not
    one that approvers have before them: they may publish it as it is, from a list.
    """

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        code = cleaned.get("code")
        if code and self.parent_page is not None:
            twin = self.instance.with_code(code, below=self.parent_page)
            if twin is not None:
                self.add_error("code", self.instance.code_taken(twin))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.instance.pk or (self.is_deferred_validation and not self.instance.workflow_in_progress):
            return
        if self.instance.rewords_in_silence:
            self.add_error(
                "changed_because",
                "Say why the wording changes. Its title, promise, target or importance differ from what is published, "
                "and the public sees both wordings with the reason.",
            )


class SitePageCopyForm(CopyForm):
    """Makes drafts only of pages that need something new before they can be public, such as a code of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = str(self.data.get("new_parent_page", ""))
        if parent.isdecimal() and not reaches_pages(self.user, [int(parent)]):
            raise PermissionDenied  # rather than show it, with its title, in a form to be mended

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        goes_live = [name for name in ("publish_copies", "alias") if cleaned.get(name)]
        if goes_live and (needing := self._needing_something_new(with_those_below=bool(cleaned.get("copy_subpages")))):
            for name in goes_live:
                self.add_error(
                    name,
                    f"The copy would hold {needing}, and each needs a code of its own. Leave this empty: copy as a "
                    "draft, give each its code, then publish.",
                )
        return cleaned

    def _needing_something_new(self, *, with_those_below: bool) -> str:
        """The kinds of page among those to be copied that lose a field on the way; empty when none does."""
        kinds = [kind for kind in get_page_models() if kind.exclude_fields_in_copy]
        pages = self.page.get_descendants(inclusive=True)
        pages = pages if with_those_below else pages.filter(pk=self.page.pk)
        found = [kind for kind in kinds if pages.exact_type(kind).exists()]
        return ", ".join(str(kind._meta.verbose_name_plural) for kind in found)
