"""Nothing an editor can send gives a server error: odd values in every field of every form of ours in the admin.

Each oddity meets several forms, by turns that are always the same. With FUZZ=all each meets every form.
"""

import datetime as dt
import os
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.signals import got_request_exception
from django.urls import reverse
from wagtail.models import Page, get_page_models

from consultation.models import FeedbackRow, SavedQuestion, Survey
from strategy.models import (
    AmbitionStatus,
    District,
    GlossaryTerm,
    KeyFigure,
    LibraryItemPage,
    LocalStrategy,
    PageNotice,
    Partnership,
    TrackerTheme,
    TrackerWave,
)
from tests.consultation.events.factories import EventsPageFactory
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.consultation.feedback.factories import make_row
from tests.ready_made import ready_made
from tests.strategy import factories
from tests.strategy.library_factories import (
    BoardPaperPageFactory,
    EvidencePageFactory,
    IndicatorPageFactory,
    LibraryPageFactory,
    LibraryShelfPageFactory,
    NewsPageFactory,
    PublicationPageFactory,
)
from tests.strategy.tracker.factories import ThemeFactory, TrackerPageFactory, WaveFactory, make_partnership

OURS = [
    kind
    for kind in get_page_models()
    if kind not in (Page, LibraryItemPage) and kind._meta.app_label in ("strategy", "consultation")
]
RECORDS = [
    KeyFigure,
    District,
    GlossaryTerm,
    AmbitionStatus,
    Partnership,
    LocalStrategy,
    TrackerWave,
    TrackerTheme,
    PageNotice,
    FeedbackRow,
]

ODD = {
    "nothing": "",
    "NUL": "a\x00b",
    "only NUL": "\x00",
    "a megabyte": "x" * 1_000_000,
    "emoji": "🧶👩‍👩‍👧🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "right to left": "\u202eevil\u2066",
    "markup": '"><script>alert(1)</script>',
    "a number": "999999999999999999999",
    "below zero": "-1",
    "a date": "99999-99-99",
    "json": '{"entityMap": 1, "blocks": "x"}',
    "half of json": '{"blocks": [',
    "deep json": "[" * 5000,
    "combining": "a" + "\u0301" * 2000,
    "lines": "\r\n\v\f\x85",
}

# Fields of forms that browsers make with a script, so that the page does not hold them.
STREAM = {
    "body-count": "1",
    "body-0-deleted": "",
    "body-0-order": "0",
    "body-0-type": "text",
    "body-0-id": "",
    "body-0-value": "",
}
BREAKAGES = {
    "empty": lambda form: {},
    "no management forms": lambda form: {k: v for k, v in form.items() if not k.endswith(("_FORMS", "-count"))},
    "odd management forms": lambda form: {k: ("x" if k.endswith("_FORMS") else v) for k, v in form.items()},
    "forms that are not there": lambda form: {k: ("9" if k.endswith("TOTAL_FORMS") else v) for k, v in form.items()},
    "more initial forms than there are": lambda form: {
        k: ("5" if k.endswith(("TOTAL_FORMS", "INITIAL_FORMS")) else v) for k, v in form.items()
    },
    "countless forms": lambda form: {k: ("99999999" if k.endswith("_FORMS") else v) for k, v in form.items()},
    "a block of no kind": lambda form: form | STREAM | {"body-0-type": "nothing"},
    "blocks without end": lambda form: form | STREAM | {"body-count": "3"},
    "no number of blocks": lambda form: form | STREAM | {"body-count": "many"},
    "a block out of order": lambda form: form | STREAM | {"body-0-order": "first"},
    "odd text": lambda form: form | STREAM | {"body-0-value": '{"blocks":[{"type":"x"}],"entityMap":[]}'},
    "text that is no json": lambda form: form | STREAM | {"body-0-value": "plain"},
    "an odd picture": lambda form: form | STREAM | {"body-0-type": "picture", "body-0-value-image-image": "x"},
    "an odd link": lambda form: (
        form | STREAM | {"body-0-type": "links", "body-0-value-count": "1", "body-0-value-0-value": "\x00"}
    ),
    "an odd figure": lambda form: (
        form | STREAM | {"body-0-type": "figures", "body-0-value-count": "1", "body-0-value-0-value": "x"}
    ),
    "an odd table": lambda form: form | STREAM | {"body-0-type": "table", "body-0-value-table-column-count": "x"},
    "another's draft": lambda form: form | {"overwrite_revision_id": "x", "loaded_revision_id": "\x00"},
    "odd times": lambda form: form | {"go_live_at": "0000-00-00 99:99", "expire_at": "1-1-1"},
    "a time that is skipped": lambda form: form | {"go_live_at": "2027-03-28 01:30"},
}
ODDITIES = len(BREAKAGES) + len(ODD)


