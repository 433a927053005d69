"""Every page says how to cite it: who, when, what, which version, where; and its print says whose it is."""

from strategy.models import AreaSettings


def test_a_page_can_be_cited_by_organisation_title_area_version_date_and_address(area, tree, client):
    AreaSettings.objects.filter(site=area).update(organisation="Testshire Partnership")
    page = tree.foundations[0]
    page.save_revision().publish()
    page.refresh_from_db()
    text = " ".join(client.get(page.url).text.split())
    year, day = f"{page.last_published_at:%Y}", f"{page.last_published_at:%-d %B %Y}"
    assert (
        f"Testshire Partnership ({year}). <cite>{page.title}</cite>. Testshire Industrial Strategy, "
        f"version {page.live_revision_id} of {day}. {page.full_url}"
    ) in text
    assert f'<p class="print-head">Testshire Industrial Strategy, {day}. {page.full_url}</p>' in text


def test_without_an_organisation_the_area_stands_for_it(tree, client):
    tree.foundations[0].save_revision().publish()
    assert "<p>Testshire (" in client.get(tree.foundations[0].url).text


def test_a_page_that_is_not_there_can_not_be_cited(tree, client):
    assert "Cite this page" not in client.get("/no/such/page/").text
