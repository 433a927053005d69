"""A table comes in whole or not at all; a trial stores nothing and names each bad row; what changed is in the feed."""

import contextlib
import csv
import datetime as dt
import io

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lis_site.roles import Role, make_roles
from strategy.dates import Precision
from strategy.models import LocalStrategy, Partnership, TrackerChange
from strategy.tracker.importing import run
from strategy.tracker.reading import NotATable, read
from strategy.tracker.tables import COLUMNS, as_csv, date_cell, read_date
from tests.strategy.factories import make_area
from tests.strategy.tracker.factories import ThemeFactory, WaveFactory, furnish_tracker, make_partnership


def table(*rows, columns=COLUMNS):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


# What a file may hold: odd texts, and sound values in places where they clash with each other.
CELLS = st.one_of(
    st.text(st.characters(exclude_characters="\x00"), max_size=12),
    st.sampled_from(["", "aside", "beside", "joint", "Skills; skills", "Wave 1", "yes", "3", "7", "999"]),
    st.sampled_from(["0000-01-01", "9999-12-31", "winter 0001", "ſpring 2020", "2020-02-30", "x" * 600, "x" * 5000]),
)
ROW = {"partnership": "aside", "partnership name": "Aside", "strategy": "joint", "strategy title": "Joint"}


def bring(area, text, *, is_trial=False):
    return run(text, site=area, now=timezone.now(), is_trial=is_trial)


def problems(area, **cells):
    return " ".join(problem for line in bring(area, table(ROW | cells)).bad for problem in line.problems)


def test_what_is_exported_can_be_imported_and_changes_nothing(area):
    furnish_tracker(area, 5)
    report = bring(area, as_csv(area))
    assert not report.bad
    assert not report.news
    assert not TrackerChange.objects.exists()


def test_it_makes_partnerships_and_a_strategy_that_they_share(area):
    WaveFactory(site=area, name="Wave 1", slug="wave-1")
    ThemeFactory(site=area, name="Skills", slug="skills")
    shared = ROW | {"wave": "wave 1", "themes": "Skills", "stage": "Being developed", "due": "spring 2020"}
    bring(area, table(shared, shared | {"partnership": "beside", "partnership name": "Beside"}))
    strategy = LocalStrategy.objects.get()
    assert [one.name for one in strategy.partnerships.all()] == ["Aside", "Beside"]
    assert (str(strategy.due), strategy.stage, strategy.wave.name) == ("spring 2020", "developing", "Wave 1")
    assert {change.words for change in TrackerChange.objects.all()} == {"New in the tracker."}


def test_a_trial_says_the_same_and_stores_nothing(area):
    report = bring(area, table(ROW), is_trial=True)
    assert [line.does for line in report.news] == ["New partnership: Aside. New strategy: Joint"]
    assert not Partnership.objects.exists()
    assert not TrackerChange.objects.exists()


def test_one_bad_row_stops_all_and_is_named_by_its_line(area):
    report = bring(area, table(ROW, ROW | {"partnership": "Not a slug", "stage": "Dreaming", "map column": "99"}))
    (bad,) = report.bad
    assert bad.number == 3
    assert not Partnership.objects.exists()


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"strategy": ""}, "strategy: Give its short name. The row says of a strategy: strategy title."),
        ({"stage": "Dreaming"}, "There is no stage called “Dreaming”"),
        ({"wave": "Wave 9"}, "There is no wave called “Wave 9”"),
        ({"themes": "Joy"}, "There is no theme called “Joy”"),
        ({"due": "soon"}, "due: Write a date as 2019-03-31"),
        ({"due": "2019-13"}, "due: Write a date"),
        ({"last checked": "2019"}, "last checked: Write the day"),
        ({"joint": "maybe"}, "joint: Write yes or no."),
        ({"map column": "99", "map row": "1"}, "map column:"),
        ({"map column": "3"}, "Give both column and row"),
        ({"map row": "²"}, "map row: Write a whole number"),
        ({"partnership": "themes"}, "another use"),
        ({"partnership": ""}, "partnership:"),
        ({"partnership name": "x" * 200}, "partnership name:"),
        ({"about": "x" * 2001}, "about: Write at most 2,000 characters. This has 2,001."),
        ({"due": "ſpring 2020"}, "due: Write a date"),
    ],
)
def test_what_is_wrong_is_said_with_its_column(area, cells, says):
    assert says in problems(area, **cells)


def test_rows_that_contradict_each_other_are_refused(area):
    other = {"partnership": "beside", "partnership name": "B", "strategy title": "Other"}
    report = bring(area, table(ROW, ROW | other))
    assert "line 2 says something else of the same strategy" in report.bad[0].problems[0]


