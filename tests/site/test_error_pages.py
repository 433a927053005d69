"""The page for our own mistakes stands alone: no database, no settings of the area, no manifest."""

from django.template.loader import get_template


def test_the_500_page_needs_nothing():
    text = get_template("500.html").render()  # without a database: this test may not reach one
    assert "Sorry, there is a problem" in text
    assert 'lang="en-GB"' in text
    assert "<style" not in text
