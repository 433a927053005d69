"""What a page says of a partnership: what is stated, and in one calm line what is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from strategy.models.choices import TrackedStage
from strategy.models.partnership import LocalStrategy


@dataclass(frozen=True)
class Published:
    """Links. What holds for all of several is said once."""

    links: list[Any]

    @property
    def without_address(self) -> bool:
        return len(self.links) > 1 and not any(link.address for link in self.links)

    @property
    def unchecked(self) -> bool:
        return len(self.links) > 1 and not any(link.checked_on for link in self.links)


@dataclass(frozen=True)
class StrategyFacts:
    """A strategy with what is stated of it, by its words, and the words for what nobody states."""

    strategy: LocalStrategy
    stated: list[tuple[str, str]]
    not_stated: list[str]
    published: Published

    @classmethod
    def of(cls, one: LocalStrategy) -> StrategyFacts:
        """No query, of a strategy that `with_all` has fetched."""
        as_at = f" ({one.stage_as_at})" if one.stage_as_at else ""
        stage = "" if one.stage == TrackedStage.NOT_STATED else f"{one.get_stage_display()}{as_at}"
        facts = [
            ("Stage", "its stage", stage),
            ("Wave", "its wave", one.wave.name if one.wave else ""),
            ("Announced", "when it was announced", str(one.announced) if one.announced else ""),
            ("Due", "when it is due", str(one.due) if one.due else ""),
            ("Published", "when it was published", str(one.published) if one.published else ""),
            ("Led by", "who leads it", one.lead_body),
        ]
        not_stated = [missing for _, missing, value in facts if not value]
        not_stated += [] if one.themes.all() else ["its themes"]
        stated = [(words, value) for words, _, value in facts if value]
        return cls(one, stated, not_stated, Published(list(one.links.all())))
