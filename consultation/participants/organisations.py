"""Finds organisations by the name that somebody typed, and merges those that turn out to be one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, models, transaction
from wagtail.log_actions import log
from wagtail.models import Site

from consultation.participants.models import Contact, Organisation
from consultation.participants.models.organisation import organisation_key
from strategy.models import District

# Addresses that anybody may have: their domains say nothing about for whom somebody speaks.
_ANYBODYS = {
    *("aol.com", "btinternet.com", "fastmail.com", "gmail.com", "gmx.com", "gmx.co.uk", "googlemail.com"),
    *("hotmail.com", "hotmail.co.uk", "icloud.com", "live.com", "live.co.uk", "mac.com", "mail.com", "me.com"),
    *("msn.com", "ntlworld.com", "outlook.com", "proton.me", "protonmail.com", "sky.com", "talktalk.net"),
    *("tiscali.co.uk", "virginmedia.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "zoho.com"),
}
# A domain that so many organisations share, such as that of a science park, says as little.
_MOST_OF_A_DOMAIN = 20


class MergeRefused(Exception):
    """Two organisations cannot become one. The text is for staff."""


def find_or_make(
    *, site: Site, name: str, kind: str = "", district: District | None = None, email: str = ""
) -> Organisation | None:
    """The organisation of the area that goes by `name`, whatever its spelling; None for a blank name.

    A name that was merged leads to the organisation that was kept. A name that nobody has used yet, and that begins as
    that of the one organisation whose people write from the domain of `email`, means that one: "Leeds Beckett" from
    @leedsbeckett.ac.uk. `kind` and `district` fill what is not known yet and change nothing that is. Two at once make
    one. One query for a name that is known, two more for a new one with an address.
    """
    name = " ".join(name.split())
    if not name:
        return None
    key, rows = organisation_key(name), Organisation.objects.select_related("merged_into")
    found = rows.filter(site=site, key=key).first() or _of_domain(site, key, email)
    is_new = False
    if found is None:
        defaults = {"name": name, "kind": kind, "district": district}
        found, is_new = rows.get_or_create(site=site, key=key, defaults=defaults)
    organisation: Organisation = found.merged_into or found
    learnt = {field: value for field, value in (("kind", kind), ("district", district)) if value}
    learnt = {field: value for field, value in learnt.items() if not getattr(organisation, field)}
    if learnt and not is_new:
        for field, value in learnt.items():
            setattr(organisation, field, value)
        organisation.save(update_fields=[*learnt])
    return organisation


def _of_domain(site: Site, key: str, email: str) -> Organisation | None:
    """The one organisation that has people with addresses of that domain and a name of which one begins the other."""
    domain = email.strip().lower().rpartition("@")[2]
    if not domain or domain in _ANYBODYS:
        return None
    theirs = Contact.objects.filter(site=site, organisation=models.OuterRef("pk"), email__endswith=f"@{domain}")
    known = Organisation.objects.current().filter(models.Exists(theirs), site=site)
    alike = [one for one in known[:_MOST_OF_A_DOMAIN] if one.key.startswith(key) or key.startswith(one.key)]
    return alike[0] if len(alike) == 1 else None


def what_moves(drop: Organisation) -> dict[str, int]:
    """How many rows of which kind point at `drop`, in words: {"contacts": 3}. One query for each kind."""
    counts: dict[str, int] = {}
    for relation in _relations():
        kind = str(relation.related_model._meta.verbose_name_plural)
        count = _pointing_at(drop, relation).count()
        if count:
            counts[kind] = counts.get(kind, 0) + count
    return counts


@transaction.atomic
def merge(*, keep: Organisation, drop: Organisation, by: Any, now: dt.datetime) -> dict[str, int]:
    """Move all that points at `drop` to `keep`; return how much, in the words of `what_moves`.

    Nothing is deleted: `drop` stays as another name for `keep`. The log of `keep` holds the keys of what moved, so that
    it can be moved back. Raises MergeRefused when the two cannot be one, or both have what one may have only once.
    """
    pair = Organisation.objects.select_for_update().filter(pk__in=[keep.pk, drop.pk]).order_by("pk")
    found = {one.pk: one for one in pair}
    keep, drop = found[keep.pk], found[drop.pk]
    if keep.pk == drop.pk:
        raise MergeRefused("An organisation cannot be merged into itself.")
    if keep.site_id != drop.site_id:
        raise MergeRefused("Both organisations must be of one area.")
    if keep.merged_into_id or drop.merged_into_id:
        raise MergeRefused("One of them has been merged already.")
    counts = what_moves(drop)
    moved = {}
    for relation in _relations():
        keys = _move(relation, drop, keep)
        if keys:
            moved[f"{relation.related_model._meta.label_lower}.{relation.field.name}"] = keys
    drop.merged_into = keep
    drop.save(update_fields=["merged_into"])
    merged = {"number": drop.pk, "name": drop.name, "moved": moved, "at": now.isoformat()}
    log(instance=keep, action="consultation.merge_organisations", user=by, data={"merged": merged})
    return counts


def _move(relation: Any, drop: Organisation, keep: Organisation) -> list[Any]:
    """Let the rows of `relation` point at `keep`; return their keys."""
    rows = _pointing_at(drop, relation)
    keys = list(rows.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            rows.update(**{relation.field.name: keep})
    except IntegrityError as error:
        kind = relation.related_model._meta.verbose_name_plural
        raise MergeRefused(
            f"Both have {kind} of which one organisation may have only one. Settle those first. Nothing was moved."
        ) from error
    return keys


def _relations() -> Iterator[Any]:
    """Every foreign key of every app that leads to an organisation, those without a way back included."""
    for field in Organisation._meta.get_fields(include_hidden=True):
        if field.auto_created and (field.one_to_many or field.one_to_one):
            yield field


def _pointing_at(organisation: Organisation, relation: Any) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = relation.related_model._base_manager.filter(**{relation.field.name: organisation})
    return rows
