"""Starting another area in the admin: a form for superusers, who then go on in the area's settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, Site

from lis_site.area_start import NewArea, make_bare_tree, start_area

_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_HOST = RegexValidator(rf"^{_LABEL}(\.{_LABEL})*\Z", "Enter a host name and nothing else, such as strategy.example.org")
_PORT = 443


class NewAreaForm(forms.Form):
    name = forms.CharField(
        max_length=80,
        label="Name of the place",
        help_text="Such as Leeds City Region.",
        error_messages={"required": "Enter the name of the place"},
    )
    host = forms.CharField(
        max_length=200,
        label="Web address",
        help_text="Only the host name, such as strategy.example.org. It must lead to this server.",
        error_messages={"required": "Enter the web address"},
        validators=[_HOST],
    )
    port = forms.IntegerField(
        min_value=1,
        max_value=65_535,
        initial=_PORT,
        label="Port",
        help_text="443 on the public web. On your own machine, the one in the address you are at.",
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        slug = slugify(name)
        if not slug:
            raise forms.ValidationError("Use at least one letter from A to Z, or a digit")
        if Page.get_first_root_node().get_children().filter(slug=slug).exists():
            raise forms.ValidationError("An area of that name is here already")
        return name

    def clean_host(self) -> str:
        host: str = self.cleaned_data["host"]
        if Site.objects.filter(hostname=host).exists():
            raise forms.ValidationError("An area with that address is here already")
        return host

    def save(self) -> Site:
        """The new area, with its bare pages, groups and rights."""
        given = self.cleaned_data
        with transaction.atomic():
            site = start_area(
                NewArea(given["host"], given["name"], f"{given['name']} Industrial Strategy", given["port"])
            )
            make_bare_tree(site)
        return site


@never_cache
@require_http_methods(["GET", "POST"])
def start_another(request: HttpRequest) -> HttpResponse:
    """Only for superusers: whoever looks after one area has no say in whether there is another."""
    if not request.user.is_superuser:
        raise PermissionDenied
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None:
        data["host"] = data.get("host", "").strip().lower()
    form = NewAreaForm(data, initial={"port": request.get_port() if not request.is_secure() else _PORT})
    if request.method == "POST" and form.is_valid():
        site = form.save()
        messages.success(
            request,
            f"{site.site_name} is started. Say here who publishes it and how to reach you. Then give its colleagues "
            "accounts.",
            buttons=[messages.button(reverse("wagtailusers_users:add"), "Add a colleague")],
        )
        return redirect("wagtailsettings:edit", "strategy", "areasettings", site.pk)
    context = {"form": form, "page_title": "Start another area", "header_icon": "site"}
    return render(request, "wagtailadmin/areas/start.html", context)


def admin_urls() -> list[Any]:
    return [path("areas/start/", start_another, name="start_another_area")]


class SuperuserMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.is_superuser)


def menu_item() -> MenuItem:
    return SuperuserMenuItem("Start another area", reverse("start_another_area"), icon_name="site", order=650)
