"""The link checker asks only whom it is told to, follows nothing, and is off until somebody turns it on."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from strategy.models import PartnershipLink
from strategy.tracker.link_check import check_links
from tests.strategy.tracker.factories import make_partnership


@pytest.fixture(scope="module")
def server():
    """Answers 200, 404 at /gone, and sends on from /moved; keeps what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.server.asked.append(self.path)
            self.send_response({"/gone": 404, "/moved": 302}.get(self.path, 200))
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args):
            pass

    found = HTTPServer(("127.0.0.1", 0), Handler)
    found.asked = []
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def link(area):
    one = make_partnership(area, "Aside")

    def make(address):
        return PartnershipLink.objects.create(partnership=one, kind="news", title="News", address=address)

    return make


def test_it_says_what_came_and_follows_nothing(link, server):
    host = f"127.0.0.1:{server.server_port}"
    links = {path: link(f"http://{host}{path}") for path in ("/", "/gone", "/moved")}
    server.asked.clear()
    assert len(list(check_links(hosts=[host], now=timezone.now()))) == 3
    assert server.asked == ["/", "/gone", "/moved"]
    for one in links.values():
        one.refresh_from_db()
    assert links["/"].tried_result == "answers"
    assert "404" in links["/gone"].tried_result
    assert "moved" in links["/moved"].tried_result
    assert links["/"].checked_on is None  # a machine has not read the source


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "http://127.0.0.1/",
        "http://allowed@evil.example/",
        "http://allowed.example.evil.example/",
        "ftp://allowed.example/",
        "http://[::1/",
        "file:///etc/passwd",
    ],
)
def test_it_never_asks_a_host_that_is_not_named(link, address):
    link(address)
    (tried,) = check_links(hosts=["allowed.example"], now=timezone.now())
    assert not tried.result


def test_the_command_is_off_until_hosts_are_named(link, server, settings):
    link(f"http://127.0.0.1:{server.server_port}/")
    server.asked.clear()
    said = StringIO()
    call_command("check_links", stdout=said)
    assert "Off" in said.getvalue()
    assert server.asked == []
    settings.LINK_CHECK_HOSTS = [f"127.0.0.1:{server.server_port}"]
    call_command("check_links", stdout=said)
    assert "answers" in said.getvalue()
