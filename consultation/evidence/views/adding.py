"""One file or one link, with what it is. The file is kept first: whatever is wrong beside it, it stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from consultation.evidence.forms import ItemForm
from consultation.evidence.models import EvidenceItem
from consultation.evidence.uploads import receive, remove
from consultation.evidence.views.holding import Holder, held, not_saved, show
from consultation.evidence.writing import SubmissionRefused, describe
from consultation.files.checks import too_large
from consultation.files.keeping import TRY_AGAIN
from consultation.files.kinds import LARGEST, MEGABYTE, MOST_FILES, FileRefused
from consultation.files.views import OneFile, is_hopeless, prepare
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
    if is_hopeless(request):
        form = ItemForm({}, site=holder.call.site, item=item, has_link=has_link)
        form.full_clean()
        form.errors.clear()
        form.add_error("file" if not has_link else None, str(too_large()))
        return _page(request, holder, item, form, has_link=has_link, status=413)
    handler = prepare(request)
    if request.POST.get("then") == "remove" and item is not None:
        remove(submission=holder.submission, item=item, now=began)
        return holder.go()
    try:
        return _save(request, holder, item, handler, began, has_link=has_link)
    except SubmissionRefused as refusal:
        return not_saved(request, str(refusal))


def _save(
    request: HttpRequest,
    holder: Holder,
    item: EvidenceItem | None,
    handler: OneFile,
    began: dt.datetime,
    *,
    has_link: bool,
) -> HttpResponse:
    wrong = ""
    if not has_link:
        try:
            item = _received(request, holder, item, handler, began)
        except FileRefused as refusal:
            wrong = str(refusal)
    form = ItemForm(request.POST, site=holder.call.site, item=item, has_link=has_link)
    is_good = form.is_valid()
    if item is not None or (has_link and form.cleaned_data.get("link")):
        item = describe(submission=holder.submission, item=item, given=form.described(), now=began)
    if wrong:
        form.add_error("file", wrong)
    if is_good and not wrong:
        return holder.go()
    return _page(request, holder, item, form, has_link=has_link)


def _received(
    request: HttpRequest, holder: Holder, item: EvidenceItem | None, handler: OneFile, began: dt.datetime
) -> EvidenceItem | None:
    """The item with the file that came. Raises FileRefused, also when none came and there is none yet."""
    file = request.FILES.get("file")
    if handler.is_too_large:
        raise too_large()
    # The field behind the file did not arrive: the line was cut in the middle of the file, or it could not be written.
    if handler.has_failed or (file is not None and "whole" not in request.POST):
        raise FileRefused(TRY_AGAIN)
    if file is None:
        if item is None:
            raise FileRefused("Select a file")
        return item
    if not allow("evidence-upload", sender_of(request), _UPLOADS_PER_HOUR, dt.timedelta(hours=1), began):
        raise FileRefused("Too many files have come from your network in the last hour. Try again later")
    with file:
        return receive(
            submission=holder.submission,
            file=file,
            name=file.name or "",
            size=file.size or 0,
            item=item,
            now=began,
        )


def _page(
    request: HttpRequest,
    holder: Holder,
    item: EvidenceItem | None,
    form: ItemForm,
    *,
    has_link: bool,
    status: int = 200,
) -> HttpResponse:
    if item is not None:
        item = EvidenceItem.objects.select_related("file").get(pk=item.pk)
        if not has_link:
            form.fields["file"].label = "Choose another file instead (optional)"
    here = f"item-{item.pk}" if item else "link" if has_link else "file"
    limits: dict[str, Any] = {"largest": LARGEST // MEGABYTE, "most_files": MOST_FILES}
    context = {"item": item, "form": form, "has_link": has_link, "action": holder.address(here), **limits}
    return show(request, holder, "item", status=status, **context)
