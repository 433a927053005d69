"""Wagtail's pages for promoted results, narrowed to the areas of whoever is asking. Its own would show all areas."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404
from django.utils.functional import cached_property
from wagtail.contrib.search_promotions.forms import SearchPromotionsFormSet
from wagtail.contrib.search_promotions.models import Query
from wagtail.contrib.search_promotions.views import settings as wagtails
from wagtail.log_actions import log
from wagtail.models import Page

from lis_site.search.promotions import promotions_of
from strategy.areas import pages_within


class AreaPromotionsFormSet(SearchPromotionsFormSet):
    """Accepts pages of the areas of `for_user` only. Links to other sites belong to no area and are not offered."""

    def add_fields(self, form: Any, *args: Any, **kwargs: Any) -> None:
        super().add_fields(form, *args, **kwargs)
        form.fields["page"].queryset = pages_within(Page.objects.all(), form.for_user)
        form.fields["page"].required = True
        form.fields["page"].error_messages["required"] = "Choose a page."
        form.fields["page"].error_messages["invalid_choice"] = "Choose a page of your own area."


class AreaIndex(wagtails.IndexView):
    def get_base_queryset(self) -> Any:
        own = promotions_of(self.request.user)
        return (
            super()
            .get_base_queryset()
            .filter(pk__in=own.values("query"))
            .prefetch_related(None)
            .prefetch_related(Prefetch("editors_picks", queryset=own.select_related("page")))
        )


class _OwnFormSet:
    request: Any
    object: Query | None

    @cached_property
    def searchpicks_formset(self) -> AreaPromotionsFormSet:
        data = self.request.POST if self.request.method == "POST" else None
        return AreaPromotionsFormSet(
            data,
            instance=self.object,
            queryset=promotions_of(self.request.user),
            form_kwargs={"for_user": self.request.user},
        )


class AreaCreate(_OwnFormSet, wagtails.CreateView):
    pass


class _OwnQuery:
    """Words for which nothing of one's own areas is promoted are not there (404)."""

    request: Any

    def get_object(self, *args: Any) -> Query:
        found: Query = super().get_object(*args)  # type: ignore[misc]
        if not promotions_of(self.request.user).filter(query=found).exists():
            raise Http404
        return found


class AreaEdit(_OwnQuery, _OwnFormSet, wagtails.EditView):
    pass


class AreaDelete(_OwnQuery, wagtails.DeleteView):
    def delete_action(self) -> None:
        own = promotions_of(self.request.user).filter(query=self.object)
        with transaction.atomic():
            for promotion in own:
                log(promotion, "wagtail.delete")
            own.delete()
