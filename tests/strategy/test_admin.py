"""Every page type opens, previews and copies in the admin, and bad input is answered in words."""

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.admin.panels import InlinePanel
from wagtail.blocks import FieldBlock, StreamBlock
from wagtail.blocks.base import BlockField
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, get_page_models
from wagtail.test.utils.form_data import nested_form_data, rich_text

from strategy.models import AmbitionPage, LibraryItemPage
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.strategy import factories
from tests.strategy.library_factories import LibraryPageFactory

OURS = [
    kind
    for kind in get_page_models()
    if kind not in (Page, LibraryItemPage) and kind._meta.app_label in ("strategy", "consultation")
]


@pytest.fixture
def administrator(client, area):
    client.force_login(User.objects.create_superuser("admin"))
    return client


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.__name__)
def test_the_form_for_a_new_page_opens(administrator, tree, kind):
    HaveYourSayPageFactory(parent=tree.home)
    LibraryPageFactory(parent=tree.home)
    bare = factories.StrategyPageFactory(parent=factories.make_area("bare.localhost", "Bareshire").root_page)
    parent_kind = apps.get_model(kind.parent_page_types[0])
    parents = {"StrategyPage": bare, "HomePage": bare.get_parent(), "Page": Page.get_first_root_node()}
    parent = parents.get(parent_kind.__name__) or parent_kind.objects.first()
    if kind.__name__ == "StrategyPage":
        parent = factories.make_area("barer.localhost", "Barershire", is_default=False).root_page
    arguments = [kind._meta.app_label, kind._meta.model_name, parent.pk]
    assert administrator.get(reverse("wagtailadmin_pages:add", args=arguments)).status_code == 200
    if kind.__name__ != "HomePage":
        assert preview_before_saving(administrator, kind, parent, tree).status_code == 200


def preview_before_saving(client, kind, parent, tree):
    """What the preview shows of a page that was never saved, with the least an editor can have typed."""
    url = reverse("wagtailadmin_pages:preview_on_add", args=[kind._meta.app_label, kind._meta.model_name, parent.pk])
    form = kind.get_edit_handler().get_form_class()(instance=kind(), parent_page=parent)
    data: dict[str, object] = {"title": "Never saved", "slug": "never-saved"}
    for name, field in form.fields.items():
        if isinstance(field, BlockField):
            data |= {f"{name}-count": "0"}
        elif field.required and name not in data:
            choices = [value for value, _ in getattr(field, "choices", []) if value]
            rich = "DraftailRichTextArea" in type(field.widget).__name__
            words = "2020-01-01" if "on" in name.split("_") else "Words"
            default = form.initial.get(name)
            data[name] = default or choices[0] if choices else rich_text("<p>Words.</p>") if rich else words
    if kind.__name__ == "AmbitionPage":
        data |= {"code": "Z1", "priority": tree.priorities[0].pk}
    for name in form.formsets:
        data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
        data |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
    answer = client.post(url, data).json()
    assert answer["is_available"], (kind, answer)
    return client.get(url)


# What Wagtail brings explains itself, or is explained by it.
WAGTAILS = {"title", "slug", "seo_title", "search_description", "show_in_menus", "go_live_at", "expire_at", "comments"}
WAGTAILS |= {"comment_notifications"}


def panels_below(panel):
    yield panel
    for child in getattr(panel, "children", []):
        yield from panels_below(child)


def blocks_below(block, name):
    """(where, block) for each part of a block that an editor fills in by itself."""
    parts = {} if isinstance(block, (ImageBlock, TypedTableBlock)) else getattr(block, "child_blocks", {})
    for part, child in parts.items():
        yield f"{name}.{part}", child
        yield from blocks_below(child, f"{name}.{part}")


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.__name__)
def test_everything_to_fill_in_has_help_in_words(tree, kind):
    form = kind.get_edit_handler().get_form_class()()
    missing = [name for name, field in form.fields.items() if name not in WAGTAILS and not field.help_text]
    for panel in panels_below(kind.get_edit_handler()):
        if isinstance(panel, InlinePanel) and panel.relation_name not in WAGTAILS:
            missing += [panel.relation_name] if not panel.help_text else []
            for part in panel.child_edit_handler.get_form_class()().fields.items():
                missing += [f"{panel.relation_name}.{part[0]}"] if not part[1].help_text else []
    for field in kind._meta.get_fields():
        if isinstance(field, StreamField):
            for name, block in blocks_below(field.stream_block, field.name):
                explained = block.field.help_text if isinstance(block, FieldBlock) else None
                explained = explained or getattr(block.meta, "help_text", "") or getattr(block.meta, "description", "")
                if not explained and not isinstance(block, StreamBlock):
                    missing.append(name)
    assert missing == []