@pytest.fixture
def client(client, db):
    """Signed in as somebody who may do everything, so that nothing hides behind a refusal."""
    client.force_login(User.objects.create_superuser("admin"))
    client.raise_request_exception = False
    return client


@pytest.fixture
def crashes():
    """What went wrong in views, as the server would log it."""
    found = []

    def note(request, **kwargs):
        found.append(f"{request.method} {request.path}: {sys.exc_info()[1]!r}"[:300])

    got_request_exception.connect(note)
    yield found
    got_request_exception.disconnect(note)


@pytest.fixture
def everything(tree):
    """A page of each kind of ours, and one of each record."""
    return ready_made("something of everything", lambda: furnish(tree))


def furnish(tree):
    say = HaveYourSayPageFactory(parent=tree.home)
    make_row(ConsultationPageFactory(parent=say), tree.ambitions[0])
    for made in (
        EventsPageFactory(parent=tree.home),
        factories.HealthDeterminantsPageFactory(parent=tree.strategy),
        factories.OverviewPageFactory(parent=tree.strategy),
        factories.GlossaryPageFactory(parent=tree.home),
        factories.StandardPageFactory(parent=tree.home),
        factories.AccessibilityStatementPageFactory(parent=tree.home),
        factories.PrivacyPageFactory(parent=tree.home),
        factories.CookiesPageFactory(parent=tree.home),
        factories.ContactPageFactory(parent=tree.home),
        TrackerPageFactory(parent=tree.home),
    ):
        assert made.pk
    library = LibraryPageFactory(parent=tree.home)
    LibraryShelfPageFactory(parent=library)
    for factory in (
        NewsPageFactory,
        PublicationPageFactory,
        EvidencePageFactory,
        BoardPaperPageFactory,
        IndicatorPageFactory,
    ):
        factory(parent=library)
    WaveFactory(site=tree.site)
    ThemeFactory(site=tree.site)
    make_partnership(tree.site, "Aside")
    PageNotice.objects.create(site=tree.site, page=tree.home, kind="notice", on=dt.date(2020, 1, 1), text="Note.")
    factories.KeyFigureFactory(site=tree.site)
    factories.DistrictFactory(site=tree.site)
    factories.GlossaryTermFactory(site=tree.site)
    factories.AmbitionStatusFactory(ambition=tree.ambitions[0])
    return tree


def form_at(client, url):
    """The fields of the form that edits something, as a browser would send them back untouched."""
    page = BeautifulSoup(client.get(url).text, "html.parser")
    form = page.select_one("form[data-edit-form]") or page.select_one("main form[method=post]")
    assert form is not None, url
    fields = {"body-count": "0", "paragraphs-count": "0"}
    for tag in form.select("input[name], textarea[name], select[name]"):
        if tag.name == "select":
            chosen = tag.select_one("option[selected]")
            fields[str(tag["name"])] = str(chosen["value"]) if chosen else ""
        elif tag.get("type") not in ("checkbox", "radio", "submit", "file") or tag.has_attr("checked"):
            fields[str(tag["name"])] = str(tag.get("value", "")) if tag.name == "input" else tag.get_text()
    return {name: value for name, value in fields.items() if "__prefix__" not in name and name != "csrfmiddlewaretoken"}


def bombard(client, url, part, actions=({},), form=None):
    """Oddities to one address, each on its own in a form that is otherwise as it was. `part` says which of them."""
    form = form or form_at(client, url)
    fixed = ("_FORMS", "-count")
    sent = [change(dict(form)) for change in BREAKAGES.values()]
    sent += [{k: (v if k.endswith(fixed) else odd) for k, v in form.items()} for odd in ODD.values()]
    for fields in sent[part]:
        for action in actions:
            client.post(url, fields | action)


def part_of(place, share):
    """One in `share` of the oddities, others at each place. With FUZZ=all, which takes minutes, all of them."""
    return slice(None) if os.environ.get("FUZZ") == "all" else slice(place % share, None, share)


