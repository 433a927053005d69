"""The publish step of a consultation: promised dates keep, reasons are given, warnings are read."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from consultation.clock import due_on
from consultation.dates import LONDON
from consultation.models import ConsultationPage, PreElectionPeriod
from consultation.schedule import opening_and_closing
from consultation.timing import ConsultationRules
from lis_site.roles import Role, make_roles
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.fixture
def page(tree):
    say = HaveYourSayPageFactory(parent=tree.home)
    return ConsultationPageFactory(
        parent=say, title="Tell us", slug="tell-us", opens_on=TODAY - 3 * DAY, closes_on=TODAY + 40 * DAY
    )


@pytest.fixture
def approver(client, tree):
    user = User.objects.create_user("approver")
    user.groups.add(make_roles(tree.site)[Role.APPROVER])
    client.force_login(user)
    return user


def form(page, **fields):
    none = inline_formset([])
    given = {name: rich_text("") for name in ("can_change", "cannot_change", "what_happens_next", "outcome")}
    given |= {name: rich_text("") for name in ("how_to_take_part", "how_to_take_part_offline")}
    given |= {name: rich_text("") for name in ("options_considered", "impact_assessment")}
    given |= {"title": page.title, "slug": page.slug, "summary": "", "purpose": rich_text("<p>Why</p>")}
    given |= {"documents": none, "subjects": none, "comments": none, "late_because": "", "outcome_on": ""}
    given |= {"opens_on": page.opens_on, "closes_on": page.closes_on, "action-publish": "1"}
    return nested_form_data(given | fields)


def publish(client, page, **fields):
    """The errors of each field; nothing when it was published."""
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form(page, **fields))
    page.refresh_from_db()
    return {} if response.status_code == 302 else dict(response.context["form"].errors)


def test_it_closes_later_only_with_a_reason_that_the_public_reads(client, page, approver):
    until = page.closes_on + 14 * DAY
    assert list(publish(client, page, closes_on=until)) == ["why_later"]
    assert publish(client, page, closes_on=until, why_later="Floods in Calderdale.", goes_ahead="on") == {}
    one = page.extensions.get()
    assert (one.was_closing_on, one.closes_on, one.decided_on) == (until - 14 * DAY, until, TODAY)
    assert "Floods in Calderdale." in client.get(page.url).text
    # What was said stays, whatever is published after it.
    assert publish(client, page, closes_on=until + DAY, why_later="More floods.", goes_ahead="on") == {}
    assert publish(client, page, title="Tell us more") == {}
    assert [extension.why for extension in page.extensions.all()] == ["Floods in Calderdale.", "More floods."]


def test_a_draft_of_an_extension_is_not_public_and_keeps_its_reason(client, page, approver):
    until = page.closes_on + 14 * DAY
    draft = form(page, closes_on=until, why_later="Floods.")
    del draft["action-publish"]
    for _ in range(2):
        assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), draft).status_code == 302
    assert not ConsultationPage.objects.get().extensions.exists()
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert "Floods." in editor
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().extensions.count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"closes_on": TODAY + 5 * DAY}, "closes_on"),
        ({"opens_on": TODAY}, "opens_on"),
        ({"outcome": rich_text("<p>We listened.</p>")}, "outcome_on"),
        ({"outcome_on": TODAY}, "outcome"),
    ],
)
def test_what_was_promised_keeps(client, page, approver, fields, wrong):
    assert wrong in publish(client, page, **fields)


def test_a_late_outcome_needs_its_explanation(client, page, approver):
    ConsultationPage.objects.update(opens_on=TODAY - 200 * DAY, closes_on=TODAY - 100 * DAY)
    page.refresh_from_db()
    errors = publish(client, page)
    assert "Say why it is late." in errors["late_because"][0]
    assert publish(client, page, late_because="Half of us were ill.") == {}
    outcome = {"outcome": rich_text("<p>We listened.</p>"), "outcome_on": TODAY}
    assert "late_because" in publish(client, page, **outcome)
    assert publish(client, page, late_because="Half of us were ill.", **outcome) == {}


def test_the_publish_step_warns_of_elections_and_of_too_few_days(client, page, approver, tree):
    page.live = False
    page.save()
    PreElectionPeriod.objects.create(
        site=tree.site, election="the local elections", starts_on=TODAY + 10 * DAY, ends_on=TODAY + 50 * DAY
    )
    ConsultationRules.objects.create(site=tree.site, minimum_days=60)
    errors = publish(client, page)["goes_ahead"]
    assert any("in the period before the local elections" in words for words in errors)
    assert any("open for 44 days. Your area asks for at least 60" in words for words in errors)
    assert not page.live
    assert publish(client, page, goes_ahead="on") == {}
    assert page.live
    assert publish(client, page, title="A better title") == {}  # its days have not changed: nobody is asked again


def test_a_draft_is_saved_whatever_it_lacks(client, page, approver):
    draft = form(page, opens_on="", closes_on=TODAY - 200 * DAY)
    del draft["action-publish"]
    assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), draft).status_code == 302


def test_a_new_one_is_warned_too(client, page, approver):
    given = form(page, slug="another", opens_on=TODAY, closes_on=TODAY + 2 * DAY)
    address = reverse("wagtailadmin_pages:add", args=["consultation", "consultationpage", page.get_parent().pk])
    response = client.post(address, given)
    assert "open for 3 days. Your area asks for at least 28" in response.context["form"].errors["goes_ahead"][0]
    client.post(address, given | {"goes_ahead": "on"})
    assert ConsultationPage.objects.filter(slug="another", live=True).exists()


def test_a_copy_has_no_outcome_and_no_extensions(page):
    page.outcome, page.outcome_on, page.late_because = "<p>We listened.</p>", TODAY, "We were ill."
    page.save()
    extension = {"was_closing_on": TODAY, "closes_on": page.closes_on, "why": "Floods.", "decided_on": TODAY}
    page.extensions.create(**extension)
    page.save()
    copy = page.copy(update_attrs={"slug": "again", "title": "Again"}, copy_revisions=False)
    assert (copy.outcome, copy.outcome_on, copy.late_because) == ("", None, "")
    assert not copy.extensions.exists()
    assert page.extensions.count() == 1


def test_the_calendar_of_what_is_planned_shows_the_promise(page):
    day = due_on(page.closes_on)
    start = dt.datetime.combine(day, dt.time(), tzinfo=LONDON)
    staff = User.objects.create_superuser("jo")
    assert [one.what for one in opening_and_closing(staff, start, start + DAY)] == ["Outcome promised"]
    ConsultationPage.objects.update(outcome_on=TODAY)
    assert opening_and_closing(staff, start, start + DAY) == []
