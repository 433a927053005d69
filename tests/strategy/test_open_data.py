"""The strategy, the tracker and the library as data: what the public pages say, and nothing that they keep back."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import PageViewRestriction

from strategy.models import (
    AmbitionEvidence,
    BoardRecommendation,
    IndicatorValue,
    LibrarySubject,
    PageNotice,
    SiteDocument,
    TrackerChange,
    TrackerWave,
)
from strategy.open_data import dataset_named, in_plain_words
from tests.strategy.factories import HealthDeterminantsPageFactory, StandardPageFactory
from tests.strategy.library_factories import (
    BoardPaperPageFactory,
    EvidencePageFactory,
    IndicatorPageFactory,
    LibraryPageFactory,
    NewsPageFactory,
)
from tests.strategy.tracker.factories import TrackerPageFactory, WaveFactory

NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)


def rows(key, site):
    return list(dataset_named(key).rows(site, NOW))


def hide(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def point(title, text):
    return ("point", {"title": title, "text": text})


def test_aims_of_a_shared_health_priority_and_what_to_do_first(tree):
    first, second = tree.health_priorities[:2]
    first.aims = [point("Work", "More people in good work."), point("", "Fewer fall ill.")]
    first.joint_areas = [point("Data", "Share what is known.")]
    first.save()
    second.aims = [point("", "Not to be seen.")]
    second.save()
    hide(second)
    found = [
        (row["kind"], row["number"], row["title"], row["text"]) for row in rows("health-priority-points", tree.site)
    ]
    assert found == [
        ("Aim", 1, "Work", "More people in good work."),
        ("Aim", 2, "", "Fewer fall ill."),
        ("Area for joint development", 1, "Data", "Share what is known."),
    ]


def test_determinants_and_the_open_pages_that_act_on_them(tree, django_assert_num_queries):
    seen, unseen = tree.foundations[:2]
    HealthDeterminantsPageFactory(
        parent=tree.strategy,
        determinants=[
            ("determinant", {"name": "Homes", "text": "Damp harms.", "pages": [seen, unseen]}),
            ("determinant", {"name": "Air", "text": "", "pages": []}),
        ],
    )
    hide(unseen)
    told = [(row["number"], row["determinant"], row["text"]) for row in rows("health-determinants", tree.site)]
    assert told == [(1, "Homes", "Damp harms."), (2, "Air", "")]
    with django_assert_num_queries(2):
        (row,) = rows("health-determinant-pages", tree.site)
    assert (row["determinant"], row["page"]) == ("Homes", seen.title)
    assert row["address"] == seen.full_url


def test_the_strategy_in_one_row(tree):
    tree.strategy.big_idea_text = "<p>Growth &amp; health.</p><p>For <b>all</b>.</p>"
    tree.strategy.save()
    (row,) = rows("strategy", tree.site)
    assert (row["big idea"], row["what it means"]) == ("Everyone does well", "Growth & health.\nFor all.")


@pytest.mark.parametrize(
    ("html", "words"),
    [("", ""), ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"), ("<p>a<br/>b &lt;c&gt;</p>", "a\nb <c>")],
)
def test_rich_text_in_plain_words(html, words):
    assert in_plain_words(html) == words


def test_what_an_ambition_rests_on_links_to_what_anybody_may_read(tree):
    for at, page in enumerate((tree.sectors[0], tree.sectors[1], None)):
        AmbitionEvidence.objects.create(ambition=tree.ambitions[0], name=f"Study {at}", page=page, sort_order=at)
    hide(tree.sectors[1])
    found = [(row["evidence"], row["address"]) for row in rows("ambition-evidence", tree.site)]
    assert found == [("Study 0", tree.sectors[0].full_url), ("Study 1", None), ("Study 2", None)]


def test_each_new_wording_of_an_ambition_with_its_reason(tree):
    ambition = tree.ambitions[0]
    ambition.save_revision().publish()
    for statement, why in (("We will do more.", "People asked."), ("We will do most.", "A plan came.")):
        ambition.statement, ambition.changed_because = statement, why
        ambition.save_revision().publish()
    tree.ambitions[1].save_revision().publish()
    found = [(row["ambition"], row["what"], row["before"], row["after"], row["why"]) for row in rows_of_wording(tree)]
    assert found == [
        (ambition.code, "The promise", "We will do it.", "We will do more.", "People asked."),
        (ambition.code, "The promise", "We will do more.", "We will do most.", "A plan came."),
    ]


def rows_of_wording(tree):
    return rows("ambition-wording", tree.site)


def test_corrections_stand_with_the_page_as_it_was(tree):
    seen, unseen = tree.foundations[:2]
    revision = seen.save_revision()
    for page, earlier in ((seen, revision), (tree.home, None), (unseen, None)):
        PageNotice.objects.create(
            site=tree.site, page=page, kind="correction", on=dt.date(2026, 1, 2), text="It was 5.", earlier=earlier
        )
    unseen.unpublish()
    at_home, corrected = rows("corrections-and-notices", tree.site)
    assert (at_home["address"], at_home["earlier version"]) == ("http://localhost/", None)
    assert corrected["page"] == seen.title
    assert corrected["earlier version"].startswith("http://localhost/earlier/")


def test_the_library_with_what_it_is_about_and_what_was_recommended(tree):
    library = LibraryPageFactory(parent=tree.home)
    news, secret = NewsPageFactory(parent=library), NewsPageFactory(parent=library)
    for item in (news, secret):
        for page in tree.sectors[:2]:
            LibrarySubject.objects.create(item=item, page=page)
    hide(secret)
    tree.sectors[1].unpublish()
    (row,) = rows("library-pages", tree.site)
    assert (row["title"], row["page"]) == (news.title, tree.sectors[0].title)

    EvidencePageFactory(parent=library, done_by="A firm", findings="<p>Wages <i>lag</i>.</p>")
    (row,) = rows("evidence-reports", tree.site)
    assert (row["done by"], row["findings"]) == ("A firm", "Wages lag.")

    papers = [BoardPaperPageFactory(parent=library) for _ in range(2)]
    for paper in papers:
        for at, text in enumerate(("Note it.", "Agree it.")):
            BoardRecommendation.objects.create(paper=paper, text=text, sort_order=at)
    found = [(row["paper"], row["letter"], row["recommendation"]) for row in rows("recommendations", tree.site)]
    assert found == [
        (paper.title, letter, text) for paper in papers for letter, text in (("a", "Note it."), ("b", "Agree it."))
    ]

    indicator = IndicatorPageFactory(parent=library, target=5, target_year=2030, next_release="May 2027")
    IndicatorValue.objects.create(page=indicator, on=dt.date(2025, 1, 1), period="2025", value=3)
    (row,) = rows("indicators", tree.site)
    assert (row["target year"], row["next release"]) == (2030, "May 2027")


def test_the_waves_and_the_changes_of_a_tracker_that_is_there(tree):
    WaveFactory(site=tree.site, name="Wave 1")
    TrackerChange.objects.create(site=tree.site, name="Aside", words="New in the tracker.", at=timezone.now())
    assert rows("tracker-waves", tree.site) == rows("tracker-changes", tree.site) == []
    TrackerPageFactory(parent=tree.home)
    assert [row["wave"] for row in rows("tracker-waves", tree.site)] == [one.name for one in TrackerWave.objects.all()]
    (row,) = rows("tracker-changes", tree.site)
    assert (row["partnership"], row["partnership name"], row["change"]) == (None, "Aside", "New in the tracker.")


def test_documents_with_the_open_pages_that_offer_them(tree, django_assert_num_queries):
    same = StandardPageFactory(parent=tree.home)
    file = SiteDocument.objects.create(title="Report", file=ContentFile(b"x" * 9, "report.pdf"), alternative_page=same)
    SiteDocument.objects.create(title="Nowhere", file=ContentFile(b"x", "nowhere.pdf"))
    shown, hidden, draft = (StandardPageFactory(parent=tree.home, body=[("documents", [file])]) for _ in range(3))
    hide(hidden)
    draft.unpublish()
    rows("documents", tree.site)  # content types are remembered
    with django_assert_num_queries(3):
        (row,) = rows("documents", tree.site)
    assert (row["document"], row["type"], row["bytes"]) == ("Report", "PDF", 9)
    assert (row["page"], row["accessible version"]) == (shown.title, same.full_url)
    assert row["address"].startswith("http://localhost/documents/")