def test_columns_and_rows_that_are_left_out_stay_as_they_are(area):
    make_partnership(area, "Aside", about="Known.", successor_body="Heir")
    bring(area, "partnership,partnership name,about\naside,Aside,New words.\n")
    one = Partnership.objects.get()
    assert (one.about, one.successor_body, one.strategies.count()) == ("New words.", "Heir", 1)
    assert TrackerChange.objects.get().words == "What is known: New words. (was Known.)."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "partnership\n",
        "partnership,partnership name\na\x00,b\n",
        "partnership,partnership name,odd\n",
        'partnership,partnership name\n"a',
    ],
)
def test_what_is_no_table_is_refused_in_words(area, text):
    with pytest.raises(NotATable):
        bring(area, text)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfea\x00", "Line 1 holds a sign that is not UTF-8"),
        ("name\nCaf\u00e9".encode("cp1252"), "Line 2 holds a sign that is not UTF-8"),
        (b"PK\x03\x04" + b"\x00" * 9, "This is a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1", "This is a workbook"),
        (b"a\x00b", "signs that are no text"),
        (b"x" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_what_is_no_text_is_refused_in_words(content, says):
    with pytest.raises(NotATable, match=says):
        read(content)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("partnership;partnership name\na;A\n", "parted by semicolons or tabs"),
        ("partnership\tpartnership name\na\tA\n", "parted by semicolons or tabs"),
        ("partnership,stage\na,b\n", "Missing: partnership name"),
        ("partnership,partnership name\n" + "a,A\n" * 3_000, "3,000 rows. Import it in parts of at most 2,000"),
        ("partnership,partnership name\na,A,B\n", "Line 2 has 3 cells, and the first has 2"),
    ],
)
def test_a_table_that_cannot_be_taken_says_what_to_do(area, text, says):
    with pytest.raises(NotATable, match=says):
        bring(area, text)


def test_a_row_that_stands_there_twice_is_named(area):
    (bad,) = bring(area, table(ROW | {"about": "Two\nlines"}, ROW | {"about": "Two\nlines"})).bad
    assert (bad.number, bad.problems) == (
        3,
        ["Line 2 is about the same partnership and strategy. Keep one of the two."],
    )


def on_tiles(**tiles):
    """A table of partnerships, each with the column and the row of its tile."""
    rows = (
        {"partnership": slug, "partnership name": slug, "map column": x, "map row": y} for slug, (x, y) in tiles.items()
    )
    return table(*rows)


def test_two_partnerships_may_change_tiles_with_each_other(area):
    make_partnership(area, "aside", map_column=1, map_row=1)
    make_partnership(area, "beside", map_column=2, map_row=1)
    for is_trial in (True, False):
        assert not bring(area, on_tiles(aside=(2, 1), beside=(1, 1)), is_trial=is_trial).bad
    assert dict(Partnership.objects.values_list("slug", "map_column")) == {"aside": 2, "beside": 1}


def test_a_tile_that_is_taken_is_said_with_the_row_and_who_stands_there(area):
    make_partnership(area, "Ceded", map_column=3, map_row=1)
    make_partnership(area, "Deed", map_column=4, map_row=1)
    report = bring(area, on_tiles(aside=(3, 1), beside=(5, 1), cede=(5, 1), deed=(3, 1)), is_trial=True)
    assert [(line.number, line.problems) for line in report.bad] == [
        (2, ["map column: Ceded stands on tile 3, 1 already. Choose a free one."]),
        (4, ["map column: line 3 puts beside on tile 5, 1 too. Choose a free one."]),
        (5, ["map column: Ceded stands on tile 3, 1 already. Choose a free one."]),
    ]


def test_a_theme_that_is_named_twice_counts_once(area):
    ThemeFactory(site=area, name="Skills", slug="skills")
    assert problems(area, themes="Skills; skills") == ""
    bring(area, table(ROW | {"themes": "Skills; skills"}))
    assert LocalStrategy.objects.get().themes.count() == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS)), min_size=1, max_size=3), st.booleans())
def test_nothing_in_a_file_breaks_it(area, rows, are_named):
    """Most odd rows would fail for the name of their partnership alone, so that half of the files have sound ones."""
    if are_named:
        rows = [row | {"partnership": f"place-{at}", "partnership name": "Place"} for at, row in enumerate(rows)]
    ThemeFactory._meta.model.objects.get_or_create(site=area, name="Skills", slug="skills")
    WaveFactory._meta.model.objects.get_or_create(site=area, name="Wave 1", slug="wave-1")
    with contextlib.suppress(NotATable):
        bring(area, table(*rows), is_trial=True)


