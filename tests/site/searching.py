"""What the tests of the search share: pages published as an editor does, the clock, and questions asked of the site."""

from bs4 import BeautifulSoup
from django.utils import timezone

from lis_site.search import entries, finding, near_words
from tests.strategy.factories import StandardPageFactory


def publish(page, **fields):
    """Change a page and publish it."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def page_in(site, title, *, below=None, **fields):
    """A page of text of the area, published. Its summary is empty unless it is given."""
    return publish(StandardPageFactory(parent=below or site.root_page), title=title, **({"summary": ""} | fields))


def refresh():
    """What the clock does."""
    entries.catch_up(timezone.now())
    near_words.refresh(timezone.now())


def titles(site, typed, **options):
    return [found.title for found in finding.search(site, typed, **options).found]


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def ask(client, **parameters):
    return soup(client.get("/search/", parameters))


def follow(client, link):
    """The page that a link on the page of results leads to."""
    return soup(client.get(f"/search/{link['href']}"))
