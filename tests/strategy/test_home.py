"""The home page says its headings in the words of the area."""

import re

PARTS = ("priorities", "foundations", "challenges", "health")


def headings(client):
    return dict(re.findall(r'<h2 id="(\w+)">(.*?)</h2>', client.get("/").text))


def test_headings_are_the_areas_own_words_or_the_usual_ones(client, tree):
    usual = headings(client)
    assert usual["challenges"] == "The Grand Challenges it answers"
    for part in PARTS:
        setattr(tree.home, f"{part}_heading", f"Our {part} & more")
    tree.home.save_revision().publish()
    ours = headings(client)
    for part in PARTS:
        assert ours[part] == f"Our {part} &amp; more"
        assert ours[part] != usual[part]
