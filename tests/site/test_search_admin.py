"""What staff see of the search: the report, the promoted results, and the admin's own search of pages."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from lis_site.roles import Role, make_roles
from lis_site.search import misses
from tests.site.searching import page_in
from tests.strategy.factories import StandardPageFactory, make_area

DAY = dt.timedelta(days=1)
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def there(area):
    """Another area."""
    return make_area("there.localhost", "Thereshire", is_default=False)


def person(site, role):
    user = User.objects.create_user(f"{role}-{site.pk}")
    user.groups.add(make_roles(site)[role])
    return user


@pytest.fixture
def approver(client, area):
    """Signed in as an approver of this area."""
    client.force_login(person(area, Role.APPROVER))
    return client


class TestTheReport:
    @pytest.fixture(autouse=True)
    def searches(self, area, there):
        for day in range(3):
            misses.note(area, "tram", NOON + day * DAY)
        misses.note(area, "ferry", NOON)
        misses.note(there, "raft", NOON)

    @staticmethod
    def rows(client, **parameters):
        response = client.get("/admin/reports/searches/", parameters)
        assert response.status_code == 200
        rows = BeautifulSoup(response.text, "html.parser").select("table.listing tbody tr")
        return [[" ".join(cell.text.split()) for cell in row.select("td")] for row in rows]

    def test_each_area_sees_its_own_words_how_often_and_when_last(self, approver, area):
        name = area.site_name
        assert self.rows(approver) == [["tram", name, "3", "3 Jun 2026"], ["ferry", name, "1", "1 Jun 2026"]]

    def test_it_can_be_narrowed_to_a_period_searched_and_taken_away(self, approver):
        assert [row[0] for row in self.rows(approver, on_from="2026-06-02", on_to="2026-06-03")] == ["tram"]
        assert [row[2] for row in self.rows(approver, on_from="2026-06-02")] == ["2"]
        assert [row[0] for row in self.rows(approver, q="fer")] == ["ferry"]
        file = approver.get("/admin/reports/searches/?export=csv")
        text = b"".join(file.streaming_content).decode()
        assert text.splitlines()[0] == "Words,Area,Times,Last searched"
        assert "tram" in text
        assert "raft" not in text

    def test_it_is_in_the_menu_of_reports_and_wagtails_empty_one_is_not(self, approver):
        menu = approver.get("/admin/").text
        assert "/admin/reports/searches/" in menu
        assert "search-terms" not in menu

    def test_who_belongs_to_no_area_does_not_see_it(self, client, area):
        from django.contrib.auth.models import Permission

        stranger = User.objects.create_user("stranger")
        stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(stranger)
        assert client.get("/admin/reports/searches/").status_code == 302


class TestPromotedResults:
    """Wagtail's pages for them know no areas; ours stand in their place."""

    @staticmethod
    def form(words, *promotions, initial=0):
        rows = [{"page": page.pk if page else "", "description": text, "ORDER": at, **extra}
                for at, (page, text, extra) in enumerate(promotions)]  # fmt: skip
        return nested_form_data({"query_string": words, "editors_picks": inline_formset(rows, initial=initial)})

    def add(self, client, words, page, text=""):
        return client.post("/admin/searchpicks/add/", self.form(words, (page, text, {})))

    def test_an_approver_recommends_a_page_of_the_area(self, approver, area):
        page = StandardPageFactory(parent=area.root_page)
        assert approver.get("/admin/searchpicks/add/").status_code == 200
        assert self.add(approver, "Climate", page, "All about it.").status_code == 302
        assert SearchPromotion.objects.get().page_id == page.pk
        assert "climate" in approver.get("/admin/searchpicks/").text

    def test_any_other_page_is_refused_in_words(self, approver, there):
        elsewhere = StandardPageFactory(parent=there.root_page)
        for page, words in ((elsewhere, "Choose a page of your own area."), (None, "Choose a page.")):
            response = self.add(approver, "climate", page)
            assert response.status_code == 200
            assert words in response.text
        assert not SearchPromotion.objects.exists()

    def test_nobody_sees_changes_or_deletes_those_of_another_area(self, approver, area, there):
        our_page = StandardPageFactory(parent=area.root_page)
        their_page = StandardPageFactory(parent=there.root_page, title="Thereshire page")
        query = Query.get("climate")
        theirs = SearchPromotion.objects.create(query=query, page=their_page, description="Theirs.")
        edit = f"/admin/searchpicks/{query.pk}/"
        for address in ("/admin/searchpicks/", "/admin/searchpicks/results/", edit):
            shown = approver.get(address).text
            assert "Thereshire page" not in shown
            assert "Theirs." not in shown
        ours = SearchPromotion.objects.create(query=query, page=our_page)
        moved = self.form("warming", (our_page, "Ours.", {"id": ours.pk}), initial=1)
        assert approver.post(edit, moved).status_code == 302
        ours.refresh_from_db()
        assert (ours.query.query_string, ours.description) == ("warming", "Ours.")
        approver.post(edit, self.form("climate", (our_page, "Mine now.", {"id": theirs.pk}), initial=1))
        approver.post(f"{edit}delete/")
        theirs.refresh_from_db()
        assert (theirs.query, theirs.page_id, theirs.description) == (query, their_page.pk, "Theirs.")

    def test_an_editor_has_no_such_right(self, client, area):
        client.force_login(person(area, Role.EDITOR))
        assert client.get("/admin/searchpicks/").status_code == 302


def test_the_admins_own_search_of_pages_goes_on_working(approver, area):
    page = page_in(area, "Canal", body=[("text", "<p>Narrowboats.</p>")])
    assert f"/admin/pages/{page.pk}/edit/" in approver.get("/admin/pages/search/", {"q": "cana"}).text
    assert list(page.specific_class.objects.search("narrowboats")) == [page]