def test_every_block_can_be_looked_at_before_it_is_chosen(administrator):
    fields = [field for kind in OURS for field in kind._meta.get_fields()]
    streams = [field.stream_block for field in fields if isinstance(field, StreamField)]
    blocks = {(type(block), name): block for stream in streams for name, block in stream.child_blocks.items()}
    url = reverse("wagtailadmin_block_preview")
    for (_, name), block in blocks.items():
        assert block.is_previewable, name
        assert administrator.get(url, {"id": block.definition_prefix}).status_code == 200, name


def test_each_page_can_be_edited_and_previewed(administrator, tree):
    say = HaveYourSayPageFactory(parent=tree.home)
    pages = [
        tree.home,
        tree.strategy,
        tree.foundations[0],
        tree.challenges[0],
        tree.priorities[0],
        tree.ambitions[0],
        tree.health_priorities[0],
        tree.sectors[0],
        tree.matrix,
        tree.whole,
        say,
        ConsultationPageFactory(parent=say),
        factories.StandardPageFactory(parent=tree.home),
    ]
    for page in pages:
        assert administrator.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200, page
        page.save_revision()
        draft = administrator.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert draft.status_code == 200, page
        assert page.title in draft.text or page == tree.home


def ambition_form(tree, **fields):
    formset = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return nested_form_data(
        {
            "title": "A new one",
            "slug": "a-new-one",
            "summary": "",
            "short_title": "",
            "code": "Z1",
            "priority": tree.priorities[0].pk,
            "statement": "We will.",
            "why_it_matters": "",
            "target": "",
            "target_precision": "not_stated",
            "retired_because": "",
            "body": {"count": 0},
            "foundation_links": formset,
            "challenge_links": formset,
            "health_links": formset,
            "evidence_used": formset,
            "comments": formset,
        }
        | fields
    )


def test_a_taken_code_is_refused_beside_its_field_and_everything_typed_stays(administrator, tree):
    twin = tree.ambitions[0]
    url = reverse("wagtailadmin_pages:add", args=["strategy", "ambitionpage", tree.ambition_index.pk])
    form = ambition_form(tree, code=twin.code, statement="Typed with care.")
    response = administrator.post(url, form | {"action-publish": "action-publish"})
    assert response.status_code == 200
    assert f"already has the code {twin.code}" in response.text
    assert "Typed with care." in response.text
    assert administrator.post(url, form | {"code": "Z9", "action-publish": "action-publish"}).status_code == 302
    assert AmbitionPage.objects.live().filter(code="Z9").exists()


def test_a_page_of_one_set_cannot_be_made_in_another(administrator, tree):
    url = reverse("wagtailadmin_pages:add", args=["strategy", "foundationpage", tree.challenge_index.pk])
    assert administrator.get(url).status_code in (302, 403)


def test_the_preview_of_unsaved_links_shows_them(administrator, tree):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[tree.ambitions[4].pk])
    page = tree.ambitions[4]
    links = {
        "TOTAL_FORMS": 1,
        "INITIAL_FORMS": 0,
        "MIN_NUM_FORMS": 0,
        "MAX_NUM_FORMS": 1000,
        "0": {"part": tree.foundations[1].pk, "weight": "leads", "id": "", "ORDER": 1},
    }
    form = ambition_form(tree, title=page.title, slug=page.slug, code=page.code, foundation_links=links)
    assert administrator.post(url, form).json()["is_valid"], administrator.post(url, form).text
    text = administrator.get(url).text
    assert tree.foundations[1].title in text


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.__name__)
def test_a_new_page_can_be_previewed_before_anything_is_typed(administrator, tree, kind, monkeypatch):
    """The editor asks for a preview as soon as the form opens."""
    monkeypatch.setattr(kind, "max_count_per_parent", None)
    HaveYourSayPageFactory(parent=tree.home)
    LibraryPageFactory(parent=tree.home)
    parent_kind = apps.get_model(kind.parent_page_types[0])
    parent = Page.get_first_root_node() if parent_kind is Page else parent_kind.objects.first()
    url = reverse("wagtailadmin_pages:preview_on_add", args=[kind._meta.app_label, kind._meta.model_name, parent.pk])
    form = bare_form(administrator, url.replace("preview/", ""))
    answer = administrator.post(url, form).json()
    assert answer["is_valid"], answer
    preview = administrator.get(url)
    assert preview.status_code == 200
    assert "Preview cannot be generated" not in preview.text
    assert "Placeholder title" in preview.text or kind.__name__ == "HomePage"


def bare_form(client, url):
    """What the form for a new page sends when nothing has been typed."""
    page = BeautifulSoup(client.get(url).text, "html.parser")
    counts = {tag["name"]: tag["value"] for tag in page.select("input[name$=_FORMS]")}
    bodies = {
        f"{tag['id']}-count": "0" for tag in page.select("[data-w-block-data-value], [data-block]") if tag.get("id")
    }
    return {"title": ""} | counts | bodies
