"""The manuscript of an area's strategy: what an edition says, as plain data, numbered as the one-page strategy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any

from wagtail.models import Site

from strategy.editions.body import body_of
from strategy.editions.words import (
    Block,
    address,
    clean,
    heading,
    labelled,
    listed,
    paragraph,
    paragraphs,
    rich,
    run,
    titled,
)
from strategy.models import (
    AmbitionFoundation,
    AmbitionGrandChallenge,
    AmbitionHealthPriority,
    AmbitionPage,
    AreaSettings,
    StrategyPage,
)
from strategy.models.choices import Palette, Progress
from strategy.models.whole_strategy import chapters_of
from strategy.rich_text import links_of
from strategy.weave import Weave

type Manuscript = dict[str, Any]

LANGUAGE = "en-GB"


def manuscript_of(site: Site) -> Manuscript | None:
    """The manuscript of the area's strategy, or None while there is no strategy that everybody may read.

    Some 15 queries, and one for each text with a link to what no text before it led to: it is for the clock, not for
    a visitor.
    """
    strategy = StrategyPage.objects.child_of(site.root_page).live().public().first()
    if strategy is None:
        return None
    with links_of(site):
        return _written(site, strategy)


def _written(site: Site, strategy: StrategyPage) -> Manuscript:
    area = AreaSettings.for_site(site)
    root = site.root_url
    chapters = chapters_of(strategy)
    found = [_big_idea(strategy, root)]
    serves = _serves(strategy)
    for chapter in chapters:
        sections = [
            {
                "number": f"{chapter['number']}.{number}",
                "title": titled(page.title),
                "anchor": _anchor(page.pk),
                "href": address(page.full_url or "", root),
                "dye": getattr(page, "dye", ""),
                "blocks": _levelled(_SECTIONS[chapter["anchor"]](page, inner, root, serves)),
            }
            for number, (page, inner) in enumerate(chapter["sections"], start=1)
        ]
        found.append(
            {
                "number": str(chapter["number"]),
                "title": chapter["title"],
                "anchor": chapter["anchor"],
                "blocks": [],
                "sections": sections,
            }
        )
    return {
        "language": LANGUAGE,
        "title": titled(f"{area.area_name} {area.strapline}"),
        "subtitle": titled(strategy.title),
        "area": clean(area.area_name),
        "organisation": clean(area.organisation or area.area_name),
        "summary": clean(strategy.summary),
        "palette": area.palette or Palette.WOOL.value,
        "weave": _weave(chapters),
        "facts": _facts(strategy),
        "address": strategy.full_url,
        "chapters": found,
        "about": _about(strategy, area),
    }


def _facts(strategy: StrategyPage) -> list[list[str]]:
    """What the cover says of the strategy, as pairs of name and value."""
    stage = strategy.get_stage_display() + (f", {strategy.stage_date}" if strategy.stage_date else "")
    pairs = [("Stage", stage), ("For", strategy.period), ("Led by", strategy.led_by)]
    return [[name, clean(value)] for name, value in pairs if value]


def _weave(chapters: list[dict[str, Any]]) -> dict[str, Any]:
    """The picture of the home page: bands of the foundations woven with those of the challenges."""
    parts = {chapter["anchor"]: [page for page, _inner in chapter["sections"]] for chapter in chapters}
    weave = Weave.of(parts.get("foundations", []), parts.get("challenges", []))
    return {
        "width": weave.width,
        "height": weave.height,
        "band": weave.band,
        "warps": [
            {"dye": one.part.dye, "x": one.x, "pieces": [list(piece) for piece in one.pieces]} for one in weave.warps
        ],
        "wefts": [{"y": weft.y, "leads": weft.part.stance == "leads"} for weft in weave.wefts],
    }


def _big_idea(strategy: StrategyPage, root: str) -> dict[str, Any]:
    if strategy.big_idea:
        blocks = [paragraph(strategy.big_idea, kind="lead"), *rich(strategy.big_idea_text, root)]
    else:
        blocks = [paragraph("Not stated.")]
    blocks = _levelled([*blocks, *body_of(strategy, root)], under=1)
    return {"number": "1", "title": "The Big Idea", "anchor": "big-idea", "blocks": blocks, "sections": []}


def _foundation(page: Any, inner: Any, root: str, serves: Serves) -> Iterator[Block]:
    yield from _opening(page)
    yield from body_of(page, root)
    if inner:
        yield heading("Draft priorities")
        yield listed(([*_draft(draft)] for _letter, draft in inner), kind="letters")


def _draft(draft: Any) -> Iterator[Block]:
    yield from paragraphs(draft.statement)
    if draft.example_list:
        yield listed([paragraph(example)] for example in draft.example_list)
    if draft.carried_on:
        names = [run(priority.title, to=_anchor(priority.pk)) for priority in draft.carried_on]
        yield paragraph("Carried on by ", *_with_commas(names))


def _challenge(page: Any, inner: Any, root: str, serves: Serves) -> Iterator[Block]:
    yield from _opening(page)
    yield labelled("The region’s part", page.get_stance_display())
    yield from paragraphs(page.stance_reason)
    yield from body_of(page, root)


def _priority(page: Any, inner: list[AmbitionPage], root: str, serves: Serves) -> Iterator[Block]:
    yield from _opening(page)
    yield from body_of(page, root)
    for ambition in inner:
        yield {**heading(f"{ambition.code} {ambition.title}"), "anchor": _anchor(ambition.pk)}
        yield from _ambition(ambition, root, serves)
    if not inner:
        yield paragraph("No ambition yet.")


def _ambition(ambition: Any, root: str, serves: Serves) -> Iterator[Block]:
    yield from paragraphs(ambition.statement)
    yield from paragraphs(ambition.why_it_matters)
    if ambition.target:
        date = f" ({ambition.target_date})" if ambition.target_date else ""
        yield labelled("Target", f"{ambition.target}{date}")
    yield labelled("Status", Progress(ambition.status_now).label if ambition.status_now else "not stated")
    if parts := serves.get(ambition.pk):
        names = [[run(title, to=anchor), run(f" ({weight.lower()})")] for title, anchor, weight in parts]
        yield paragraph(run("Serves: ", bold=True), *_with_commas(names))
    for block in body_of(ambition, root):
        yield block | {"level": block["level"] + 1} if block["kind"] == "heading" else block


def _health(page: Any, inner: Any, root: str, serves: Serves) -> Iterator[Block]:
    yield from _opening(page)
    if page.partner:
        yield labelled("Shared with", page.partner + (f" ({page.shared_with})" if page.shared_with else ""))
    for name, points in (("Aims", page.aims), ("For joint development", page.joint_areas)):
        if points:
            yield heading(name)
            yield listed([_point(point.value)] for point in points)
    yield from body_of(page, root)


def _opening(page: Any) -> Iterator[Block]:
    if page.summary:
        yield paragraph(page.summary, kind="lead")
    if getattr(page, "national_aim", ""):
        yield labelled("National aim", page.national_aim)


def _point(value: Any) -> Block:
    return labelled(value["title"], value["text"]) if value["title"] else paragraph(value["text"])


_SECTIONS = {"foundations": _foundation, "challenges": _challenge, "priorities": _priority, "health": _health}

# By ambition: title, anchor and weight of each part it serves.
type Serves = dict[int, list[tuple[str, str, str]]]


def _serves(strategy: StrategyPage) -> Serves:
    """Parts in use only. Three queries."""
    found: defaultdict[int, list[tuple[str, str, str]]] = defaultdict(list)
    ambitions = AmbitionPage.objects.of(strategy).values("pk")
    for kind in (AmbitionFoundation, AmbitionGrandChallenge, AmbitionHealthPriority):
        parts = kind._meta.get_field("part").related_model.objects.of(strategy).open_to_all()
        links = kind.objects.filter(ambition__in=ambitions, part__in=parts).select_related("part")
        for link in links.order_by("part__path"):
            found[link.ambition_id].append((link.part.title, _anchor(link.part_id), link.get_weight_display()))
    return found


def _about(strategy: StrategyPage, area: AreaSettings) -> list[Block]:
    """What stands at the end, besides the version and the date."""
    contact = [
        labelled(name, value)
        for name, value in (
            ("E-mail", area.contact_email),
            ("Telephone", area.contact_phone),
            ("Post", ", ".join(area.contact_address.split("\n"))),
        )
        if value
    ]
    found = []
    if links := paragraphs(strategy.links_note):
        found += [heading("How the links were read"), *links]
    if contact:
        found += [heading("Other formats, questions and comments"), listed([line] for line in contact)]
    return _levelled(found, under=1)


def _anchor(pk: int) -> str:
    """Slugs are unique among the pages of one index only."""
    return f"part-{pk}"


def _with_commas(names: list[Any]) -> list[Any]:
    """Runs, or lists of runs, parted by commas."""
    groups = [name if isinstance(name, list) else [name] for name in names]
    return list(chain.from_iterable([*group, run(", ")] for group in groups))[:-1]


def _levelled(blocks: Any, *, under: int = 2) -> list[Block]:
    """Headings with the level they have in the document, below one of level `under`, and none skipped.

    An editor may begin with a small heading; a document that skips a level is no accessible document.
    """
    last, found = under, []
    for block in blocks:
        if block["kind"] == "heading":
            last = min(under + block["level"], last + 1)
            block = block | {"level": last}
        found.append(block)
    return found
