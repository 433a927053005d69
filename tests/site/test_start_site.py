"""A real partnership starts from a bare tree, and is told what to do next."""

import io

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from strategy.models import AccessibilityStatementPage, HomePage, KeyFigure

pytestmark = pytest.mark.django_db


def start(*arguments):
    out = io.StringIO()
    call_command("start_site", "--host", "www.example.org", "--name", "Exampleshire", *arguments, stdout=out)
    return out.getvalue()


def test_it_makes_the_bare_tree_and_says_what_to_do_next(client):
    said = start("--port", "80")
    assert "What to do next" in said
    assert "as a draft: Accessibility statement" in said
    assert not KeyFigure.objects.exists()  # no demo
    home = Site.objects.get(hostname="www.example.org").root_page
    live = Page.objects.descendant_of(home, inclusive=True).live()
    assert live.count() == 19
    for page in live:
        path = page.url_path.removeprefix(home.url_path)
        assert client.get(f"/{path}", headers={"host": "localhost"}).status_code == 200, path


def test_the_legal_pages_are_drafts_to_complete(client):
    start("--port", "80")
    page = AccessibilityStatementPage.objects.get()
    assert not page.live
    assert client.get("/accessibility/", headers={"host": "localhost"}).status_code == 404


def test_starting_again_changes_nothing():
    start()
    before = list(Page.objects.values_list("path", "title"))
    assert "nothing changed" in start()
    assert list(Page.objects.values_list("path", "title")) == before


def test_another_area_stands_beside_the_first():
    start()
    call_command(
        "start_site",
        "--host",
        "other.example.org",
        "--name",
        "Othershire",
        "--another-area",
        stdout=io.StringIO(),
    )
    assert HomePage.objects.count() == 2
    assert Site.objects.get(is_default_site=True).hostname == "www.example.org"
