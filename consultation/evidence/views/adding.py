"""One file or one link, with what it is. The file is kept first: whatever is wrong beside it, it stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from consultation.evidence import uploads
from consultation.evidence.forms import ItemForm
from consultation.evidence.models import EvidenceItem
from consultation.evidence.uploads import remove
from consultation.evidence.views.holding import Holder, held, not_saved, show
from consultation.evidence.writing import SubmissionRefused, describe
from consultation.files.keeping import TRY_AGAIN
from consultation.files.kinds import FileRefused
from consultation.files.names import tidy
from consultation.files.views import Arrival, close, receive
from consultation.participants.limits import allow
from consultation.participants.views import sender_of

_UPLOADS_PER_HOUR = 300  # from one network address, behind which may be a whole office


@held
@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: HttpRequest, holder: Holder) -> HttpResponse:
    return _item(request, holder, None, has_link=False)


@held
@require_http_methods(["GET", "HEAD", "POST"])
def add_link(request: HttpRequest, holder: Holder) -> HttpResponse:
    return _item(request, holder, None, has_link=True)


@held
@require_http_methods(["GET", "HEAD", "POST"])
def edit_item(request: HttpRequest, holder: Holder, pk: int) -> HttpResponse:
    """What was added before and not sent yet. What is gone or sent leads back to the list."""
    item = holder.submission.items.filter(pk=pk, sent_at=None).select_related("file").first()
    if item is None:
        return holder.go()
    return _item(request, holder, item, has_link=item.stored is None)


def _item(request: HttpRequest, holder: Holder, item: EvidenceItem | None, *, has_link: bool) -> HttpResponse:
    if request.method != "POST":
        if item is None and not holder.can_send:
            return holder.go()
        form = ItemForm(site=holder.call.site, item=item, has_link=has_link)
        return _page(request, holder, item, form, has_link=has_link)
    began = timezone.now()  # an upload that began in time counts, however long it takes
    try:
        arrivals = receive(request)
    except FileRefused as refusal:
        form = ItemForm({}, site=holder.call.site, item=item, has_link=has_link)
        form.full_clean()
        form.errors.clear()
        form.add_error("file" if not has_link else None, str(refusal))
        return _page(request, holder, item, form, has_link=has_link, status=413)
    try:
        if request.POST.get("then") == "remove" and item is not None:
            remove(submission=holder.submission, item=item, now=began)
            return holder.go()
        return _save(request, holder, item, arrivals, began, has_link=has_link)
    except SubmissionRefused as refusal:
        return not_saved(request, str(refusal))
    finally:
        close(arrivals)


def _save(
    request: HttpRequest,
    holder: Holder,
    item: EvidenceItem | None,
    arrivals: list[Arrival],
    began: dt.datetime,
    *,
    has_link: bool,
) -> HttpResponse:
    kept, wrong = ([item] if item else []), list[str]()
    if not has_link:
        kept, wrong = _keep(request, holder, item, arrivals, began)
    item = kept[0] if kept else None
    form = ItemForm(request.POST, site=holder.call.site, item=item, has_link=has_link)
    is_good = form.is_valid()
    given = form.described()
    if item is not None or (has_link and form.cleaned_data.get("link")):
        item = describe(submission=holder.submission, item=item, given=given, now=began)
    for other in kept[1:]:
        # What was said goes for all that were selected together; each has a title of its own.
        without_title = {name: value for name, value in given.items() if name != "title"}
        describe(submission=holder.submission, item=other, given=without_title, now=began)
    for words in wrong:
        form.add_error("file", words)
    if is_good and not wrong:
        return holder.go()
    return _page(request, holder, item, form, has_link=has_link, others=kept[1:])


def _keep(
    request: HttpRequest, holder: Holder, item: EvidenceItem | None, arrivals: list[Arrival], began: dt.datetime
) -> tuple[list[EvidenceItem], list[str]]:
    """The items of the files that came, each by itself, and why others were refused.

    With `item`, the one file takes the place of its own, and without a file it stays as it is.
    """
    kept: list[EvidenceItem] = []
    wrong: list[str] = []
    replaced = item
    for arrival in arrivals:
        try:
            kept.append(_received(request, holder, replaced, arrival, began))
        except FileRefused as refusal:
            which = f"“{tidy(arrival.name)}”: " if len(arrivals) > 1 else ""
            wrong.append(f"{which}{refusal}")
        replaced = None
    if item is not None and item not in kept:
        kept.insert(0, item)
    if not kept and not arrivals:
        wrong.append("Select a file")
    return kept, wrong


def _received(
    request: HttpRequest, holder: Holder, item: EvidenceItem | None, arrival: Arrival, began: dt.datetime
) -> EvidenceItem:
    if arrival.file is None:
        raise arrival.refused or FileRefused(TRY_AGAIN)
    if not allow("evidence-upload", sender_of(request), _UPLOADS_PER_HOUR, dt.timedelta(hours=1), began):
        raise FileRefused("Too many files have come from your network in the last hour. Try again later")
    file = arrival.file
    return uploads.receive(
        submission=holder.submission, file=file, name=arrival.name, size=file.size or 0, item=item, now=began
    )


def _page(
    request: HttpRequest,
    holder: Holder,
    item: EvidenceItem | None,
    form: ItemForm,
    *,
    has_link: bool,
    status: int = 200,
    others: Sequence[EvidenceItem] = (),
) -> HttpResponse:
    if item is not None:
        item = EvidenceItem.objects.select_related("file").get(pk=item.pk)
        if not has_link:
            form.is_about(item)
    here = f"item-{item.pk}" if item else "link" if has_link else "file"
    context: dict[str, Any] = {"item": item, "form": form, "has_link": has_link, "action": holder.address(here)}
    context["others"] = EvidenceItem.objects.filter(pk__in=[one.pk for one in others]).select_related("file")
    return show(request, holder, "item", status=status, **context)
