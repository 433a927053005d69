"""Corrections and notices stand on the page they are about, and what was corrected can still be read."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, get_page_models

from lis_site.roles import Role, make_roles
from strategy.models import AmbitionStatus, LibraryPage, PageNotice
from tests.strategy.factories import AmbitionStatusFactory, StandardPageFactory, make_area
from tests.strategy.library_factories import (
    BoardPaperPageFactory,
    EvidencePageFactory,
    IndicatorPageFactory,
    PublicationPageFactory,
)
from tests.strategy.test_queries import furnish
from tests.strategy.tracker.factories import TrackerPageFactory, make_partnership


@pytest.fixture
def approver(client, tree):
    user = User.objects.create_user("approver", password="x")
    user.groups.add(make_roles(tree.site)[Role.APPROVER])
    client.force_login(user)
    return user


def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def correct(client, page, text="The year was wrong.", **fields):
    add = reverse(PageNotice.snippet_viewset.get_url_name("add"))
    return client.post(
        add, {"page": page.pk if page else "", "kind": "correction", "on": "2020-01-02", "text": text} | fields
    )


def test_a_correction_stands_on_its_page_and_the_page_as_it_was_can_be_read(client, tree, approver):
    page = publish(publish(tree.foundations[0], summary="It began in 1919."), summary="It began in 2019.")
    assert correct(client, page).status_code == 302
    notice = PageNotice.objects.get()
    shown = client.get(page.url)
    assert "The year was wrong." in shown.text
    assert notice.get_absolute_url() in shown.text
    earlier = client.get(notice.get_absolute_url())
    assert "It began in 1919." in earlier.text
    assert "An earlier version" in earlier.text
    assert earlier["X-Robots-Tag"] == "noindex"
    assert "The year was wrong." not in client.get(tree.foundations[1].url).text


def test_every_kind_of_page_carries_notices_and_can_be_read_as_it_was(client, area):
    furnish(area, 1)
    library = LibraryPage.objects.get()
    for make in (PublicationPageFactory, EvidencePageFactory, BoardPaperPageFactory, IndicatorPageFactory):
        make(parent=library)
    pages = {type(page): page for page in Page.objects.descendant_of(area.root_page, inclusive=True).specific()}
    missing = {kind for kind in get_page_models() if kind.is_creatable and kind not in pages} - {Page}
    assert not missing
    for kind, page in pages.items():
        given = {"site": area, "page": page, "on": dt.date(2020, 1, 2)}
        PageNotice.objects.create(kind="notice", text="To know.", **given)
        notice = PageNotice.objects.create(kind="correction", text="Mended.", earlier=page.save_revision(), **given)
        shown = client.get(page.get_url())
        assert shown.status_code == 200, kind
        assert "To know." in shown.text, kind
        assert notice.get_absolute_url() in shown.text, kind
        assert 'content="noindex"' not in shown.text, kind
        earlier = client.get(notice.get_absolute_url())
        assert earlier.status_code == 200, kind
        assert 'content="noindex"' in earlier.text, kind
        assert "<title>An earlier version: " in earlier.text, kind
        assert "Cite this page" not in earlier.text, kind
        assert earlier["X-Robots-Tag"] == "noindex"
    urls = client.get("/sitemap.xml").getvalue().decode()
    assert "/earlier/" not in urls


def test_the_earlier_version_is_of_its_own_area(client, tree, approver):
    page = publish(publish(tree.foundations[0], summary="Once."), summary="Now.")
    correct(client, page)
    make_area("llep.localhost", "Othershire", is_default=False)
    address = PageNotice.objects.get().get_absolute_url()
    assert client.get(address).status_code == 200
    assert client.get(address, headers={"host": "llep.localhost"}).status_code == 404


def test_a_correction_needs_an_earlier_version_and_starts_with_today(client, tree, approver):
    page = publish(tree.foundations[0], summary="It began in 1919.")
    refused = correct(client, page)
    assert "published only once" in refused.text
    assert not PageNotice.objects.exists()
    assert correct(client, page, kind="notice").status_code == 302
    add = reverse(PageNotice.snippet_viewset.get_url_name("add"))
    assert f'value="{timezone.localdate()}"' in client.get(add).text


def test_a_notice_is_taken_away_when_it_is_over_and_a_correction_stays(client, tree, approver):
    page = publish(publish(tree.foundations[0], summary="Once."), summary="Now.")
    correct(client, page)
    correct(client, page, kind="notice", text="We are moving.")
    notice, correction = PageNotice.objects.order_by("-kind")
    delete = PageNotice.snippet_viewset.get_url_name("delete")
    for one in (notice, correction):
        said = client.post(reverse(delete, args=[one.pk]), follow=True)
    assert "what it says was public" in said.text
    assert [one.kind for one in PageNotice.objects.all()] == ["correction"]
    bulk = reverse("wagtail_bulk_action", args=["strategy", "pagenotice", "delete"])
    client.post(f"{bulk}?id={correction.pk}")
    assert PageNotice.objects.exists()


def test_nothing_earlier_shows_of_a_page_that_is_not_for_everybody(client, tree, approver):
    page = publish(publish(tree.foundations[0], summary="Once."), summary="Now.")
    correct(client, page)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(PageNotice.objects.get().get_absolute_url()).status_code == 404
    assert client.get("/earlier/999999999/").status_code == 404


def test_a_page_of_another_area_cannot_be_corrected(client, tree, approver):
    theirs = make_area("llep.localhost", "Othershire", is_default=False)
    page = StandardPageFactory(parent=theirs.root_page)
    assert "Choose a page of your own area." in correct(client, page).text
    assert not PageNotice.objects.exists()


def test_a_status_that_nobody_updated_turns_grey_by_itself(client, tree, monkeypatch):
    status = AmbitionStatusFactory(ambition=tree.ambitions[0], on=dt.date(2020, 3, 12))
    old = client.get(tree.ambitions[0].url).text
    assert "not updated since 12 March 2020" in old
    assert "tag-on_track" not in old  # neither in the head nor in the thread
    AmbitionStatus.objects.filter(pk=status.pk).update(status="complete")
    assert "not updated since" not in client.get(tree.ambitions[0].url).text
    AmbitionStatus.objects.filter(pk=status.pk).update(status="on_track", on=dt.datetime.now(tz=dt.UTC).date())
    now = client.get(tree.ambitions[0].url).text
    assert "not updated since" not in now
    assert now.count("tag-on_track") == 2


@pytest.fixture
def partnership(tree):
    TrackerPageFactory(parent=tree.home)
    return make_partnership(tree.site, "Here")


def about(client, address, **fields):
    return correct(client, None, address=address, **fields)


def test_what_is_no_page_is_named_by_its_address_and_what_it_said_is_kept(client, tree, partnership, approver):
    url = partnership.get_absolute_url()
    assert "Write what it said before" in about(client, url).text
    assert (
        about(client, f" http://localhost{url.rstrip('/')}?a=1#b ", before="Founded in 1919.\nOr so.").status_code
        == 302
    )
    notice = PageNotice.objects.get()
    assert (notice.page, notice.address, notice.site, notice.earlier) == (None, url, tree.site, None)
    shown = client.get(url).text
    assert "The year was wrong." in shown
    assert "Founded in 1919.<br>Or so." in shown
    assert "The year was wrong." not in client.get("/tracker/").text
    assert url in client.get(reverse(PageNotice.snippet_viewset.get_url_name("list"))).text
    assert about(client, url, kind="notice", text="Asked about it.").status_code == 302
    assert "Asked about it." in client.get(url).text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"address": ""}, "Choose the page, or give the address"),
        ({"address": "/tracker/nowhere/"}, "is public at this address"),
        ({"address": "/admin/"}, "is public at this address"),
        ({"address": "http://[/"}, "is public at this address"),
        ({"address": "https://elsewhere.example/tracker/place-0/"}, "is public at this address"),
        ({"address": "/", "before": "x"}, "is public at this address"),
        ({"page": "here", "address": "{}"}, "Keep one of the two"),
        ({"page": "here", "before": "x"}, "Leave this empty"),
        ({"address": "{}", "kind": "notice", "before": "x"}, "Leave this empty"),
    ],
)
def test_what_it_is_about_must_be_clear(client, tree, partnership, approver, fields, says):
    page = publish(publish(tree.foundations[0]))
    given = {name: value.format(partnership.get_absolute_url()) for name, value in fields.items()}
    chosen = page if given.pop("page", None) else None
    assert says in correct(client, chosen, **given).text
    assert not PageNotice.objects.exists()


def test_another_areas_record_is_not_there_to_be_corrected(client, tree, partnership, approver):
    theirs = make_area("llep.localhost", "Othershire", is_default=False)
    TrackerPageFactory(parent=theirs.root_page)
    other = make_partnership(theirs, "There")
    for address in (other.get_absolute_url(), f"http://llep.localhost{other.get_absolute_url()}"):
        assert "is public at this address" in about(client, address, before="x").text
    assert not PageNotice.objects.exists()