def page_addresses(kind):
    page = kind.objects.first()
    names = (kind._meta.app_label, kind._meta.model_name)
    pages = "wagtailadmin_pages:"
    return {
        "add": reverse(f"{pages}add", args=[*names, page.get_parent().pk]),
        "preview of a new one": reverse(f"{pages}preview_on_add", args=[*names, page.get_parent().pk]),
        "edit": reverse(f"{pages}edit", args=[page.pk]),
        "preview": reverse(f"{pages}preview_on_edit", args=[page.pk]),
    }


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.__name__)
def test_pages(client, everything, crashes, kind, monkeypatch):
    monkeypatch.setattr(kind, "max_count_per_parent", None)  # so that another can be added beside it
    form: dict[str, str] = {}
    # The next kind begins five on and not four, so that an oddity meets at least three of the four sorts of address.
    for place, (name, url) in enumerate(page_addresses(kind).items(), start=5 * OURS.index(kind)):
        if "preview" in name:  # the form is that of the address before
            bombard(client, url, part_of(place, ODDITIES), form=form)
            client.get(url)
        else:
            form = form_at(client, url)
            bombard(client, url, part_of(place, ODDITIES), actions=({}, {"action-publish": "1"}), form=form)
    assert crashes == []


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_records(client, everything, crashes, kind):
    names = kind.snippet_viewset
    place = 2 * RECORDS.index(kind)
    bombard(client, reverse(names.get_url_name("add")), part_of(place, 4))
    if kind is not AmbitionStatus:  # a status once written is not changed
        bombard(client, reverse(names.get_url_name("edit"), args=[kind.objects.first().pk]), part_of(place + 1, 4))
    assert crashes == []


def test_settings_and_reviews(client, everything, crashes):
    settings = reverse("wagtailsettings:edit", args=["strategy", "areasettings", everything.site.pk])
    bombard(client, settings, part_of(0, 2))
    bombard(client, reverse("reviews", args=[everything.home.pk]), part_of(1, 2))
    for odd in ODD.values():
        client.post(reverse("review_way", args=[everything.home.pk]), {"way": odd})
    assert crashes == []


@pytest.mark.parametrize("odd", ["\x00", "999999999"])
def test_actions_on_pages(client, everything, crashes, odd):
    page = everything.foundations[0]
    pages = "wagtailadmin_pages:"
    words = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": odd}
    client.post(reverse(f"{pages}copy", args=[page.pk]), words)
    client.post(reverse(f"{pages}copy", args=[page.pk]), words | {"new_parent_page": page.pk, "new_slug": odd})
    client.post(reverse(f"{pages}copy", args=[page.pk]))
    client.post(reverse(f"{pages}move", args=[page.pk]), {"new_parent_page": odd})
    client.post(reverse(f"{pages}set_privacy", args=[page.pk]), {"restriction_type": odd, "groups": odd})
    client.post(f"{reverse(f'{pages}set_page_position', args=[page.pk])}?position={odd}")
    client.post(reverse(f"{pages}convert_alias", args=[page.pk]))
    for action in ("delete", "move", "publish", "unpublish", "nothing"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        for query in (f"id={odd}", f"id={page.pk}", "id=all", ""):
            client.post(f"{url}?{query}", {"chooser": odd})
    assert crashes == []


@pytest.mark.parametrize("odd", ["\x00", "🧶" * 500])
def test_lists_searches_and_reports(client, everything, crashes, odd):
    query = {"q": odd, "p": odd, "ordering": odd, "page": odd, "content_type": odd, "site": odd, "owner": odd}
    for url in (
        reverse("wagtailadmin_explore", args=[everything.strategy.pk]),
        reverse("wagtailadmin_pages:search"),
        reverse("wagtailadmin_choose_page"),
        reverse("wagtailadmin_home"),
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
        reverse(KeyFigure.snippet_viewset.get_url_name("list")),
        reverse(AmbitionStatus.snippet_viewset.get_url_name("list")),
        reverse("report_planned"),
        reverse("report_past_review"),
        reverse("report_unlinked"),
    ):
        client.get(url, query)
    assert crashes == []


def test_a_form_that_cannot_be_read_is_answered_in_words(client, everything):
    url = page_addresses(everything.strategy.specific_class)["edit"]
    response = client.post(url, {})
    assert response.status_code == 400
    assert "The form could not be read" in response.text


def test_an_error_of_our_own_stays_one(client, everything, crashes, monkeypatch):
    def broken(self):
        raise ValueError("a bug")

    monkeypatch.setattr("strategy.models.foundation.FoundationPage.clean", eval_in_strategy(broken))
    page = everything.foundations[0]
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = form_at(client, url)
    assert client.post(url, form | {"action-publish": "1"}).status_code == 500
    assert "a bug" in crashes[0]


def eval_in_strategy(function):
    """The same function as if it stood in a file of strategy: where an error was raised is told by the file."""
    import strategy

    code = function.__code__.replace(co_filename=str(Path(strategy.__file__).with_name("bug.py")))
    return type(function)(code, function.__globals__)


@pytest.mark.parametrize("method", ["post", "put"])
def test_a_form_without_its_parts_is_answered_in_words(client, area, crashes, method):
    for model in (Survey, SavedQuestion):
        answer = getattr(client, method)(reverse(model.snippet_viewset.get_url_name("add")))
        assert answer.status_code in (200, 400)
    assert crashes == []
