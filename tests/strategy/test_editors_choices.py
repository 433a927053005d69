"""Nothing counts to five or four: what editors rename, add, retire and reorder, every page follows."""

import datetime as dt

import pytest

from tests.strategy.factories import FoundationPageFactory


def follows(client, tree):
    """The pages that are made from others."""
    urls = ["/", tree.foundation_index.url, tree.challenge_index.url, tree.foundations[0].url]
    return {url: client.get(url).text for url in [*urls, tree.matrix.url, tree.whole.url]}


def test_a_renamed_foundation_is_renamed_everywhere(tree, client):
    foundation = tree.foundations[1]
    foundation.title = "Imagination"
    foundation.save_revision().publish()
    texts = follows(client, tree)
    for url in ("/", tree.foundation_index.url, tree.foundations[0].url, tree.matrix.url, tree.whole.url):
        assert "Imagination" in texts[url], url


def test_one_more_foundation_appears_everywhere(tree, client):
    FoundationPageFactory(parent=tree.foundation_index, title="Culture", dye="heather")
    texts = follows(client, tree)
    for url in ("/", tree.foundation_index.url, tree.foundations[0].url, tree.matrix.url, tree.whole.url):
        assert "Culture" in texts[url], url
    assert "4 foundations" in texts["/"]


def test_a_retired_challenge_keeps_its_page_with_a_notice_and_leaves_every_list(tree, client):
    challenge = tree.challenges[0]
    challenge.title = "Gone by"
    challenge.retired_on = dt.date(2026, 5, 17)
    challenge.retired_because = "Government dropped it."
    challenge.save_revision().publish()
    own = client.get(challenge.url).text
    assert "No longer part of the strategy" in own
    assert "17 May 2026" in own
    assert "Government dropped it." in own
    texts = follows(client, tree)
    for url, text in texts.items():
        assert "Gone by" not in text, url
    assert "Gone by" not in client.get(tree.ambitions[0].url).text


def test_a_retitled_index_renames_the_menu(tree, client):
    tree.foundation_index.title = "Pillars of growth"
    tree.foundation_index.save_revision().publish()
    assert "Pillars of growth" in client.get(tree.strategy.url).text
    assert "Pillars of growth" in client.get(tree.matrix.url).text


def test_pages_follow_a_new_order(tree, client):
    first, last = tree.foundations[0], tree.foundations[2]
    last.move(first, pos="left")
    text = client.get(tree.matrix.url).text
    assert text.index(f">{last.title}</a>") < text.index(f">{first.title}</a>")


@pytest.mark.parametrize("count", [0, 1])
def test_a_strategy_with_hardly_anything_still_reads(area, client, count):
    from tests.strategy.factories import make_tree

    tree = make_tree(area, count=count)
    for page in (tree.home, tree.strategy, tree.foundation_index, tree.ambition_index, tree.matrix, tree.whole):
        assert client.get(page.url).status_code == 200
