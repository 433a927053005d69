"""People's records in the admin. Whoever opens personal data is noted; lists show numbers instead of names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from consultation.participants import mail, organisations, privacy
from consultation.participants.forms import ConsentTextForm, ContactForm, HoldForm, OrganisationForm
from consultation.participants.models import ConsentText, Contact, Erasure, Hold, Mail, Organisation
from strategy.panels import AreaPanel
from strategy.viewsets import AreaEdit, AreaInspect, AreaRecordViewSet, own_or_404


def _route(model: Any, name: str) -> str:
    route: str = model.snippet_viewset.get_url_name(name)
    return route


@method_decorator(never_cache, name="dispatch")
class NotedInspect(AreaInspect):
    """Notes who looked at the personal data, and when."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        log(instance=self.object, action="consultation.view_person", user=request.user)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response


@method_decorator(never_cache, name="dispatch")
class NotedEdit(AreaEdit):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        log(instance=self.object, action="consultation.view_person", user=request.user)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response


# --- Organisations ---


class MergeForm(forms.Form):
    keep = forms.ModelChoiceField(Organisation.objects.none(), label="Keep", empty_label="Choose an organisation")

    def __init__(self, *args: Any, drop: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.current().filter(site=drop.site_id).exclude(pk=drop.pk)
        self.fields["keep"].queryset = others  # type: ignore[attr-defined]


def merge_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what will move, and where to; then moves it."""
    drop = own_or_404(Organisation, request.user, "change", pk)
    form = MergeForm(request.POST or None, drop=drop)
    if request.method == "POST" and form.is_valid():
        keep = form.cleaned_data["keep"]
        try:
            organisations.merge(keep=keep, drop=drop, by=request.user, now=timezone.now())
        except organisations.MergeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{drop}” is now part of “{keep}”. Either name leads to it.")
            return redirect(_route(Organisation, "edit"), keep.pk)
    context = {"drop": drop, "form": form, "moves": organisations.what_moves(drop)}
    return render(request, "wagtailadmin/participants/merge.html", context)


class OrganisationEdit(AreaEdit):
    @property
    def header_more_buttons(self) -> list[Button]:
        url = reverse(_route(Organisation, "merge"), args=[self.object.pk])
        return [*super().header_more_buttons, Button("Merge into another", url=url, icon_name="collapse-up")]


class OrganisationViewSet(AreaRecordViewSet):
    model = Organisation
    icon = "group"
    menu_label = "Organisations"
    list_display = ("name", "kind", "district", "site")
    list_filter = ("kind",)
    search_fields = ("name",)
    edit_view_class = OrganisationEdit
    edit_handler = ObjectList(
        [AreaPanel("site"), FieldPanel("name"), FieldPanel("kind"), FieldPanel("district")],
        base_form_class=OrganisationForm,
    )

    def get_queryset(self, request: Any) -> Any:
        organisations_of_area: Any = super().get_queryset(request)
        return organisations_of_area.current()

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("merge/<int:pk>/", merge_organisation, name="merge")]


# --- Contacts ---


def export_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the site holds about the person, as a file."""
    contact = own_or_404(Contact, request.user, "view", pk)
    log(instance=contact, action="consultation.export_person", user=request.user)
    given = privacy.export(contact, timezone.now())
    response = JsonResponse(given, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="contact-{contact.pk}.json"'
    response["Cache-Control"] = "no-store, private"
    return response


def erase_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what will go; then erases it."""
    contact = own_or_404(Contact, request.user, "change", pk)
    if request.method == "POST":
        try:
            privacy.erase(contact=contact, by=request.user, now=timezone.now())
        except privacy.ErasureRefused as refusal:
            messages.error(request, str(refusal))
        else:
            log(instance=contact, action="consultation.erase_person", user=request.user)
            messages.success(request, f"{contact} has been erased. What can be counted is still counted.")
        return redirect(_route(Contact, "list"))
    held = {name: len(things) for name, things in privacy.everything_held(contact).items()}
    return render(request, "wagtailadmin/participants/erase.html", {"contact": contact, "held": held})


class ContactInspect(NotedInspect):
    @property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        export_url = reverse(_route(Contact, "export"), args=[self.pk])
        buttons.append(Button("Download everything", url=export_url, icon_name="download"))
        if self.get_edit_url():
            buttons.append(Button("Erase", url=reverse(_route(Contact, "erase"), args=[self.pk]), icon_name="bin"))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"held": privacy.everything_held(self.object)}


class ContactViewSet(AreaRecordViewSet):
    """The list tells nothing; opening one is noted. Search by the exact words of an address or a name."""

    model = Contact
    icon = "user"
    menu_label = "Contacts"
    list_display = ("__str__", "site", "made_at", "erased_at")
    search_fields = ("email", "name")
    inspect_view_enabled = True
    inspect_view_class = ContactInspect
    inspect_view_fields = ("site", "made_at", "seen_at", "erased_at")
    inspect_template_name = "wagtailadmin/participants/contact.html"
    edit_view_class = NotedEdit
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("email"), FieldPanel("phone")], base_form_class=ContactForm
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("export/<int:pk>/", export_contact, name="export"),
            path("erase/<int:pk>/", erase_contact, name="erase"),
        ]


# --- Consent, holds, erasures ---


class ConsentTextViewSet(AreaRecordViewSet):
    model = ConsentText
    icon = "tick-inverse"
    menu_label = "Consent texts"
    list_display = ("purpose", "version", "text", "site", "written_at")
    inspect_view_enabled = True
    inspect_view_class = AreaInspect
    edit_handler = ObjectList(
        [
            HelpPanel("A text is never changed. Write the same purpose again: this becomes its next version."),
            AreaPanel("site"),
            FieldPanel("purpose"),
            FieldPanel("text"),
        ],
        base_form_class=ConsentTextForm,
    )


class HoldViewSet(AreaRecordViewSet):
    model = Hold
    icon = "lock"
    menu_label = "Legal holds"
    list_display = ("__str__", "contact", "reason", "until", "ended_at", "site")
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("site", "contact", "reason", "until", "ended_at")], base_form_class=HoldForm
    )


class ErasureViewSet(AreaRecordViewSet):
    model = Erasure
    icon = "history"
    menu_label = "Erasures"
    list_display = ("at", "reason", "activity", "people", "counts", "by", "site")


# --- Mail ---


def retry_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """A button of its page; looking at it does nothing."""
    found = own_or_404(Mail, request.user, "view", pk)
    if request.method == "POST":
        if mail.try_again(mail=found, now=timezone.now()):
            log(instance=found, action="consultation.retry_mail", user=request.user)
            messages.success(request, "It will be tried again within the minute.")
        else:
            messages.error(request, "Only an e-mail that failed or was refused can be tried again.")
    return redirect(_route(Mail, "inspect"), found.pk)


class MailInspect(NotedInspect):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: Mail = self.object
        retry_url = reverse(_route(Mail, "retry"), args=[found.pk])
        can_retry = found.state in ("failed", "refused") and found.erased_at is None
        return super().get_context_data(**kwargs) | {
            "mail": found,
            "text": mail.readable(found.text),
            "html": mail.readable(found.html),
            "retry_url": retry_url if can_retry else "",
        }


class MailViewSet(AreaRecordViewSet):
    model = Mail
    icon = "mail"
    menu_label = "E-mails"
    list_display = ("__str__", "kind", "state", "queued_at", "handed_over_at", "attempts", "last_error", "site")
    list_filter = ("state", "kind")
    search_fields = ("to", "subject")
    inspect_view_enabled = True
    inspect_view_class = MailInspect
    inspect_view_fields = [
        *("kind", "state", "queued_at", "handed_over_at", "attempts", "next_try_at", "last_error"),
        *("to", "subject", "erased_at"),
    ]
    inspect_template_name = "wagtailadmin/participants/mail.html"

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("retry/<int:pk>/", retry_mail, name="retry")]


class PeopleRecords(SnippetViewSetGroup):
    items = (OrganisationViewSet, ContactViewSet, MailViewSet, ConsentTextViewSet, HoldViewSet, ErasureViewSet)
    menu_label = "People"
    menu_icon = "group"
    menu_order = 260
