"""A superuser starts another area with clicks alone; nobody else can, and what is typed wrong is said."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from wagtail.models import Page, Site

from lis_site.roles import Role, make_roles
from strategy.models import AreaSettings, HomePage, TrackerPage

URL = "/admin/areas/start/"
GOOD = {"name": "Newshire", "host": "newshire.example.org", "port": "443"}


@pytest.fixture
def root(client, area):
    client.force_login(User.objects.create_superuser("root", password="x"))
    return client


def test_it_makes_pages_groups_and_settings_and_leads_on_to_them(root, area):
    before = Page.objects.descendant_of(area.root_page).count()
    response = root.post(URL, GOOD | {"host": " NEWSHIRE.example.org "})
    site = Site.objects.get(hostname="newshire.example.org")
    assert response["Location"] == reverse("wagtailsettings:edit", args=["strategy", "areasettings", site.pk])
    assert not site.is_default_site
    assert AreaSettings.for_site(site).area_name == "Newshire"
    assert Group.objects.filter(name__contains="Newshire").count() == len(Role)
    assert TrackerPage.objects.descendant_of(site.root_page).exists()
    assert Page.objects.descendant_of(area.root_page).count() == before
    assert "is started" in root.get(response["Location"]).text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": ""}, "Enter the name of the place"),
        ({"name": "東京"}, "at least one letter"),
        ({"name": "x" * 300}, "at most 80 characters"),
        ({"name": "a\x00b"}, "Null characters"),
        ({"host": ""}, "Enter the web address"),
        ({"host": "https://x.example/"}, "Enter a host name"),
        ({"host": "-x.example"}, "Enter a host name"),
        ({"host": "x" * 300}, "at most 200 characters"),
        ({"port": "0"}, "greater than or equal to 1"),
        ({"port": "²"}, "Enter a whole number"),
        ({"port": "9" * 5000}, "number"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(root, given, says):
    response = root.post(URL, GOOD | given)
    assert response.status_code == 200
    assert says in response.text
    assert HomePage.objects.count() == 1


def test_a_name_or_an_address_is_taken_once(root, area):
    root.post(URL, GOOD)
    text = root.post(URL, GOOD).text
    assert "An area of that name" in text
    assert "An area with that address" in text


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.EDITOR])
def test_whoever_looks_after_one_area_starts_no_other(client, area, role):
    user = User.objects.create_user(role, password="x")
    user.groups.add(make_roles(area)[role])
    client.force_login(user)
    assert client.get(URL).status_code in (302, 403)
    assert client.post(URL, GOOD).status_code in (302, 403)
    assert Site.objects.count() == 1
