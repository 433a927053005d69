"""The glossary: one for each area; pages write its acronyms out, and one page lists it from A to Z."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from strategy.models import AreaSettings, GlossaryTerm
from strategy.models.glossary import by_letter
from tests.strategy.factories import GlossaryPageFactory, GlossaryTermFactory, StandardPageFactory, make_area, make_tree
from tests.strategy.test_areas import Place, record_url

FULL = "Local Enterprise Partnership (LEP)"


@pytest.fixture
def lep(area):
    return GlossaryTermFactory(site=area, acronym="LEP", term="Local Enterprise Partnership")


def test_a_page_writes_an_acronym_out_once_across_all_its_fields(tree, lep, client):
    page = StandardPageFactory(
        parent=tree.home,
        title="The LEP",
        summary="What the LEP does.",
        body=[
            ("heading", "The LEP"),
            ("text", "<p>The LEP works.</p>"),
            ("notice", {"title": "LEP", "text": "<p>LEP</p>"}),
        ],
    )
    text = client.get(page.url).text
    assert text.count(FULL) == 1
    assert f'<p class="lead">What the {FULL} does.</p>' in text
    assert "<h1>The LEP</h1>" in text
    assert 'content="What the LEP does."' in text


def test_plain_fields_shown_as_text_count_too(tree, lep, client):
    ambition = tree.ambitions[0]
    ambition.statement = "The LEP will do it."
    ambition.save_revision().publish()
    assert f"The {FULL} will do it." in client.get(ambition.url).text


def test_the_terms_cost_no_query(tree, lep, client):
    url = tree.whole.url
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    asked = [query["sql"] for query in captured if "glossaryterm" in query["sql"]]
    assert len(asked) == 1
    assert "areasettings" in asked[0]


def test_editors_see_it_in_the_preview(tree, lep, admin_client):
    page = StandardPageFactory(parent=tree.home, summary="What the LEP does.")
    page.save_revision()
    text = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).text
    assert FULL in text


def test_a_change_in_the_glossary_is_on_every_page_at_once(tree, lep, client):
    page = StandardPageFactory(parent=tree.home, summary="What the LEP does.")
    lep.term = "Local Economic Partnership"
    lep.save()
    assert "Local Economic Partnership (LEP)" in client.get(page.url).text
    lep.is_written_out = False
    lep.save()
    assert "Local Economic" not in client.get(page.url).text


def test_each_area_has_its_own(tree, lep, client):
    there = make_area("llep.localhost", "Thereshire", is_default=False)
    page = StandardPageFactory(parent=make_tree(there, count=1).home, summary="What the LEP does.")
    GlossaryTermFactory(site=there, acronym="LEP", term="Other Partnership")
    text = client.get(f"/{page.slug}/", headers={"host": "llep.localhost"}).text
    assert "Other Partnership (LEP)" in text
    assert [one.name for one in AreaSettings.for_site(lep.site).acronyms] == [lep.term]


def test_the_page_lists_every_term_with_an_anchor_from_a_to_z(tree, lep, client):
    GlossaryTermFactory(site=tree.site, term="ambition", meaning="A promise of the LEP.")
    GlossaryTermFactory(site=tree.site, term="5G", meaning="Mobile <b>network</b>.")
    GlossaryTermFactory(site=tree.site, term="élan")
    url = GlossaryPageFactory(parent=tree.home).url
    page = BeautifulSoup(client.get(url).text, "html.parser").main
    assert [term.get_text() for term in page.find_all("dt")] == ["5G", "Ambition", "Élan", "LEP"]
    assert [link["href"] for link in page.find(class_="letters").find_all("a")] == [
        "#letter-09",
        "#letter-a",
        "#letter-e",
        "#letter-l",
    ]
    ids = {tag["id"] for tag in page.find_all(id=True)}
    assert {"letter-09", "letter-a", "term-lep", "term-ambition", "term-elan"} <= ids
    assert "A promise of the LEP." in page.get_text()  # where all is explained, nothing is explained twice
    assert "Mobile <b>network</b>." in page.get_text()


def test_an_empty_glossary_says_so(tree, client):
    assert "No word has been explained here yet." in client.get(GlossaryPageFactory(parent=tree.home).url).text


@given(some.lists(some.text(max_size=8), unique_by=str.lower, max_size=12))
def test_every_term_is_listed_once_under_an_anchor_of_its_own(names):
    terms = [GlossaryTerm(pk=at, term=name) for at, name in enumerate(names, start=1)]
    letters = by_letter(terms)
    listed = [(term.pk, anchor) for _, _, found in letters for term, anchor in found]
    assert sorted(pk for pk, _ in listed) == [term.pk for term in terms]
    anchors = [anchor for _, anchor in listed] + [anchor for _, anchor, _ in letters]
    assert len(set(anchors)) == len(anchors)


def test_a_term_and_an_acronym_are_there_once_in_an_area(lep):
    with pytest.raises(ValidationError, match="already has that term"):
        GlossaryTermFactory.build(site=lep.site, term="local enterprise PARTNERSHIP").full_clean()
    with pytest.raises(ValidationError, match="already has that acronym"):
        GlossaryTermFactory.build(site=lep.site, acronym="LEP").full_clean()
    for _ in range(2):
        GlossaryTermFactory(site=lep.site)  # many have no acronym


@pytest.mark.parametrize("acronym", ["L E P", "(LEP)", "-", "LEP.", "<b>"])
def test_an_acronym_is_one_word(area, acronym):
    with pytest.raises(ValidationError, match="without spaces"):
        GlossaryTermFactory.build(site=area, acronym=acronym).full_clean()


def test_a_plural_needs_an_acronym(area):
    with pytest.raises(ValidationError, match="Only an acronym needs this"):
        GlossaryTermFactory.build(site=area, plural="words").full_clean()


def test_an_editor_adds_and_changes_terms_of_the_own_area_only(db, client):
    here, there = Place(make_area()), Place(make_area("there.localhost", "Thereshire", is_default=False))
    own, other = (GlossaryTermFactory(site=place.site) for place in (here, there))
    client.force_login(here.editor)
    fields = {"acronym": "LEP", "term": "Local Enterprise Partnership", "plural": "", "meaning": "Words.", "site": 0}
    fields["site"] = here.site.pk
    assert client.post(record_url(own, "add"), fields).status_code == 302
    refused = client.post(record_url(own, "add"), fields)
    assert "already has that" in refused.text
    assert 'value="Local Enterprise Partnership"' in refused.text
    listed = client.get(record_url(own, "list")).text
    assert own.term in listed
    assert other.term not in listed
    assert client.get(record_url(own, "edit", own.pk)).status_code == 200
    assert client.get(record_url(own, "edit", other.pk)).status_code in (302, 403, 404)
    client.force_login(here.administrator)
    assert client.post(record_url(own, "delete", own.pk)).status_code == 302
