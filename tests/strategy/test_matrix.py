"""The matrix: every ambition against everything it may serve."""

from strategy.models.matrix import Matrix


def test_cells_hold_the_weight_of_each_link(tree):
    matrix = Matrix.of(tree.strategy, asked={})
    assert [row.ambition for row in matrix.rows][:1] == [tree.ambitions[0]]
    first = matrix.rows[0]
    weights = {cell.column.part: cell.weight for cell in first.cells}
    assert weights[tree.foundations[0]] == "leads"
    assert weights[tree.challenges[0]] == "leads"
    assert weights[tree.foundations[1]] is None


def test_a_part_that_nothing_serves_shows_as_a_gap(tree, client):
    gaps = [column.part for column in Matrix.of(tree.strategy, asked={}).gaps]
    assert gaps == [*tree.foundations[1:], *tree.challenges[1:], *tree.health_priorities[1:]]
    text = client.get(tree.matrix.url).text
    assert "a gap: no ambition serves it" in text


def test_filters_are_links_that_can_be_bookmarked(tree, client):
    chosen = tree.priorities[0]
    text = client.get(f"{tree.matrix.url}?priority={chosen.slug}").text
    body = text[text.index("<tbody>") :]
    shown = [ambition for ambition in tree.ambitions if ambition.title in body]
    assert shown == [ambition for ambition in tree.ambitions if ambition.priority_id == chosen.pk]
    only_gaps = client.get(f"{tree.matrix.url}?show=gaps").text
    head = only_gaps[only_gaps.index("<thead>") : only_gaps.index("<tbody>")]
    assert tree.foundations[1].title in head
    assert tree.foundations[0].title not in head


def test_a_filter_does_not_turn_what_others_serve_into_gaps(tree):
    other = tree.priorities[2]  # none of its ambitions is linked to anything
    gaps = Matrix.of(tree.strategy, asked={"priority": other.slug}).gaps
    assert gaps[0].part == tree.foundations[1]


def test_an_unknown_filter_shows_everything(tree):
    assert len(Matrix.of(tree.strategy, asked={"priority": "no-such"}).rows) == len(tree.ambitions)


def test_it_is_the_matrix_of_its_own_area(tree):
    from tests.strategy.factories import make_area, make_tree

    other = make_tree(make_area("other.localhost", "Othershire", is_default=False))
    parts = {column.part for column in Matrix.of(tree.strategy, asked={}).columns}
    assert not parts & {*other.foundations, *other.challenges}
