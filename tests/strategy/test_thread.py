"""The golden thread of an ambition: its wordings with their reasons, its evidence, and whatever services put on it."""

import dataclasses

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from lis_site.roles import make_roles
from strategy.comparison import Piece, compare
from strategy.models import AmbitionEvidence, LibrarySubject
from strategy.thread import Part, register_part
from strategy.wording import WORDING
from tests.site.test_admin_fuzz import form_at
from tests.strategy.factories import AmbitionStatusFactory
from tests.strategy.library_factories import (
    BoardPaperPageFactory,
    EvidencePageFactory,
    LibraryPageFactory,
    PublicationPageFactory,
)


def publish(page, **words):
    for name, value in words.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("one two", "one two", [("same", "one two")]),
        ("one two three", "one four three", [("same", "one"), ("out", "two"), ("in", "four"), ("same", "three")]),
        ("", "new", [("in", "new")]),
        ("old\nold", "", [("out", "old\nold")]),
        ("one  two", "one two", [("same", "one two")]),
    ],
)
def test_two_wordings_are_compared_word_by_word(before, after, pieces):
    assert compare(before, after) == [Piece(*piece) for piece in pieces]


def test_texts_too_long_to_compare_are_given_whole():
    before, after = "old " * 20_000, "new " * 20_000
    assert compare(before, after) == [Piece("out", before), Piece("in", after)]


def test_a_part_is_registered_once():
    register_part(WORDING)
    with pytest.raises(ValueError, match="two parts"):
        register_part(dataclasses.replace(WORDING, heading="Another"))
    assert isinstance(WORDING, Part)


def test_an_ambition_with_no_thread_says_so_and_one_status_makes_one(tree, client):
    ambition = tree.ambitions[0]
    assert "This ambition has no thread yet" in client.get(ambition.url).text
    AmbitionStatusFactory(ambition=ambition)
    text = client.get(ambition.url).text
    assert "no thread yet" not in text
    assert "Work has begun." in text


def test_each_published_wording_stands_with_its_reason_and_what_changed(tree, client):
    ambition = publish(tree.ambitions[0], statement="We will plant trees.")
    assert "when it changed" not in client.get(ambition.url).text  # one wording, however often published
    publish(ambition, statement="We will plant trees.")
    publish(ambition, statement="We will plant many trees.", changed_because="People asked <how> many.")
    ambition.statement = "We will fell them."
    ambition.save_revision()  # a draft is nobody's business
    text = client.get(ambition.url).text
    assert "<strong>Why it changed:</strong> People asked &lt;how&gt; many." in text
    assert '<ins><span class="sr">Put in: </span>many</ins>' in text
    assert text.count("First published here.") == 1
    assert "fell" not in text


def test_the_evidence_links_to_pages_that_everybody_may_read(tree, client):
    ambition = tree.ambitions[0]
    for name, page in (("Open study", tree.sectors[0]), ("Draft study", tree.sectors[1]), ("Book", None)):
        AmbitionEvidence.objects.create(ambition=ambition, name=name, page=page, says="It grows.")
    tree.sectors[1].unpublish()
    text = client.get(ambition.url).text
    assert f'<a href="{tree.sectors[0].url}">Open study</a>: It grows.' in text
    assert "<li>Draft study: It grows." in text
    assert "<li>Book: It grows." in text


def test_other_words_are_published_with_a_reason_of_their_own(tree, client):
    ambition = publish(tree.ambitions[0], changed_because="An old reason.")
    client.force_login(User.objects.create_superuser("admin"))
    url = reverse("wagtailadmin_pages:edit", args=[ambition.pk])
    form = form_at(client, url) | {"statement": "We will do it at last."}

    response = client.post(url, form | {"action-publish": "1"})
    assert "Say why the wording changes" in response.text
    client.post(url, form)  # a draft may wait with the reason
    ambition.refresh_from_db()
    assert ambition.has_unpublished_changes
    client.post(url, form | {"action-publish": "1", "changed_because": "The board asked for it."})
    ambition.refresh_from_db()
    assert ambition.statement == "We will do it at last."


def test_what_is_not_promised_needs_no_reason(tree, client):
    ambition = publish(tree.ambitions[0])
    client.force_login(User.objects.create_superuser("admin"))
    url = reverse("wagtailadmin_pages:edit", args=[ambition.pk])
    client.post(url, form_at(client, url) | {"summary": "Shorter.", "action-publish": "1"})
    ambition.refresh_from_db()
    assert ambition.summary == "Shorter."


def test_approvers_get_no_draft_that_rewords_in_silence(tree, client):
    """In moderation a draft is published from a list, with no form in which a reason could be asked."""
    ambition = publish(tree.ambitions[0])
    make_roles(tree.site)
    client.force_login(User.objects.create_superuser("admin"))
    url = reverse("wagtailadmin_pages:edit", args=[ambition.pk])
    form = form_at(client, url) | {"statement": "We will do it at last."}
    assert "Say why the wording changes" in client.post(url, form | {"action-submit": "1"}).text
    client.post(url, form | {"action-submit": "1", "changed_because": "The board asked for it."})
    ambition.refresh_from_db()
    assert ambition.get_latest_revision_as_object().statement == "We will do it at last."

    other = form_at(client, url) | {"changed_because": ""}
    assert "Say why the wording changes" in client.post(url, other).text
    task = ambition.current_workflow_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[ambition.pk, "approve", task.pk]))
    text = client.get(ambition.url).text
    assert "<strong>Why it changed:</strong> The board asked for it." in text


def test_several_at_once_are_not_published_when_one_rewords_in_silence(tree, client):
    ambition, other = publish(tree.ambitions[0]), tree.ambitions[1]
    ambition.statement = "We will fell them."
    ambition.save_revision()
    client.force_login(User.objects.create_superuser("admin"))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = client.post(f"{url}?id={ambition.pk}&id={other.pk}", follow=True)
    assert "does not say why" in response.text
    ambition.refresh_from_db()
    assert ambition.statement != "We will fell them."


def test_what_the_library_holds_about_it_stands_on_its_thread(tree, client):
    library = LibraryPageFactory(parent=tree.home)
    for make in (EvidencePageFactory, PublicationPageFactory, BoardPaperPageFactory):
        LibrarySubject.objects.create(item=make(parent=library), page=tree.ambitions[0])
    draft = EvidencePageFactory(parent=library, title="A secret study", live=False)
    LibrarySubject.objects.create(item=draft, page=tree.ambitions[0])
    text = client.get(tree.ambitions[0].url).text
    assert "no thread yet" not in text
    for kind in ("Evidence", "Publication", "Board paper"):
        assert f">{kind}, date not stated<" in text
    assert "A secret study" not in text
