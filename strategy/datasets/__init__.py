"""What the strategy itself publishes as data: its parts, its ambitions, its figures and its words."""

from strategy.datasets import ambitions, health, notices, parts

DATASETS = (*parts.DATASETS, *ambitions.DATASETS, *health.DATASETS, *notices.DATASETS)
