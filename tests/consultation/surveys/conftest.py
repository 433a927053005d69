"""What the tests of surveys share."""

import pytest
from django.contrib.auth.models import User

from lis_site.roles import make_roles


@pytest.fixture
def sign_in(client, area):
    def as_(role, site=area):
        user = User.objects.create_user(f"{role}-{site.pk}")
        user.groups.add(make_roles(site)[role])
        client.force_login(user)
        return user

    return as_
