"""A link to a file within running text says type, size and pages behind it, to those who may have the file."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.rich_text import expand_db_html

from strategy.editions.manuscript import manuscript_of
from strategy.editions.words import rich
from strategy.models import AreaSettings, SiteDocument
from strategy.rich_text import links_of, tell_files
from tests.strategy.factories import StandardPageFactory, make_area


@pytest.fixture
def report(area):
    return make_report(AreaSettings.plainly_of(area).collection)


def make_report(collection):
    return SiteDocument.objects.create(
        title="Report",
        file=ContentFile(b"never read", "report.pdf"),
        collection=collection,
        file_size=1_258_291,
        pages=14,
    )


def linked(*documents, words="the report"):
    links = "".join(f'<p>Read <a linktype="document" id="{one.pk}">{words}</a>.</p>' for one in documents)
    return [("text", links), ("text", links)]


def test_type_size_and_pages_stand_behind_the_link_and_not_in_its_name(tree, report, client):
    page = StandardPageFactory(parent=tree.home, body=linked(report))
    report.file.storage.delete(report.file.name)  # what is told was kept
    soup = BeautifulSoup(client.get(page.url).text, "html.parser")
    told = [paragraph.get_text() for paragraph in soup.select(".prose-text p")]
    assert told == ["Read the report (PDF, 1.2\xa0MB, 14\u0020pages)."] * 2
    link = soup.select_one(".prose-text a")
    assert (link.get_text(), link.attrs) == ("the report", {"href": report.url})


def test_what_stands_nowhere_is_no_link_and_odd_keys_break_nothing(tree, client):
    odd = "".join(f'<p><a linktype="document" id="{key}">odd</a></p>' for key in (0, 10**17, 10**30, "x", "²", ""))
    page = StandardPageFactory(parent=tree.home, body=[("text", odd)])
    assert client.get(page.url).text.count("<a>odd</a>") == 6


@pytest.mark.parametrize("of", ["home", "ambition", "page"])
def test_five_links_cost_one_query_on_the_dearest_pages_too(tree, report, client, of):
    page = {"home": tree.home, "ambition": tree.ambitions[0]}.get(of) or StandardPageFactory(parent=tree.home)
    more = [make_report(report.collection) for _ in range(4)]
    queries = []
    for body in ([("text", "<p>Words.</p>")] * 2, linked(report, *more)):
        page.body = body
        page.save()
        client.get(page.url)  # warm
        with CaptureQueriesContext(connection) as captured:
            client.get(page.url)
        queries.append(len(captured))
    assert queries[1] == queries[0] + 1


def test_nothing_is_told_of_a_file_that_not_everybody_may_have(tree, report, client):
    page = StandardPageFactory(parent=tree.home, body=linked(report))
    inner = report.collection.add_child(name="Inner")
    CollectionViewRestriction.objects.create(collection=report.collection, restriction_type="login")
    SiteDocument.objects.update(collection=inner)
    text = client.get(page.url).text
    assert f'<a href="{report.url}">the report</a>.' in text
    assert "14 pages" not in text


def test_nothing_is_told_of_a_file_of_another_area(tree, report, client):
    theirs = make_area("llep.localhost", "Thereshire", is_default=False)
    page = StandardPageFactory(parent=theirs.root_page, body=linked(report))
    there = client.get(page.url, headers={"host": "llep.localhost"})
    assert there.status_code == 200
    assert "14 pages" not in there.text
    SiteDocument.objects.update(collection=Collection.get_first_root_node())  # what belongs to no area is for all
    assert "14 pages" in client.get(page.url, headers={"host": "llep.localhost"}).text


def test_where_nobody_says_who_reads_nothing_is_told(report):
    stored = f'<a linktype="document" id="{report.pk}">it</a>'
    assert expand_db_html(stored) == f'<a href="{report.url}">it</a>'
    with links_of(AreaSettings.objects.get(collection=report.collection).site):
        assert "14 pages" in tell_files(expand_db_html(stored))


def test_an_odd_ending_stays_text(area):
    collection = AreaSettings.plainly_of(area).collection
    odd = SiteDocument.objects.create(title="Odd", file='a.<b>"', collection=collection, file_size=1, pages=0)
    with links_of(area):
        html = tell_files(expand_db_html(f'<a linktype="document" id="{odd.pk}">it</a>'))
    assert "(&lt;B&gt;&quot;, 1\xa0byte)" in html


def test_editions_say_it_too(tree, report):
    page = tree.foundations[0]
    page.body = [*linked(report)[:1], ("documents", [report])]
    page.save()
    told = "(PDF, 1.2\xa0MB, 14 pages)"
    assert str(manuscript_of(tree.site)).replace("\\xa0", "\xa0").count(told) == 2
    with links_of(tree.site):
        runs = rich(f'<p>Read <a linktype="document" id="{report.pk}">it</a>.</p>', "https://example.org")[0]["runs"]
    assert "".join(one["text"] for one in runs) == f"Read it {told}."
    assert [one["text"] for one in runs if one["href"]] == ["it"]
