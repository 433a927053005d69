"""The whole strategy on one page: numbered, every contents link leading somewhere."""

import re

from strategy.models import DraftPriority


def test_it_holds_every_part_with_an_anchor_on_every_ambition(tree, client):
    DraftPriority.objects.create(page=tree.foundations[0], statement="A lettered promise", examples="Such as this")
    text = client.get(tree.whole.url).text
    for part in (*tree.foundations, *tree.challenges, *tree.priorities, *tree.health_priorities, *tree.ambitions):
        assert f'id="{part.slug}"' in text
    assert "A lettered promise" in text
    assert "Such as this" in text


def test_contents_links_and_anchors_agree_and_no_anchor_is_used_twice(tree, client):
    text = client.get(tree.whole.url).text
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"', text):
        assert target in ids


def test_chapters_are_numbered_without_a_hole(tree, client):
    for page in tree.challenges:
        page.unpublish()
    text = client.get(tree.whole.url).text
    numbers = re.findall(r'<h2 id="[^"]+"><span class="whole-number">(\d+)</span>', text)
    assert numbers == ["1", "2", "3", "4"]
    assert 'id="challenges"' not in text