@pytest.mark.parametrize(
    ("cell", "on", "precision"),
    [
        ("2019-03-31", dt.date(2019, 3, 31), "day"),
        ("2019-03", dt.date(2019, 3, 1), "month"),
        ("spring 2020", dt.date(2020, 3, 1), "season"),
        ("winter 2020", dt.date(2019, 12, 1), "season"),
        ("2019", dt.date(2019, 1, 1), "year"),
        ("", None, "not_stated"),
    ],
)
def test_a_date_is_as_exact_in_the_table_as_it_is(cell, on, precision):
    assert read_date(cell) == (on, Precision(precision))
    assert date_cell(on, precision) == cell


def sign_in(client, area, role):
    user = User.objects.create_user(f"{role}", password="x")
    user.groups.add(make_roles(area)[role])
    client.force_login(user)


def test_staff_try_a_file_and_then_import_it(client, area):
    sign_in(client, area, Role.EDITOR)
    url = reverse("tracker_import")
    tried = client.post(url, {"site": area.pk, "file": SimpleUploadedFile("t.csv", table(ROW).encode())})
    assert "A trial: nothing is stored yet." in tried.text
    assert not Partnership.objects.exists()
    assert client.post(url, {"site": area.pk, "text": table(ROW), "import": "yes"}).status_code == 302
    assert Partnership.objects.count() == 1
    assert "Aside" in client.get(reverse("tracker_export", args=[area.pk])).text


def test_a_bad_file_is_shown_row_by_row(client, area):
    sign_in(client, area, Role.EDITOR)
    file = SimpleUploadedFile("t.csv", table(ROW | {"stage": "Dreaming"}).encode())
    shown = client.post(reverse("tracker_import"), {"site": area.pk, "file": file})
    assert "Rows that need mending: 1 of 1." in shown.text
    assert "Dreaming" in shown.text
    for odd in ({}, {"site": "x"}, {"site": area.pk, "text": "\x00"}, {"site": area.pk, "text": "x", "import": "1"}):
        assert client.post(reverse("tracker_import"), odd).status_code == 200


def test_nobody_imports_into_or_exports_from_another_area(client, area):
    theirs = make_area("llep.localhost", "Othershire", is_default=False)
    sign_in(client, area, Role.ADMINISTRATOR)
    client.post(reverse("tracker_import"), {"site": theirs.pk, "text": table(ROW), "import": "yes"})
    assert not Partnership.objects.exists()
    assert client.get(reverse("tracker_export", args=[theirs.pk])).status_code in (302, 403)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.EVENTS_OFFICER, Role.DATA_PROTECTION_OFFICER])
def test_other_roles_do_not_import(client, area, role):
    sign_in(client, area, role)
    assert client.get(reverse("tracker_import")).status_code in (302, 403)


def test_an_edit_in_the_admin_is_noted_and_an_old_check_shows(client, area):
    sign_in(client, area, Role.EDITOR)
    one = make_partnership(area, "Aside", checked_on=dt.date(2019, 1, 1))
    listing = client.get(reverse(Partnership.snippet_viewset.get_url_name("list")))
    assert "1 January 2019: check it again" in listing.text
    due = client.get(reverse(Partnership.snippet_viewset.get_url_name("list")), {"checked": "due"})
    assert "Aside" in due.text
    form = {"name": "Aside", "slug": "aside", "about": "More.", "has_entry": "on", "successor_body": "", "source": ""}
    form |= {"checked_on": "", "map_letters": "", "map_column": "", "map_row": ""}
    form |= {f"links-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    edit = reverse(Partnership.snippet_viewset.get_url_name("edit"), args=[one.pk])
    make_partnership(area, "Beside", map_column=1, map_row=1)
    taken = client.post(edit, form | {"map_column": "1", "map_row": "1"})
    assert "Another partnership stands on that tile" in taken.text
    assert client.post(edit, form).status_code == 302
    assert TrackerChange.objects.get().words == "What is known: More."


def test_no_row_of_the_list_asks_again_what_is_too_old(client, area):
    sign_in(client, area, Role.EDITOR)
    url = reverse(Partnership.snippet_viewset.get_url_name("list"))
    asked = []
    for names in ("AB", "CDEFGH"):
        for name in names:
            make_partnership(area, name, checked_on=dt.date(2019, 1, 1))
        client.get(url)  # warm
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        asked.append(len(captured))
    assert asked[0] == asked[1]
