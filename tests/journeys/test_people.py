"""What people get in the post, the page behind a dead link, and what staff see of both, in a real browser."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path
from playwright.sync_api import expect

from consultation.participants.models import Mail
from consultation.participants.views import for_holder
from lis_site.urls import urlpatterns as site_urls
from tests.consultation.participants.factories import lay_mail_templates, queue_hello
from tests.journeys.conftest import DESK, PHONE
from tests.strategy.factories import make_area, make_tree

urlpatterns = [
    path("my/<str:token>/", for_holder("booking")(lambda request, link: HttpResponse())),
    path("", include(site_urls)),
]


@pytest.fixture
def site(live_server, settings, tmp_path):
    lay_mail_templates(settings, tmp_path)
    found = make_area()
    make_tree(found, count=2)
    return found


@pytest.mark.parametrize(("width", "dark"), [(PHONE, False), (DESK, True)])
def test_the_page_of_a_dead_link(visit, live_server, site, axe, width, dark):
    with override_settings(ROOT_URLCONF=__name__):
        page = visit(width=width, dark=dark)
        page.goto(f"{live_server.url}/my/wrong/")
        assert page.locator("h1").inner_text() == "This link does not work"
        assert axe(page) == []
        assert page.context.cookies() == []


@pytest.mark.parametrize(("width", "dark"), [(PHONE, False), (DESK, True)])
def test_an_email_reads_well(visit, live_server, site, axe, width, dark):
    queue_hello(site, context={"name": "Jane", "link": "https://www.example.org/"}, now=dt.datetime.now(dt.UTC))
    page = visit(width=width, dark=dark, watched=False)
    page.goto(f"{live_server.url}/healthz/live")
    page.route("**/mail", lambda route: route.fulfill(body=Mail.objects.get().html, content_type="text/html"))
    page.goto(f"{live_server.url}/mail")
    expect(page.locator(".action a")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(page) == []


def test_staff_read_an_email_in_the_admin(visit, live_server, site, client):
    client.force_login(User.objects.create_superuser("admin"))
    queued = queue_hello(site, context={"name": "Jane", "link": "https://x.example/"}, now=dt.datetime.now(dt.UTC))
    page = visit(watched=False)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/admin/snippets/consultation/mail/")
    page.get_by_role("link", name=re.compile(f"E-mail {queued.pk}")).first.click()
    page.frame_locator("iframe[title='The e-mail']").get_by_role("heading", name="Hello Jane").wait_for()
