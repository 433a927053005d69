"""Two areas on one installation: the staff of each see and change their own pages, files and records, and no other."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.models import Site

from lis_site.roles import Role, make_roles
from strategy.areas import area_asked_for, area_of_page, areas_of
from strategy.models import AreaSettings, District, KeyFigure, SiteDocument, SiteImage
from tests.ready_made import ready_made
from tests.strategy.factories import DistrictFactory, KeyFigureFactory, make_area, make_tree


class Place:
    """One area with a tree, a figure, a picture, a document, and an editor and an administrator of its own."""

    def __init__(self, site):
        self.site = site
        self.tree = make_tree(site, count=2)
        self.figure = KeyFigureFactory(site=site, measures=f"economy of {site.site_name}")
        self.district = DistrictFactory(site=site)
        groups = make_roles(site)
        self.editor = self._person("editor", groups[Role.EDITOR])
        self.administrator = self._person("administrator", groups[Role.ADMINISTRATOR])
        collection = AreaSettings.for_site(site).collection
        file = io.BytesIO()
        Picture.new("RGB", (20, 20), "teal").save(file, "PNG")
        self.image = SiteImage.objects.create(
            title=f"Picture of {site.site_name}",
            file=ContentFile(file.getvalue(), f"{site.pk}.png"),
            collection=collection,
        )
        self.document = SiteDocument.objects.create(
            title=f"Paper of {site.site_name}", file=ContentFile(b"Words", f"{site.pk}.txt"), collection=collection
        )

    def _person(self, name, group):
        user = User.objects.create_user(f"{name}-{self.site.pk}", password="x")
        user.groups.add(group)
        return user


@pytest.fixture
def places(db):
    def make():
        return Place(make_area()), Place(make_area("there.localhost", "Thereshire", is_default=False))

    return ready_made("two places", make)


@pytest.fixture
def here(places):
    return places[0]


@pytest.fixture
def there(places):
    return places[1]


@pytest.fixture
def staff(client, here):
    """Signed in as the editor of this area."""
    client.force_login(here.editor)
    return client


def test_where_pages_and_people_belong(here, there):
    assert area_of_page(there.tree.ambitions[0]) == there.site
    assert area_of_page(here.tree.home.get_parent()) is None
    assert list(areas_of(here.editor)) == [here.site]
    assert set(areas_of(User(is_superuser=True, is_active=True))) == {here.site, there.site}
    assert not areas_of(User(is_superuser=True, is_active=False)).exists()


@pytest.mark.parametrize("role", Role)
def test_every_role_belongs_to_its_area_and_to_no_other(here, there, role):
    user = User.objects.create_user(f"somebody-{role}")
    user.groups.add(make_roles(there.site)[role])
    assert list(areas_of(user)) == [there.site]


def test_nobody_holds_a_right_on_the_root_of_all_areas(here, there):
    from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, WorkflowPage

    assert not GroupPagePermission.objects.filter(page=Page.get_first_root_node()).exists()
    assert not GroupCollectionPermission.objects.filter(collection=Collection.get_first_root_node()).exists()
    assert not WorkflowPage.objects.filter(page=Page.get_first_root_node()).exists()


def test_making_the_roles_again_changes_nothing(here):
    from wagtail.models import GroupPagePermission, GroupSitePermission, Workflow

    def count():
        return [kind.objects.count() for kind in (GroupPagePermission, GroupSitePermission, Workflow)]

    before = count()
    make_roles(here.site)
    assert count() == before


PAGE_VIEWS = ["wagtailadmin_pages:edit", "wagtailadmin_pages:delete", "wagtailadmin_pages:history"]


@pytest.mark.parametrize("view", PAGE_VIEWS)
def test_a_page_of_the_other_area_is_out_of_reach(staff, here, there, view):
    own, other = here.tree.foundations[1], there.tree.foundations[1]
    if view != "wagtailadmin_pages:delete":  # editors delete nothing that is published
        assert staff.get(reverse(view, args=[own.pk])).status_code == 200
    response = staff.get(reverse(view, args=[other.pk]))
    assert response.status_code in (302, 403, 404)


def test_the_page_tree_shows_the_own_area_only(staff, here, there):
    for response in (
        staff.get(reverse("wagtailadmin_explore_root"), follow=True),
        staff.get(reverse("wagtailadmin_pages:search"), {"q": "Foundation"}),
        staff.get(reverse("wagtailadmin_explore", args=[there.tree.foundation_index.pk]), follow=True),
    ):
        for page in (there.tree.home, *there.tree.foundations):
            assert f"/admin/pages/{page.pk}/" not in response.text


def test_the_page_chooser_offers_the_own_area_only(staff, here, there):
    for query in ({"q": "Foundation"}, {}):
        text = staff.get(reverse("wagtailadmin_choose_page"), query).json()["html"]
        assert there.tree.home.title not in text
        for page in there.tree.foundations:
            assert f"/admin/pages/{page.pk}/" not in text


@pytest.mark.parametrize("kind", ["image", "document"])
def test_files_of_the_other_area_are_out_of_reach(staff, here, there, kind):
    own, other = getattr(here, kind), getattr(there, kind)
    lists = {
        "image": [reverse("wagtailimages:index"), reverse("wagtailimages_chooser:choose")],
        "document": [reverse("wagtaildocs:index"), reverse("wagtaildocs_chooser:choose")],
    }
    for url in lists[kind]:
        response = staff.get(url)
        text = response.json()["html"] if "json" in response["Content-Type"] else response.text
        assert own.title in text, url
        assert other.title not in text, url
    view = {"image": "wagtailimages:edit", "document": "wagtaildocs:edit"}[kind]
    assert staff.get(reverse(view, args=[other.pk])).status_code in (302, 403, 404)


def record_url(record, view, *args):
    return reverse(type(record).snippet_viewset.get_url_name(view), args=args)


@pytest.mark.parametrize("name", ["figure", "district"])
@pytest.mark.parametrize("view", ["edit", "history", "usage"])
def test_records_of_the_other_area_are_out_of_reach(staff, here, there, name, view):
    own, other = getattr(here, name), getattr(there, name)
    assert staff.get(record_url(own, view, own.pk)).status_code == 200
    assert staff.get(record_url(own, view, other.pk)).status_code in (302, 403, 404)


def test_lists_and_choosers_of_records_show_the_own_area_only(staff, here, there):
    text = staff.get(record_url(here.figure, "list")).text
    assert here.figure.measures in text
    assert there.figure.measures not in text
    chooser = KeyFigure.snippet_viewset.chooser_viewset
    text = staff.get(reverse(chooser.get_url_name("choose"))).json()["html"]
    assert here.figure.measures in text
    assert there.figure.measures not in text


def test_a_new_record_belongs_to_the_editors_area_without_asking(staff, here, there):
    url = record_url(here.district, "add")
    assert there.site.site_name not in staff.get(url).text
    assert staff.post(url, {"site": here.site.pk, "name": "Newtown"}).status_code == 302
    assert District.objects.get(name="Newtown").site == here.site


def test_a_record_cannot_be_put_into_the_other_area(staff, here, there):
    staff.post(record_url(here.district, "add"), {"site": there.site.pk, "name": "Smuggled"})
    assert [one.site for one in District.objects.filter(name="Smuggled")] == [here.site]


def test_the_filters_of_the_list_of_pages_offer_nobody_and_nothing_of_the_other_area(staff, here, there):
    for one in (here, there):
        one.tree.strategy.owner = one.editor
        one.tree.strategy.save()
        one.tree.strategy.save_revision(user=one.editor, log_action=True)
    text = staff.get(reverse("wagtailadmin_explore", args=[here.site.root_page_id])).text
    assert here.editor.username in text
    assert there.editor.username not in text
    assert str(there.site) not in text


def test_the_area_is_asked_for_where_there_is_a_choice_only(staff, here, there, client):
    add = record_url(here.district, "add")
    change = record_url(here.district, "edit", here.district.pk)
    assert 'name="site"' not in staff.get(add).text
    assert 'name="site"' not in staff.get(change).text
    assert staff.post(add, {"name": "Without an area"}).status_code == 302
    client.force_login(User.objects.create_superuser("everywhere"))
    assert 'name="site"' in client.get(add).text
    assert 'name="site"' in client.get(change).text


def test_a_taken_name_is_refused_in_words_and_keeps_what_was_typed(staff, here):
    response = staff.post(record_url(here.district, "add"), {"site": here.site.pk, "name": here.district.name})
    assert "already has a district of that name" in response.text
    assert f'value="{here.district.name}"' in response.text


def test_a_status_can_only_be_given_to_an_ambition_of_the_own_area(client, here, there):
    from strategy.models import AmbitionStatus

    client.force_login(here.administrator)
    url = reverse(AmbitionStatus.snippet_viewset.get_url_name("add"))
    fields = {"status": "on_track", "on": "2020-06-01", "reason": "Work began.", "owner": "Climate lead"}
    refused = client.post(url, fields | {"ambition": there.tree.ambitions[0].pk})
    assert "Choose an ambition of your own area." in refused.text
    early = client.post(url, fields | {"ambition": here.tree.ambitions[0].pk, "on": "2999-01-01"})
    assert "Give today or an earlier day." in early.text
    assert client.post(url, fields | {"ambition": here.tree.ambitions[0].pk}).status_code == 302
    entry = AmbitionStatus.objects.get()
    assert (entry.site, entry.written_by) == (here.site, here.administrator)
    client.force_login(here.editor)
    assert client.get(url).status_code in (302, 403)  # public at once: not for those who may not publish


def test_a_status_once_written_is_not_changed(client, here):
    from tests.strategy.factories import AmbitionStatusFactory

    entry = AmbitionStatusFactory(ambition=here.tree.ambitions[0])
    client.force_login(here.administrator)
    assert client.get(record_url(entry, "edit", entry.pk)).status_code in (302, 403)
    assert client.get(record_url(entry, "delete", entry.pk)).status_code in (302, 403)


def test_area_settings_are_the_administrators_of_that_area(client, here, there):
    def settings_page(user, site):
        client.force_login(user)
        return client.get(reverse("wagtailsettings:edit", args=["strategy", "areasettings", site.pk])).status_code

    assert settings_page(here.administrator, here.site) == 200
    assert settings_page(here.administrator, there.site) != 200
    assert settings_page(here.editor, here.site) != 200


@pytest.mark.parametrize(
    "host", ["localhost", "there.localhost", "LOCALHOST", "nowhere.example", "localhost:8000", "twin.localhost:8001"]
)
@pytest.mark.parametrize("default", [True, False])
def test_the_area_asked_for_is_the_one_that_wagtail_finds(area, rf, settings, host, default):
    settings.ALLOWED_HOSTS = ["*"]
    page = area.root_page
    if not default:
        Site.objects.update(is_default_site=False)
    for name, port in (("there.localhost", 80), ("twin.localhost", 80), ("twin.localhost", 8001)):
        Site.objects.create(hostname=name, port=port, root_page=page)
    request = rf.post("/", headers={"host": host})
    assert area_asked_for(request) == Site.find_for_request(request)
