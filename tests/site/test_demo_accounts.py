"""The accounts of the demo: one for each role, with passwords that a second start prints again."""

import stat

import pytest
from django.contrib.auth.models import User

from lis_site.demo_accounts import make_demo_accounts
from lis_site.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept_in(tmp_path):
    return tmp_path / "var" / "demo-logins.txt"


def test_every_role_of_the_area_has_an_account_that_works(area, kept_in, client):
    logins = make_demo_accounts(kept_in)
    assert [login.username for login in logins] == [*(f"lcr-{role.value}" for role in Role), "admin"]
    for login in logins:
        assert client.login(username=login.username, password=login.password)
        assert client.get("/admin/").status_code == 200
        client.logout()


def test_only_one_account_may_do_everything(area, kept_in):
    make_demo_accounts(kept_in)
    assert [user.username for user in User.objects.filter(is_superuser=True)] == ["admin"]
    for user in User.objects.filter(is_superuser=False):
        assert user.groups.count() == 1


def test_passwords_are_random_and_readable_by_their_owner_only(area, kept_in):
    logins = make_demo_accounts(kept_in)
    assert len({login.password for login in logins}) == len(logins)
    assert stat.S_IMODE(kept_in.stat().st_mode) == 0o600


def test_a_second_start_prints_the_same(area, kept_in):
    assert make_demo_accounts(kept_in) == make_demo_accounts(kept_in)


def test_a_password_that_somebody_changed_stays_changed(area, kept_in):
    make_demo_accounts(kept_in)
    admin = User.objects.get(username="admin")
    admin.set_password("my-own-password")
    admin.save()
    make_demo_accounts(kept_in)
    admin.refresh_from_db()
    assert admin.check_password("my-own-password")


def test_a_lost_file_means_new_passwords(area, kept_in, client):
    before = make_demo_accounts(kept_in)
    kept_in.unlink()
    after = make_demo_accounts(kept_in)
    assert {login.password for login in before}.isdisjoint(login.password for login in after)
    assert client.login(username="admin", password=after[-1].password)
