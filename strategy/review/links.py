"""The rules of review links: who may ask, what a link shows, what an answer does.

A link stands for the words of one draft. Saving the page again without changing them changes nothing; once they are
changed the link still takes comments, but can no longer approve. Approval moves a workflow on only at a step made for
it (`BoardReview`), and only if whoever made the link may publish the page: else a link would be a way round approval.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError, transaction
from wagtail.log_actions import log
from wagtail.models import Page, Site, TaskState

from strategy.areas import area_of_page
from strategy.models import BoardReview, Review, Verdict

LONGEST_DAYS = 60

# What saving, scheduling, publishing and locking write into a revision beside the words.
_NOT_WORDS = {
    "alias_of",
    "content_type",
    "depth",
    "draft_title",
    "expire_at",
    "expired",
    "first_published_at",
    "go_live_at",
    "has_unpublished_changes",
    "last_published_at",
    "latest_revision",
    "latest_revision_created_at",
    "live",
    "live_revision",
    "locked",
    "locked_at",
    "locked_by",
    "numchild",
    "owner",
    "path",
    "pk",
    "url_path",
    "wagtail_admin_comments",
}


class CannotAsk(Exception):
    """A review can't be asked for. Its text is for the member of staff."""


class CannotAnswer(Exception):
    """An answer can't be taken. Its text is for the reader."""


def fingerprint(content: dict[str, Any]) -> str:
    """The same for two revisions that say the same, whenever and by whomever they were saved."""
    return hashlib.sha256(json.dumps(_words(content), sort_keys=True, default=str).encode()).hexdigest()


def _words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _words(one) for key, one in value.items() if key not in _NOT_WORDS}
    return [_words(one) for one in value] if isinstance(value, list) else value


def may_ask(user: User | AnonymousUser | Any, page: Page) -> bool:
    """Whoever may edit the page may ask somebody to read its draft, if the page has one and belongs to an area."""
    if page.alias_of_id or page.is_root():
        return False
    permissions = page.permissions_for_user(user)
    return bool(permissions.can_edit() or permissions.can_publish())


@transaction.atomic
def ask(*, page: Page, reviewer: str, days: int, user: User, now: dt.datetime, request: str = "") -> tuple[Review, str]:
    """Make a link to the latest draft of `page` for `reviewer`; return the record and the token, which is kept nowhere.

    An unused link of the same reader for the same revision is withdrawn. Raises CannotAsk when the page has no draft,
    belongs to no area, or that reader has answered for that revision.
    """
    page = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
    revision, site = page.latest_revision, area_of_page(page)
    if revision is None:
        raise CannotAsk("Save the page once, then ask for a review: there is no draft to show yet.")
    if site is None:
        raise CannotAsk("This page is outside every area, so there is no address at which to show it.")
    earlier = Review.objects.filter(revision=revision, reviewer__iexact=reviewer, revoked_at=None)
    if earlier.answered().exists():
        raise CannotAsk(f"{reviewer} has already answered for this version. Change the draft first, or ask another.")
    for review in earlier:
        revoke(review=review, user=user, now=now)
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                site=site,
                page=page,
                revision=revision,
                fingerprint=fingerprint(revision.content),
                token_hash=_hash(token),
                reviewer=reviewer,
                request=request,
                asked_by=user,
                asked_at=now,
                expires_at=now + dt.timedelta(days=max(1, min(days, LONGEST_DAYS))),
            )
    except IntegrityError as clash:  # names that only the database holds to be equal
        raise CannotAsk(f"There is a link for {reviewer} already. Withdraw it first.") from clash
    log(
        instance=page.specific,
        action="strategy.review.ask",
        user=user,
        data={"reviewer": reviewer},
        revision=revision,
    )
    return review, token


@transaction.atomic
def revoke(*, review: Review, user: User, now: dt.datetime) -> None:
    """Withdraw a link that has not been used; one that has been used or withdrawn stays as it is."""
    changed = Review.objects.filter(pk=review.pk, answered_at=None, revoked_at=None).update(revoked_at=now)
    if changed:
        log(
            instance=review.page.specific,
            action="strategy.review.revoke",
            user=user,
            data={"reviewer": review.reviewer},
            revision=review.revision,
        )


def find(*, token: str, site: Site | None, now: dt.datetime) -> Review | None:
    """The review whose link this is; None for a token that is wrong, has run out, was withdrawn, or is another area's.

    A link that was used goes on showing what was answered until it runs out. One query.
    """
    return (
        Review.objects.filter(token_hash=_hash(token), site=site, expires_at__gt=now, revoked_at=None)
        .exclude(revision=None)
        .select_related("page", "revision", "asked_by", "page__latest_revision")
        .first()
    )


def _hash(token: str) -> str:
    # A fast hash will do: the token is random and far too long to guess.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def is_current(review: Review) -> bool:
    """Whether the draft still says what it said when the link was made."""
    latest = review.page.latest_revision
    return latest is not None and fingerprint(latest.content) == review.fingerprint


@transaction.atomic
def answer(*, review: Review, verdict: Verdict, comment: str, signed: str, now: dt.datetime) -> Review:
    """Record what the reader says, in the page's history and in its workflow. Once for each link.

    Raises CannotAnswer when the link was used or withdrawn meanwhile, or when it would approve words that have changed.
    """
    # The page first: who saves it writes its row, so that its draft stays what it is until this is done.
    page = Page.objects.select_for_update(of=("self",)).get(pk=review.page_id)
    review = Review.objects.select_for_update(of=("self",)).select_related("revision", "asked_by").get(pk=review.pk)
    review.page = page
    if review.answered_at:
        raise CannotAnswer("This link has been used already. What was written stays as it is.")
    if review.revoked_at or review.expires_at <= now or review.revision is None:
        raise CannotAnswer("This link no longer works. Ask the person who sent it for a new one.")
    if verdict == Verdict.APPROVE and not is_current(review):
        raise CannotAnswer(
            "The draft has changed since this link was made, so it cannot be approved here. "
            "You can still comment, or ask for a link to the new version."
        )
    review.verdict, review.comment, review.signed, review.answered_at = verdict, comment, signed, now
    review.save(update_fields=["verdict", "comment", "signed", "answered_at"])
    log(
        instance=page.specific,
        action=f"strategy.review.{verdict}",
        data={"reviewer": signed, "comment": comment},
        revision=review.revision,
    )
    _tell_workflow(review)
    return review


def _tell_workflow(review: Review) -> None:
    """Note the answer at the step that the page is at; move on from a step made for it, where that is safe."""
    state = review.page.specific.current_workflow_task_state
    if state is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return
    note = _note(review)
    decides = isinstance(state.task.specific, BoardReview) and is_current(review) and _has_authority(review)
    if decides and review.verdict == Verdict.APPROVE:
        state.approve(user=None, comment=note)
    elif decides and review.verdict == Verdict.CHANGES:
        state.reject(user=None, comment=note)
    else:
        state.comment = f"{state.comment}\n{note}".strip()
        state.save(update_fields=["comment"])


def _has_authority(review: Review) -> bool:
    user = review.asked_by
    return user is not None and user.is_active and review.page.permissions_for_user(user).can_publish()


def _note(review: Review) -> str:
    said = {
        Verdict.APPROVE: "approved this version",
        Verdict.CHANGES: "asked for changes",
        Verdict.COMMENT: "commented",
    }[Verdict(review.verdict)]
    return f"By review link, {review.signed} {said}.{f' “{review.comment}”' if review.comment else ''}"
