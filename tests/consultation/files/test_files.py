"""A file is what its name says and no more, or it is refused in words."""

import contextlib
import io
import random
import resource

import pytest
from PIL import Image

from consultation.files import scanning
from consultation.files.checks import check
from consultation.files.kinds import LARGEST, FileRefused
from consultation.files.names import tidy
from tests.consultation.files.fake_clamd import MALWARE, FakeClamd
from tests.consultation.files.good_files import GOOD, pdf, photograph, picture
from tests.consultation.files.hostile import HOSTILE, NAMES, packed_pdf


def look(name, content):
    return check(io.BytesIO(content), name, len(content))


@pytest.mark.parametrize("name", GOOD)
def test_a_sound_file_is_taken(name):
    checked = look(name, GOOD[name])
    assert (checked.name, checked.size) == (name, len(GOOD[name]))
    assert (checked.sha256 == checked.kept_sha256) == (name != "photo.jpg")


@pytest.mark.parametrize(("name", "content", "words"), [one[1:] for one in HOSTILE], ids=[one[0] for one in HOSTILE])
def test_a_hostile_file_is_refused_in_words_that_say_how_to_mend_it(name, content, words):
    with pytest.raises(FileRefused) as refusal:
        look(name, content)
    assert words in str(refusal.value)
    assert str(refusal.value).startswith(("The selected", "The name of the selected"))


@pytest.mark.parametrize(
    "content",
    [
        packed_pdf(b"<< /Type /Font /JSomething 5 >>"),
        pdf(b"<< /Type /XObject >>\nstream\n" + bytes(range(128, 160)) + b"/JS(" + bytes(99) + b"\nendstream"),
        pdf(b"(How /ObjStm works.)"),
    ],
)
def test_packed_objects_and_pictures_are_no_harm_by_themselves(content):
    assert check(io.BytesIO(content), "report.pdf", len(content)).name == "report.pdf"


def test_there_are_enough_of_them():
    assert len(HOSTILE) >= 25


def test_a_file_that_is_too_large_says_how_large_it_may_be():
    with pytest.raises(FileRefused, match="must be smaller than 25MB"):
        check(io.BytesIO(b"%PDF-"), "report.pdf", LARGEST + 1)


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_a_hostile_name_is_made_harmless(name, shown):
    assert tidy(name) == shown
    assert tidy(shown) == shown


def test_looking_at_a_bomb_costs_no_memory():
    bomb = next(one for one in HOSTILE if one[0] == "a bomb")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileRefused):
        look(bomb[1], bomb[2])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10_000  # kilobytes


@pytest.mark.parametrize("way_up", [1, 3, 6, 8])
def test_a_photograph_loses_place_and_camera_and_stays_the_right_way_up(way_up):
    taken = photograph(way_up)
    assert b"Camera of Jane" in taken
    kept = look("photo.jpg", taken).content.read()
    assert b"Jane" not in kept
    with Image.open(io.BytesIO(kept)) as image, Image.open(io.BytesIO(taken)) as before:
        notes = image.getexif()
        assert dict(notes) == ({} if way_up == 1 else {0x0112: way_up})
        assert not notes.get_ifd(0x8825)
        assert list(image.get_flattened_data()) == list(before.get_flattened_data())


def test_a_png_loses_its_words():
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "Jane")
    words.add_itxt("XML:com.adobe.xmp", "<x>53.8N</x>")
    kept = look("map.png", picture("PNG", pnginfo=words)).content.read()
    assert b"Jane" not in kept
    assert b"53.8N" not in kept
    Image.open(io.BytesIO(kept)).load()


@pytest.mark.parametrize("name", ["photo.jpg", "map.png"])
def test_what_hides_behind_a_picture_is_left_behind(name):
    whole = picture("PNG" if name == "map.png" else "JPEG", (500, 500))
    kept = look(name, whole + b"PK\x03\x04<script>").content.read()
    assert b"<script>" not in kept
    Image.open(io.BytesIO(kept)).load()


def test_clamd_is_asked_over_its_socket(settings, tmp_path):
    with FakeClamd(tmp_path / "clamd") as clamd:
        settings.CLAMAV = clamd.address
        assert scanning.find_malware(io.BytesIO(b"words" * 100_000)) == ""
        assert scanning.find_malware(io.BytesIO(MALWARE)) == "Own.Test.Words"
        assert clamd.bytes_seen == [500_000, len(MALWARE)]


@pytest.mark.parametrize("how", ["nobody", "cuts off", "refuses", "unix:///nothing/there"])
def test_a_scanner_that_cannot_say_is_down(settings, tmp_path, how):
    with FakeClamd(tmp_path / "clamd", how=how) as clamd:
        settings.CLAMAV = how if how.startswith("unix") else "tcp://127.0.0.1:1" if how == "nobody" else clamd.address
        with pytest.raises(scanning.ScannerDown):
            scanning.find_malware(io.BytesIO(b"words"))


@pytest.mark.filterwarnings("ignore")  # Pillow's, about broken notes of cameras
@pytest.mark.parametrize("name", GOOD)
def test_a_broken_file_is_taken_or_refused_and_never_a_crash(name):
    chance = random.Random(name)  # noqa: S311 - the same breakages each time
    for _ in range(60):
        broken = bytearray(GOOD[name])
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        del broken[chance.randrange(len(broken)) :: chance.randint(2, 50)]
        with contextlib.suppress(FileRefused):
            look(name, bytes(broken))
