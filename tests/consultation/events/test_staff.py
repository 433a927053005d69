"""Events in the admin: who may, what is refused and in which words, what a copy keeps."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from consultation.dates import LONDON
from consultation.models import EngagementSnapshot, Event, EventPeopleByKind, EventSubject
from lis_site.roles import Role, make_roles
from tests.consultation.events.factories import EventFactory, london
from tests.strategy.factories import (
    DistrictFactory,
    SectorIndexPageFactory,
    SectorPageFactory,
    StrategyPageFactory,
    make_area,
)


def url(name, *args, model=Event):
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def officer_of(site, role=Role.EVENTS_OFFICER):
    user = User.objects.create_user(f"{role}-{site.pk}")
    user.groups.add(make_roles(site)[role])
    return user


@pytest.fixture
def there(area):
    return make_area("there.localhost", "Thereshire", is_default=False)


@pytest.fixture
def officer(client, area):
    client.force_login(officer_of(area))
    return client


def form(site, subjects=(), kinds=(), **fields):
    """What the browser sends for a new event, as changed by `fields`."""
    return nested_form_data(
        {
            "site": site.pk,
            "title": "A talk",
            "slug": "",
            "kind": "workshop",
            "summary": "",
            "audience": "",
            "description": rich_text(""),
            "agenda": rich_text(""),
            "note": rich_text(""),
            "start_day": "2030-05-14",
            "start_time": "10:00",
            "end_day": "",
            "end_time": "12:00",
            "precision": "day",
            "source": "",
            "mode": "in_person",
            "venue_name": "Town Hall",
            "standing": "as_planned",
            "outcome": "not_recorded",
            "attendance": "",
            "why": "",
            "is_published": "on",
            "papers": inline_formset([]),
            "subjects": inline_formset([{"page": page.pk} for page in subjects]),
            "people_by_kind": inline_formset([{"kind": kind, "people": people} for kind, people in kinds]),
            "people_by_district": inline_formset([]),
        }
        | fields
    )


def errors(response):
    assert response.status_code == 200
    found = response.context["form"]
    lines = [line for formset in found.formsets.values() for line in formset.errors]
    return " ".join(str(words) for part in (found.errors, *lines) for words in part.values())


def test_a_new_event_is_published_with_an_address_from_title_and_date(officer, area, tree):
    response = officer.post(url("add"), form(area, subjects=[tree.foundations[0]]))
    assert response.status_code == 302, errors(response)
    event = Event.objects.get()
    assert event.slug == "a-talk-2030-05-14"
    assert event.starts_at == london(2030, 5, 14, 10)
    assert event.subjects.get().page_id == tree.foundations[0].pk
    entry = event.decisions.get()
    assert (entry.decision, entry.decided_by.username) == ("published", f"events-officer-{area.pk}")
    officer.post(url("add"), form(area))
    assert Event.objects.filter(slug="a-talk-2030-05-14-2").exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"start_day": "2027-03-28", "start_time": "01:30"},
            "01:30 on 28 March 2027 does not exist because the clocks go forward",
        ),
        ({"start_day": "2027-10-31", "start_time": "01:30"}, "comes twice because the clocks go back"),
        ({"end_time": "09:00"}, "It must end after it starts."),
        ({"end_time": "10:00"}, "It must end after it starts."),
        ({"end_time": "23:00"}, "It would last 13 hours."),
        ({"end_day": "2030-05-16"}, "It would last 50 hours."),
        ({"start_day": "2018-05-14"}, "This date is past."),
        ({"start_time": "", "end_time": ""}, "Only a past event may leave them out."),
        ({"end_time": ""}, "Give both times."),
        ({"precision": "month"}, "Choose “Day”"),
        ({"start_day": "0001-01-01"}, "Check the year."),
        ({"start_day": "9999-12-31", "end_day": "9999-12-31"}, "Check the year."),
        ({"attendance": "12"}, "The event is not over yet."),
        ({"title": "a\x00b"}, "Null characters"),
        ({"start_day": "soon"}, "Enter a valid date"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words_and_kept(officer, area, fields, words):
    response = officer.post(url("add"), form(area, **fields))
    assert words in errors(response)
    assert not Event.objects.exists()
    assert 'value="Town Hall"' in response.text


def test_history_may_be_vague_but_says_how_it_is_known(officer, area):
    fields = {"start_day": "2019-09-12", "start_time": "", "end_time": "", "precision": "month"}
    assert "This date is past." in errors(officer.post(url("add"), form(area, **fields)))
    response = officer.post(url("add"), form(area, source="The minutes", **fields))
    assert response.status_code == 302, errors(response)
    event = Event.objects.get()
    assert event.when == "September 2019"
    assert officer.get(url("edit", event.pk)).status_code == 200


def test_a_move_needs_a_reason_and_a_correction_none(officer, area):
    officer.post(url("add"), form(area))
    event = Event.objects.get()
    edit = url("edit", event.pk)
    assert officer.post(edit, form(area, slug=event.slug, title="A better talk")).status_code == 302
    assert Event.objects.get().sequence == 0
    moved = {"slug": event.slug, "venue_name": "Library"}
    assert "Say why." in errors(officer.post(edit, form(area, **moved)))
    response = officer.post(edit, form(area, why="We need more room.", **moved))
    assert response.status_code == 302, errors(response)
    event.refresh_from_db()
    assert (event.standing, event.sequence, event.venue_name) == ("moved", 1, "Library")
    assert event.decisions.first().why == "We need more room."
    assert "Say why." in errors(officer.post(edit, form(area, slug=event.slug, standing="cancelled")))
    officer.post(edit, form(area, slug=event.slug, venue_name="Library", standing="cancelled", why="Flood."))
    event.refresh_from_db()
    assert (event.standing, event.sequence) == ("cancelled", 2)


def test_who_was_in_the_room_is_never_more_than_who_came(officer, area):
    past = {"start_day": "2018-05-14", "source": "Our list", "outcome": "took_place"}
    response = officer.post(url("add"), form(area, kinds=[("business", 9)], attendance="8", **past))
    assert "come to 9: more than came" in errors(response)
    response = officer.post(url("add"), form(area, kinds=[("business", 8)], attendance="8", **past))
    assert response.status_code == 302, errors(response)


def test_a_copy_keeps_the_words_and_nothing_that_happened(officer, area, tree):
    event = EventFactory.held(
        site=area, title="A talk", attendance=30, note="<p>Said</p>", joining_link="https://meet.example/x"
    )
    event.districts.set([DistrictFactory(site=area, name="Oldham")])
    event.save()
    EventSubject.objects.create(event=event, page=tree.foundations[0])
    EventPeopleByKind.objects.create(event=event, kind="business", people=30)
    response = officer.get(url("copy", event.pk))
    assert response.status_code == 200
    shown = response.context["form"]
    assert shown.instance.pk is None
    assert shown.instance.uid != event.uid
    assert (shown["title"].value(), shown["start_day"].value(), shown["slug"].value()) == ("A talk", None, "")
    assert (shown["attendance"].value(), shown["joining_link"].value()) == (None, "")
    assert [district.name for district in shown.instance.districts.all()] == ["Oldham"]
    assert len(shown.formsets["subjects"].forms) == 1
    assert not shown.formsets["people_by_kind"].forms
    response = officer.post(url("copy", event.pk), form(area, subjects=[tree.foundations[0]]))
    assert response.status_code == 302, errors(response)
    assert Event.objects.count() == 2
    copy = Event.objects.exclude(pk=event.pk).get()
    assert (copy.attendance, copy.sequence, copy.note) == (None, 0, "")
    assert event.people_by_kind.count() == 1


def test_what_was_published_is_not_deleted_but_cancelled(officer, area):
    officer.post(url("add"), form(area))
    event = Event.objects.get()
    response = officer.post(url("delete", event.pk), follow=True)
    assert "cannot be deleted" in response.text
    assert "Cancel it" in response.text
    bulk = reverse("wagtail_bulk_action", args=["consultation", "event", "delete"])
    assert "cannot be deleted" in officer.post(f"{bulk}?id={event.pk}", follow=True).text
    assert Event.objects.filter(pk=event.pk).exists()
    draft = EventFactory(site=area, is_published=False)
    officer.post(url("delete", draft.pk))
    assert not Event.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("view", ["edit", "copy", "delete", "history", "usage"])
def test_events_of_the_other_area_are_out_of_reach(officer, there, view):
    other = EventFactory(site=there, title="Secret draft", is_published=False)
    response = officer.get(url(view, other.pk))
    assert response.status_code in (302, 403, 404)
    assert "Secret draft" not in officer.get(url("list")).text


def test_nothing_of_the_other_area_can_be_put_into_an_event(officer, area, there, tree):
    strategy = StrategyPageFactory(parent=there.root_page)
    sector = SectorPageFactory(parent=SectorIndexPageFactory(parent=strategy))
    district = DistrictFactory(site=there)
    for fields in ({"sector": sector.pk}, {"subjects": [strategy]}):
        assert "Choose one of your own area." in errors(officer.post(url("add"), form(area, **fields)))
    # A record of another area is not shown again in a form to be mended.
    assert officer.post(url("add"), form(area) | {"districts": [district.pk]})["Location"] == "/admin/"
    assert not Event.objects.exists()
    assert district.name not in officer.get(url("add")).text
    officer.post(url("add"), form(there))  # whose area is not asked for
    assert [event.site for event in Event.objects.all()] == [area]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.EVENTS_OFFICER, True),
        (Role.ADMINISTRATOR, True),
        (Role.EDITOR, False),
        (Role.ANALYST, False),
        (Role.APPROVER, False),
    ],
)
def test_who_may_edit_events(client, area, role, may):
    client.force_login(officer_of(area, role))
    for model in (Event, EngagementSnapshot):
        assert (client.get(url("add", model=model)).status_code == 200) is may
        assert (client.get(url("list", model=model)).status_code == 200) is may


def test_a_stated_total_is_added_once_for_each_document(officer, area):
    fields = {
        "site": area.pk,
        "people": 1000,
        "people_qualifier": "over",
        "unit": "people",
        "events": 70,
        "events_qualifier": "more_than",
        "events_are": "events",
        "also": "",
        "as_at": "2020-01-27",
        "as_at_precision": "day",
        "document": "The news",
    }
    add = url("add", model=EngagementSnapshot)
    assert officer.post(add, fields).status_code == 302
    assert "are there already" in officer.post(add, fields).text
    assert EngagementSnapshot.objects.get().date.on == dt.date(2020, 1, 27)


def test_the_form_shows_the_wall_clock(officer, area):
    event = EventFactory(site=area, starts_at=london(2030, 7, 1, 9, 30))
    text = officer.get(url("edit", event.pk)).text
    assert 'value="09:30' in text
    assert event.starts_at.astimezone(LONDON).hour == 9


@pytest.mark.parametrize("field", ["title", "summary", "venue_address"])
def test_what_cannot_be_seen_is_refused_in_words_where_feeds_and_e_mails_use_it(officer, client, area, field):
    response = client.post(url("add"), form(area, **{field: "Bell\x07"}))
    assert "Take out the characters that cannot be seen" in response.text
    assert not Event.objects.exists()
    client.post(url("add"), form(area, title="Two\twords"))
    assert Event.objects.get().title == "Two words"
