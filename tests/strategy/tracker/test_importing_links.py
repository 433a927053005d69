"""Links come in by a table of their own: what goes out comes back the same, and each bad row is named."""

import contextlib
import csv
import datetime as dt
import io

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lis_site.roles import Role, make_roles
from strategy.models import LocalStrategy, LocalStrategyLink, Partnership, PartnershipLink, TrackerChange
from strategy.tracker.importing import run
from strategy.tracker.reading import NotATable
from strategy.tracker.tables import LINK_COLUMNS, as_csv, links_as_csv
from tests.strategy.tracker.factories import furnish_tracker, make_partnership

ROW = {"partnership": "aside", "kind": "Prospectus", "title": "The prospectus"}
CELLS = st.one_of(
    st.text(st.characters(exclude_characters="\x00"), max_size=12),
    st.sampled_from(["", "aside", "News", "https://lep.example/", "http://[::1", "x" * 600, "9999-12", "ſpring 2020"]),
)


def table(*rows, columns=tuple(LINK_COLUMNS)):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def bring(area, text, *, is_trial=False):
    return run(text, site=area, now=timezone.now(), is_trial=is_trial)


@pytest.fixture
def aside(area):
    return make_partnership(area, "Aside")


def test_what_is_exported_comes_back_the_same_into_an_empty_tracker(area):
    furnish_tracker(area, 4)
    partnership, strategy = Partnership.objects.first(), LocalStrategy.objects.first()
    for at, kind in enumerate(("progress", "prospectus", "evidence", "news", "news", "video"), start=1):
        full = {"address": f"https://lep.example/{at}", "date_on": dt.date(2018, 10, 1), "date_precision": "month"}
        full |= {"source": "The tracker", "checked_on": dt.date(2019, 3, at)}
        PartnershipLink.objects.create(partnership=partnership, kind=kind, title="The same", sort_order=at, **full)
        LocalStrategyLink.objects.create(strategy=strategy, kind=kind, title=f"=Odd, {at}", sort_order=at)
    rows, links = as_csv(area), links_as_csv(area)
    assert not bring(area, links).news, "what is there already is nothing new"
    LocalStrategy.objects.all().delete()
    Partnership.objects.all().delete()
    assert not bring(area, rows).bad
    assert not bring(area, links).bad
    assert (as_csv(area), links_as_csv(area)) == (rows, links)


def test_a_trial_says_what_each_row_would_do_and_stores_nothing(area, aside):
    PartnershipLink.objects.create(partnership=aside, kind="video", title="A video")
    video = {"partnership": "aside", "kind": "Video", "title": "A video", "address": "https://lep.example/v"}
    report = bring(area, table(ROW, video | {"published": "2018"}), is_trial=True)
    assert [line.does for line in report.news] == ["New link of aside", "Changes a link of aside: address, published"]
    assert PartnershipLink.objects.get().address == ""


def test_the_address_is_optional_and_what_changed_is_in_the_feed(area, aside):
    bring(area, table(ROW | {"last checked": "2019-03-31", "source": "A page"}))
    link = PartnershipLink.objects.get()
    assert (link.address, link.source, link.checked_on) == ("", "A page", dt.date(2019, 3, 31))
    assert "The prospectus" in TrackerChange.objects.get().words


def test_columns_that_are_left_out_stay_and_a_new_address_was_not_tried_yet(area, aside):
    known = {"source": "A page", "tried_at": timezone.now(), "tried_result": "Answered 200"}
    PartnershipLink.objects.create(partnership=aside, kind="prospectus", title="The prospectus", **known)
    row = ROW | {"address": "https://lep.example/new"}
    bring(area, table(row, columns=("partnership", "strategy", "kind", "title", "address")))
    link = PartnershipLink.objects.get()
    assert (link.address, link.source) == ("https://lep.example/new", "A page")
    assert (link.tried_at, link.tried_result) == (None, "")


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"kind": "Rumour"}, "kind: There is no kind called “Rumour”"),
        ({"partnership": "nowhere"}, "partnership: There is no partnership with the short name “nowhere”"),
        ({"partnership": "", "strategy": "nowhere"}, "strategy: There is no strategy"),
        ({"partnership": ""}, "partnership: Name either"),
        ({"strategy": "aside"}, "partnership: Name either"),
        ({"title": ""}, "title: This field cannot be blank"),
        ({"title": "x" * 161}, "title:"),
        ({"address": "javascript:alert(1)"}, "address: Enter a valid URL"),
        ({"published": "soon"}, "published: Write a date"),
        ({"last checked": "2019"}, "last checked: Write the day"),
    ],
)
def test_what_is_wrong_is_said_with_its_column_and_stops_all(area, aside, cells, says):
    (bad,) = bring(area, table({**ROW, "title": "Sound"}, ROW | cells)).bad
    assert bad.number == 3
    assert says in " ".join(bad.problems)
    assert not PartnershipLink.objects.exists()


def test_everything_that_is_wrong_with_a_row_is_said_at_once(area):
    wrong = {"kind": "Rumour", "partnership": "nowhere", "address": "nope", "last checked": "soon"}
    (bad,) = bring(area, table(ROW | wrong)).bad
    assert [problem.partition(":")[0] for problem in bad.problems] == ["partnership", "kind", "last checked", "address"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(LINK_COLUMNS, CELLS)), min_size=1, max_size=3), st.booleans())
def test_nothing_in_a_file_breaks_it(area, aside, rows, are_owned):
    """Most odd rows would fail for whose link it is and its kind alone, so that half of the files have sound ones."""
    if are_owned:
        rows = [row | {"partnership": "aside", "strategy": "", "kind": "News"} for row in rows]
    with contextlib.suppress(NotATable):
        bring(area, table(*rows), is_trial=True)


def test_staff_try_a_file_of_links_and_import_it(client, area, aside):
    user = User.objects.create_user("ed", password="x")
    user.groups.add(make_roles(area)[Role.EDITOR])
    client.force_login(user)
    url = reverse("tracker_import")
    tried = client.post(url, {"site": area.pk, "file": SimpleUploadedFile("t.csv", table(ROW).encode())})
    assert "New link of aside" in tried.text
    assert client.post(url, {"site": area.pk, "text": table(ROW), "import": "yes"}).status_code == 302
    assert "The prospectus" in client.get(reverse("tracker_export_links", args=[area.pk])).text
    assert client.get(reverse("tracker_export_links", args=[area.pk + 1000])).status_code in (302, 403)
