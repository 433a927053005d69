"""A picture is published when somebody has said what it shows or that it is decoration; a draft may leave that open."""

import pytest
from django.core.exceptions import ValidationError

from strategy.blocks import BodyBlock
from strategy.models import SiteImage


def body_with(image, **decided):
    return BodyBlock().to_python([{"type": "picture", "value": {"image": {"image": image.pk} | decided}}])


@pytest.fixture
def image(db):
    from django.core.files.base import ContentFile

    from tests.site.test_admin import picture

    return SiteImage.objects.create(title="A picture", file=ContentFile(picture("PNG"), "a.png"))


@pytest.mark.parametrize(
    "decided", [{"alt_text": "A loom"}, {"decorative": True}, {"alt_text": "x", "decorative": True}]
)
def test_one_decision_is_enough(image, decided):
    BodyBlock().clean(body_with(image, **decided))


@pytest.mark.parametrize("decided", [{}, {"alt_text": ""}, {"alt_text": "   "}])
def test_none_is_refused_in_words(image, decided):
    with pytest.raises(ValidationError) as refusal:
        BodyBlock().clean(body_with(image, **decided))
    error = refusal.value.block_errors[0].block_errors["image"].block_errors["alt_text"]
    assert "Say in a few words what the picture shows" in error.message


def test_a_draft_may_leave_it_open(image):
    BodyBlock().clean_deferred(body_with(image))
