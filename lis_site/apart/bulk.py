"""Actions on several things at once. Wagtail names those that one may not touch, whatever area they are of.

Even all there are, to whoever asks for `id=all`.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page
from wagtail.permissions import policy_registry

from lis_site.apart.own import own_pages
from strategy.areas import reaches_pages

_ANY = ["add", "change", "delete", "view", "choose"]
_LONGEST = 18  # digits of the highest number that a row can have, and a little less


def act(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponseBase:
    """As Wagtail's, but what is not of one's own areas is not there, and numbers that are none are not either (404)."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    wagtails = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if wagtails is None or not _is_readable(request, model):
        raise Http404
    response: HttpResponseBase = _narrowed(wagtails)(request, model).dispatch(request)
    return response


def _is_readable(request: HttpRequest, model: type[Any]) -> bool:
    numbers = [one for one in request.GET.getlist("id") if one != "all"]
    above = request.GET.get("childOf")
    if any(not one.isdecimal() or len(one) > _LONGEST for one in [*numbers, *([above] if above else [])]):
        return False
    if above and issubclass(model, Page):
        return Page.objects.filter(pk=above).exists() and reaches_pages(request.user, [int(above)])
    return True


def _narrowed(wagtails: type[Any]) -> type[Any]:
    class Narrowed(wagtails):
        def get_form(self, *args: Any) -> Any:
            form = super().get_form(*args)
            for name, field in form.fields.items():
                chosen = str(form.data.get(name, ""))
                is_page = issubclass(getattr(getattr(field, "queryset", None), "model", object), Page)
                if is_page and chosen.isdecimal() and not reaches_pages(self.request.user, [int(chosen)]):
                    raise PermissionDenied  # rather than show it, with its title, in a form to be mended
            return form

        def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
            objects, others = super().get_actionable_objects()
            numbers = [_row(one).pk for several in others.values() for one in several]
            seen = _seen_by(self.request.user, self.model, numbers)
            others = {why: [one for one in several if _row(one).pk in seen] for why, several in others.items()}
            if not objects and not any(others.values()):
                raise Http404
            return objects, others

    return Narrowed


def _row(listed: Any) -> Any:
    return listed["item"] if isinstance(listed, dict) else listed


def _seen_by(user: Any, model: type[Any], numbers: list[int]) -> set[int]:
    policy = policy_registry.get_by_type(model)
    own = own_pages(user) if issubclass(model, Page) else policy.instances_user_has_any_permission_for(user, _ANY)
    return set(own.filter(pk__in=numbers).values_list("pk", flat=True))
