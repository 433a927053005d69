"""The demo: loaded twice it is the same tree; an editor's change stays; what was deleted comes back."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Site

from consultation.analysis.moderation import public_answers
from consultation.events.engagement import ledger
from consultation.models import ConsultationPage, Survey
from strategy.models import AmbitionPage, AreaSettings, FoundationPage, GlossaryTerm, KeyFigure
from tests.site.demo import load_demo

pytestmark = pytest.mark.django_db


def load():
    """The same once more: `load_demo()` copies what the first time made."""
    call_command("load_demo", today=dt.date(2026, 6, 1), verbosity=0)


def tree():
    return list(Page.objects.order_by("path").values_list("path", "url_path", "title", "live", "latest_revision_id"))


def test_loading_twice_gives_the_same_tree_and_keeps_an_editors_changes():
    load_demo()
    once = tree()
    assert Page.find_problems() == ([], [], [], [], [])
    load()
    assert tree() == once

    home = Site.objects.get(is_default_site=True).root_page
    ideas = FoundationPage.objects.descendant_of(home).get(slug="ideas")
    ideas.title = "Imagination"
    ideas.save_revision().publish()
    figure = KeyFigure.objects.get(slug="economy")
    figure.value = "£70bn"
    figure.save()
    lep = GlossaryTerm.objects.get(acronym="LEP", site__is_default_site=True)
    lep.term = "Local Economic Partnership"
    lep.save()
    GlossaryTerm.objects.filter(acronym="LIS").delete()
    settings = AreaSettings.for_site(Site.objects.get(is_default_site=True))
    settings.palette = "hosiery"
    settings.save()
    # Renamed, it keeps its code, and the code is what counts.
    ambition = AmbitionPage.objects.get(code="E1")
    ambition.slug = "e1-renamed"
    ambition.save_revision().publish()
    AmbitionPage.objects.get(code="B3").delete()
    edited = tree()

    load()
    assert FoundationPage.objects.get(pk=ideas.pk).title == "Imagination"
    assert KeyFigure.objects.get(slug="economy").value == "£70bn"
    assert GlossaryTerm.objects.get(acronym="LEP", site__is_default_site=True).term == "Local Economic Partnership"
    assert GlossaryTerm.objects.filter(acronym="LIS").count() == 2
    assert AreaSettings.for_site(Site.objects.get(is_default_site=True)).palette == "hosiery"
    assert AmbitionPage.objects.filter(code="E1").count() == 1
    assert [row for row in tree() if row in edited] == edited
    added = AmbitionPage.objects.get(code="B3")
    assert added.live
    assert added.foundation_links.exists()


def test_it_makes_two_areas_with_their_own_names_and_palettes():
    load_demo()
    default, other = Site.objects.order_by("-is_default_site")
    assert (default.hostname, other.hostname) == ("localhost", "llep.localhost")
    palettes = {site.hostname: AreaSettings.for_site(site).palette for site in (default, other)}
    assert palettes == {"localhost": "wool", "llep.localhost": "hosiery"}
    assert not Page.objects.filter(slug="home", depth=2).exists()  # Wagtail's welcome page made room


def test_a_demonstration_is_dated_from_the_day_it_is_loaded():
    load_demo()
    demonstrations = ConsultationPage.objects.filter(is_demonstration=True).order_by("-closes_on")
    assert [(page.opens_on, page.closes_on) for page in demonstrations] == [
        (dt.date(2026, 6, 1), dt.date(2026, 7, 6)),
        (dt.date(2026, 4, 2), dt.date(2026, 5, 12)),
    ]


def test_a_closed_demonstration_shows_its_results_and_counts_nobody(client):
    load_demo()
    survey = Survey.objects.get(slug="demonstration-net-zero-survey")
    assert not survey.responses.filter(is_synthetic=False).exists()
    assert survey.results.is_made_up
    assert public_answers(survey).count() == 6
    text = client.get("/survey/demonstration-net-zero-survey/results/").text
    assert "made up" in text
    assert "withheld" in text
    text = client.get("/strategy/ambitions/e1-net-zero/").text
    assert text.count('<figure class="quote">') == 3
    assert text.count("Made up for a demonstration") >= 3
    site = Site.objects.get(is_default_site=True)
    assert "Surveys" not in dict(ledger(site, timezone.now()).lines)


def test_nothing_is_left_half_done_when_a_file_is_wrong(tmp_path):
    import shutil

    from django.conf import settings

    fixtures = tmp_path / "fixtures"
    shutil.copytree(settings.BASE_DIR / "fixtures", fixtures)
    path = fixtures / "leeds-city-region" / "strategy.yaml"
    path.write_text(path.read_text().replace("page:strategy/foundations", "page:strategy/no-such"))
    before = tree()
    with pytest.raises(KeyError, match="no page at “strategy/no-such"):
        call_command("load_demo", fixtures=fixtures, verbosity=0)
    assert tree() == before
