"""The pages a public body must have."""

import pytest
from django.core.exceptions import ValidationError

from tests.strategy.factories import AccessibilityStatementPageFactory, PrivacyPageFactory

REQUIRED = [
    "How accessible this website is",
    "Feedback and contact information",
    "Enforcement procedure",
    "Non-accessible content",
    "Disproportionate burden",
    "Outside the scope of the regulations",
    "Preparation of this statement",
]


def test_the_statement_has_every_heading_the_regulations_ask_for(tree, client):
    page = AccessibilityStatementPageFactory(parent=tree.home)
    text = client.get(page.url).text
    for heading in REQUIRED:
        assert f">{heading}</h" in text
    assert "Partially compliant" in text


@pytest.mark.parametrize("field", ["scope", "feedback", "enforcement", "non_compliance", "preparation"])
def test_it_cannot_be_published_with_a_heading_left_empty(tree, field):
    with pytest.raises(ValidationError) as refusal:
        AccessibilityStatementPageFactory(parent=tree.home, **{field: ""})
    assert field in refusal.value.message_dict


def test_the_legal_pages_are_linked_from_the_foot_of_every_page(tree, client):
    pages = [AccessibilityStatementPageFactory(parent=tree.home), PrivacyPageFactory(parent=tree.home)]
    for url in ("/", tree.foundations[0].url, "/no-such-page/"):
        foot = client.get(url).text.partition('<footer class="foot">')[2]
        for page in pages:
            assert page.title in foot
