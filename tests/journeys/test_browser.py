"""The tools of the journeys themselves: they must notice what they are there to notice."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.http import HttpResponse
from django.urls import clear_url_caches, path

from lis_site import urls
from lis_site.settings import policies
from tests.journeys.conftest import PHONE


@pytest.fixture
def page_with(live_server, visit, visits):
    """Opens a page of our own site whose words are given, under the public policy unless another is given."""

    def open_page(words: str, *, masthead="", policy=None, **options):
        def view(request):
            main = f"<main><h1>A page</h1>{words}</main>"
            response = HttpResponse(f"<!doctype html><html lang=en><title>A page</title><body>{masthead}{main}</html>")
            if policy is not None:
                response._csp_config = policy  # as csp_override does
            return response

        urls.urlpatterns.insert(0, path("a-page/", view))
        clear_url_caches()
        page = visit(watched=False, **options)  # the test looks at the problems itself
        watcher = visits[-1]
        watcher.watch()
        page.goto(f"{live_server.url}/a-page/")
        return page, watcher

    before = list(urls.urlpatterns)
    yield open_page
    for seen in visits:
        seen.problems.clear()
    urls.urlpatterns[:] = before
    clear_url_caches()


def test_a_sound_page_has_no_violations_and_no_problems(page_with, axe):
    page, watcher = page_with("<p>Words.</p>", width=PHONE)
    assert axe(page) == []
    assert watcher.problems == []


def test_axe_notices_a_picture_without_words(page_with, axe):
    page, _ = page_with('<img src="/static/missing.png">')
    assert [violation.partition(":")[0] for violation in axe(page)] == ["image-alt"]


def test_axe_notices_pale_words_under_the_strict_policy(page_with, axe):
    page, _ = page_with('<p><font color="#bbbbbb">Can you read this?</font></p>')
    assert [violation.partition(":")[0] for violation in axe(page)] == ["color-contrast"]


@pytest.mark.parametrize("dark", [False, True])
def test_axe_passes_over_a_sound_masthead_that_it_knows_and_over_nothing_else(page_with, axe, known_furniture, dark):
    sound, pale = "<header><p>Over it all</p></header>", '<header><font color="#bbbbbb">Over it all</font></header>'
    before = len(known_furniture)
    for masthead, words, expected in (
        (sound, "<p>Words.</p>", []),
        (sound, '<img src="/static/missing.png">', ["image-alt"]),
        (pale, "<p>Words.</p>", ["color-contrast"]),
        (pale, "<p>Words.</p>", ["color-contrast"]),
    ):
        page, _ = page_with(words, masthead=masthead, dark=dark)
        assert [violation.partition(":")[0] for violation in axe(page)] == expected
    assert len(known_furniture) == before + 1


def test_what_axe_itself_does_is_not_held_against_the_page(page_with, axe):
    page, watcher = page_with("<p>Words.</p>")
    axe(page)
    assert watcher.problems == []


def test_a_breach_of_the_policy_is_noticed(page_with):
    page, watcher = page_with("<script>document.title = 'taken over'</script>")
    assert page.title() == "A page"
    assert any("Content Security Policy" in problem for problem in watcher.problems)


def test_a_request_to_another_host_is_noticed(page_with):
    _, watcher = page_with('<link rel="preload" href="http://other.example/x.css" as="style">')
    # The policy stops it before it leaves; either trace is enough.
    assert watcher.problems


def test_a_visit_without_javascript_runs_none(page_with):
    script = "<script>document.title = 'taken over'</script>"
    with_scripts, _ = page_with(script, policy=policies.ADMIN)
    without, _ = page_with(script, policy=policies.ADMIN, javascript=False)
    assert (with_scripts.title(), without.title()) == ("taken over", "A page")


def test_axe_is_new_enough_to_know_wcag_2_2(page_with):
    page, _ = page_with("")
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate("axe.getRules(['wcag22aa']).length") > 0
