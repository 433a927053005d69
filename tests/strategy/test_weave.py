"""The woven picture follows whatever parts there are."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as some

from strategy.weave import HEIGHT, MARGIN, Weave

parts = some.integers(0, 12).map(lambda count: [SimpleNamespace(dye="weld") for _ in range(count)])


@given(parts, parts)
def test_every_part_is_drawn_inside_the_picture(warp_parts, weft_parts):
    weave = Weave.of(warp_parts, weft_parts)
    assert [warp.part for warp in weave.warps] == warp_parts
    assert [weft.part for weft in weave.wefts] == weft_parts
    for warp in weave.warps:
        assert 0 <= warp.x <= weave.width - weave.band
        tops = [top for top, _ in warp.pieces]
        assert tops == sorted(tops)
        assert all(MARGIN <= top and top + height <= HEIGHT - MARGIN for top, height in warp.pieces)


def test_neighbouring_warps_pass_under_different_wefts():
    weave = Weave.of([object(), object()], [object()] * 4)
    first, second = (len(warp.pieces) for warp in weave.warps)
    assert (first, second) == (3, 3)
    assert weave.warps[0].pieces != weave.warps[1].pieces
