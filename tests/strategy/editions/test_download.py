"""The addresses of the files: stable, honest about what they send, and helpful when there is nothing."""

import datetime as dt

import pytest

from strategy.editions import press
from strategy.models import AreaSettings, StrategyEdition
from tests.strategy.factories import make_area, make_tree

NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def made(area, tree):
    press.make_editions(NOW)
    return tree


@pytest.mark.parametrize(
    ("form", "kind", "begins"), [("pdf", "application/pdf", b"%PDF-"), ("epub", "application/epub+zip", b"PK")]
)
def test_it_sends_the_file_under_a_name_that_people_can_read(made, client, form, kind, begins):
    response = client.get(f"/download/strategy.{form}")
    assert response.status_code == 200
    assert response["Content-Type"] == kind
    assert response.content.startswith(begins)
    assert response["Content-Disposition"] == f'attachment; filename="Testshire Industrial Strategy, version 1.{form}"'
    assert response["Last-Modified"] == "Sun, 22 Nov 2026 10:00:00 GMT"
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


def test_who_has_it_already_is_told_so(made, client):
    first = client.get("/download/strategy.pdf")
    for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = client.get("/download/strategy.pdf", headers=headers)
        assert again.status_code == 304
        assert again.content == b""
    made.foundations[0].title = "Renamed"
    made.foundations[0].save()
    press.make_editions(NOW + dt.timedelta(minutes=1))
    assert client.get("/download/strategy.pdf", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_only_reading_is_offered(made, client):
    assert client.head("/download/strategy.pdf").status_code == 200
    assert client.post("/download/strategy.pdf").status_code == 405


def test_before_it_is_made_the_page_says_what_to_do(area, tree, client):
    response = client.get("/download/strategy.pdf")
    assert response.status_code == 404
    assert "This document is not made yet" in response.text
    assert tree.whole.url in response.text


def test_a_file_that_is_gone_is_no_server_error(made, client):
    StrategyEdition.objects.get(format="pdf").path.unlink()
    assert client.get("/download/strategy.pdf").status_code == 404


@pytest.mark.parametrize("form", ["docx", "PDF", "p", "x" * 3000])
def test_other_suffixes_do_not_exist(made, client, form):
    assert client.get(f"/download/strategy.{form}").status_code == 404


def test_each_area_answers_with_its_own(made, client):
    other = make_area("llep.localhost", "Othershire", is_default=False)
    assert client.get("/download/strategy.pdf", headers={"host": "llep.localhost"}).status_code == 404
    make_tree(other, count=1)
    press.make_editions(NOW)
    theirs = client.get("/download/strategy.pdf", headers={"host": "llep.localhost"})
    assert "Othershire" in theirs["Content-Disposition"]


def test_no_name_of_an_area_breaks_the_header(made, client, area):
    AreaSettings.objects.filter(site=area).update(area_name='Caf\u00e9 "/\\" 漢\r\nSet-Cookie: a=b')
    response = client.get("/download/strategy.pdf")
    assert response.status_code == 200
    assert not response.cookies
    assert "Set-Cookie" not in response.headers


def test_type_size_pages_and_date_stand_beside_the_link(made, client):
    pdf, epub = StrategyEdition.objects.available()
    for url in (made.whole.url, made.strategy.url):
        text = client.get(url).text
        assert 'href="/download/strategy.pdf"' in text
        assert 'href="/download/strategy.epub"' in text
        assert pdf.described in text
        assert epub.described in text
        assert "page" in pdf.described
        assert "page" not in epub.described


def test_no_link_leads_to_what_is_not_made(area, tree, client):
    for url in (tree.whole.url, tree.strategy.url):
        assert "/download/" not in client.get(url).text
