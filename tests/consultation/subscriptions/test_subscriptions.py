"""Somebody asks to be told, confirms, hears of each thing once, and leaves with one click."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text

from consultation.feedback.publishing import publish
from consultation.models import ConsultationExtension, ConsultationNews, Subscription
from consultation.participants import privacy
from consultation.participants.models import Contact, Mail
from consultation.participants.models.mail import MailState
from consultation.participants.sending import send_waiting
from consultation.subscriptions.subscribing import ask, confirm, forget_old, leave, tell_news
from lis_site.roles import Role, make_roles
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.consultation.feedback.factories import make_row
from tests.ready_made import ready_made
from tests.searching import where_is
from tests.strategy.factories import make_area

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 10, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
JANE = "jane@example.org"


@pytest.fixture
def page(tree):
    say = HaveYourSayPageFactory(parent=tree.home)
    return ConsultationPageFactory(
        parent=say, title="Wool & work", slug="wool", opens_on=dt.date(2026, 6, 15), closes_on=dt.date(2026, 7, 31)
    )


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


def subscribed(page, email=JANE, now=NOW):
    ask(page=page, site=page.get_site(), email=email, now=now)
    subscription = Subscription.objects.get(contact__email=email, consultation=page)
    confirm(subscription=subscription, now=now)
    Mail.objects.all().delete()
    return subscription


def path_in(mail, end):
    (found,) = re.findall(rf"/my/[^/\s]+/{end}/", mail.text)
    return found


def test_the_whole_way_without_a_cookie(strict, page):
    form = strict.get("/tell-me/wool/").text
    trap = dict(re.findall(r'name="(opened)" value="([^"]+)"', form))
    asked = strict.post("/tell-me/wool/", trap | {"email": " Jane@Example.org "})
    assert "Look at your e-mail" in asked.text
    mail = Mail.objects.get()
    assert (mail.to, mail.headers.get("List-Unsubscribe")) == (JANE, None)
    link = path_in(mail, "news")
    assert "Yes, tell me" in strict.get(link).text
    assert Subscription.objects.get().confirmed_at is None  # looking confirms nothing: scanners of mail look too
    assert "You will hear from us" in strict.post(link).text
    assert Subscription.objects.get().confirmed_at
    assert not strict.cookies


def test_nobody_is_written_to_before_they_confirm(page):
    ask(page=page, site=page.get_site(), email=JANE, now=NOW)
    assert tell_news(NOW + 10 * DAY) is None
    assert Mail.objects.count() == 1


def test_each_hears_of_each_thing_once(page):
    subscribed(page)
    opening = dt.datetime(2026, 6, 14, 23, tzinfo=dt.UTC)  # midnight in London
    assert tell_news(opening - dt.timedelta(seconds=1)) is None
    assert tell_news(opening) == "1 e-mails queued"
    assert tell_news(opening) is None
    ConsultationExtension.objects.create(
        page=page, was_closing_on=page.closes_on, closes_on=dt.date(2026, 8, 9), why="Floods.", decided_on=opening
    )
    ConsultationNews.objects.create(
        site=page.get_site(), consultation=page, title="A new paper", text="<p>Read it.</p>", is_published=True
    )
    page.outcome, page.outcome_on = "<p>We listened.</p>", dt.date(2026, 9, 1)
    page.save()
    assert tell_news(opening + DAY) == "2 e-mails queued"
    assert tell_news(opening + 100 * DAY) == "1 e-mails queued"
    assert tell_news(opening + 101 * DAY) is None
    subjects = [mail.subject for mail in Mail.objects.order_by("pk")]
    assert subjects == ["Open now: Wool & work", "More time: Wool & work", "A new paper", "The outcome: Wool & work"]
    assert "Why: Floods." in Mail.objects.get(subject__startswith="More time").text
    assert "<p>Read it.</p>" in Mail.objects.get(subject="A new paper").html


def test_what_was_done_is_told_the_day_after_in_one_message_for_all_of_a_day(page):
    subscribed(page)
    tree_page = page.get_site().root_page
    for said in ("Buses cost too much.", "Trains are late."):
        row = make_row(page, tree_page, said=said, published=False)
        publish(row=row, by=None, now=NOW)
    make_row(page, tree_page, said="A draft.", published=False)
    tell_news(NOW)
    assert not Mail.objects.exists()
    for _ in range(2):
        tell_news(NOW + DAY)
    mail = Mail.objects.get()
    assert mail.subject == "You said, we did: Wool & work"
    assert "You said: Buses cost too much.\nWe did: Fares were capped." in mail.text
    assert "Trains are late." in mail.text
    assert "#you-said-we-did" in mail.text
    assert "A draft." not in mail.text


def test_who_comes_later_hears_only_of_what_is_new(page):
    subscribed(page, now=NOW + 20 * DAY)
    assert tell_news(NOW + 21 * DAY) is None
    ConsultationNews.objects.create(
        site=page.get_site(), consultation=page, title="A draft", text="<p>x</p>", is_published=False
    )
    assert tell_news(NOW + 21 * DAY) is None


def test_a_page_that_is_taken_down_tells_nothing(page):
    subscribed(page)
    page.unpublish()
    assert tell_news(NOW + 10 * DAY) is None


def test_every_news_can_be_left_with_one_click(page, client):
    subscribed(page)
    tell_news(NOW + 10 * DAY)
    mail = Mail.objects.get()
    address = mail.headers["List-Unsubscribe"].strip("<>")
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in mail.text
    path = "/" + address.split("/", 3)[3]
    assert "Stop writing to me" in client.get(path).text
    assert Subscription.objects.standing().exists()
    posted = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert posted.status_code == 200
    assert not Subscription.objects.standing().exists()
    assert client.post(path).status_code == 200  # twice is once
    assert Mail.objects.get().state == MailState.DROPPED  # what waited is not sent


def test_the_copy_that_staff_see_has_no_key(page):
    subscribed(page)
    tell_news(NOW + 10 * DAY)
    send_waiting(NOW + 10 * DAY)
    mail = Mail.objects.get()
    assert mail.state == MailState.SENT
    assert mail.headers["List-Unsubscribe"].endswith("/my/(hidden)/leave/>")


def test_asking_again_says_so_and_after_leaving_asks_to_confirm_again(page):
    subscription = subscribed(page)
    ask(page=page, site=page.get_site(), email=JANE, now=NOW)
    assert Mail.objects.get().subject == "You hear of this already: Wool & work"
    leave(subscription=subscription, now=NOW)
    ask(page=page, site=page.get_site(), email=JANE, now=NOW)
    assert not Subscription.objects.standing().exists()
    assert Mail.objects.order_by("-pk")[0].subject == "Confirm: tell me about Wool & work"


@pytest.mark.parametrize("email", ["", "jane", "jane@", "a\x00@example.org", "x" * 300 + "@example.org", "a\nb@c.de"])
def test_an_address_that_is_none_is_refused_in_words(client, page, email):
    response = client.post("/tell-me/wool/", {"email": email})
    assert "Enter your e-mail address" in response.text or "Enter an e-mail address" in response.text
    assert "There is a problem" in response.text
    assert not Mail.objects.exists()


def test_robots_and_floods_are_answered_alike_and_send_nothing(client, page):
    form = client.get("/tell-me/wool/").text
    trap = dict(re.findall(r'name="(opened)" value="([^"]+)"', form))
    for more in ({}, trap | {"confirm_reference": "x"}):
        assert "Look at your e-mail" in client.post("/tell-me/wool/", more | {"email": JANE}).text
    assert not Mail.objects.exists()
    for _ in range(9):
        client.post("/tell-me/wool/", trap | {"email": JANE})
    assert Mail.objects.count() == 5


def test_drafts_and_other_areas_cannot_be_asked_about(client, page):
    page.unpublish()
    assert client.get("/tell-me/wool/").status_code == 404
    assert client.get("/tell-me/nothing/").status_code == 404


def test_the_form_costs_few_queries_and_may_be_cached(client, page, django_assert_max_num_queries):
    client.get("/tell-me/wool/")
    with django_assert_max_num_queries(12):
        response = client.get("/tell-me/wool/")
    assert "public" in response["Cache-Control"]


def test_it_is_given_out_and_erased(page):
    subscribed(page)
    contact = Contact.objects.get()
    assert privacy.everything_held(contact)["subscriptions"][0]["to hear of"] == "Wool & work"
    privacy.erase(contact=contact, by=None, now=NOW)
    assert where_is(JANE) == []
    assert not Subscription.objects.exists()


def test_what_nobody_confirmed_left_or_needs_any_more_goes(page):
    ask(page=page, site=page.get_site(), email="new@example.org", now=NOW)
    left = subscribed(page, "left@example.org")
    leave(subscription=left, now=NOW)
    kept = subscribed(page)
    assert forget_old(NOW + 6 * DAY) is None
    assert forget_old(NOW + 8 * DAY) == "1 deleted"
    assert forget_old(NOW + 31 * DAY) == "1 deleted"
    page.outcome_on = dt.date(2026, 9, 1)
    page.save()
    assert Subscription.objects.get() == kept
    assert forget_old(dt.datetime(2026, 10, 3, tzinfo=dt.UTC)) == "1 deleted"


def test_staff_publish_news_of_their_own_area_and_what_was_sent_stays(client, page, tree):
    subscribed(page, now=timezone.now())
    user = User.objects.create_user("approver")
    user.groups.add(make_roles(tree.site)[Role.APPROVER])
    client.force_login(user)
    add = "/admin/snippets/consultation/consultationnews/add/"
    given = {"site": tree.site.pk, "consultation": page.pk, "on": timezone.localdate(), "title": "A new paper"}
    given |= {"text": rich_text("<p>Read it.</p>"), "is_published": "on"}
    there = ready_made("elsewhere", lambda: make_area("there.localhost", "Thereshire", is_default=False))
    assert client.post(add, nested_form_data(given | {"consultation": there.root_page_id})).status_code == 200
    assert client.post(add, nested_form_data(given)).status_code == 302
    news = ConsultationNews.objects.get()
    assert "A new paper" in client.get(page.url).text
    tell_news(timezone.now())
    assert Mail.objects.filter(subject="A new paper").exists()
    edit = f"/admin/snippets/consultation/consultationnews/edit/{news.pk}/"
    client.post(edit, nested_form_data(given | {"title": "Something else"}))
    assert ConsultationNews.objects.get().title == "A new paper"
