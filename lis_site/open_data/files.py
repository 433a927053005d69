"""The sets of data as files. What can be streamed is: a set is never held whole, but in the bundle on disk."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import IO, Any

from wagtail.models import Site

from strategy.csv_text import lines
from strategy.open_data import LICENCE, LICENCE_ADDRESS, Dataset, datasets

_IN_MEMORY = 2_000_000  # bytes of a bundle, before it goes to disk


def csv_lines(dataset: Dataset, site: Site, now: dt.datetime) -> Iterator[str]:
    return lines_of(dataset, dataset.rows(site, now))


def lines_of(dataset: Dataset, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Some rows of a set, in its columns."""
    names = [column.name for column in dataset.columns]
    return lines(names, ([_cell(row.get(name)) for name in names] for row in rows))


def json_pieces(dataset: Dataset, site: Site, now: dt.datetime) -> Iterator[str]:
    """One object: what the set is, and its rows."""
    head = {"title": dataset.title, "licence": LICENCE, "licence_address": LICENCE_ADDRESS}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    names = [column.name for column in dataset.columns]
    for number, row in enumerate(dataset.rows(site, now)):
        values = {name: _plain(row.get(name)) for name in names}
        yield (",\n" if number else "\n") + json.dumps(values, ensure_ascii=False)
    yield "\n]}\n"


def schema(site: Site) -> dict[str, Any]:
    """What every set holds, as a Data Package describes it."""
    kinds = {"text": "string", "number": "number", "date": "string", "boolean": "boolean", "address": "string"}
    return {
        "name": "open-data",
        "title": f"Open data: {site.site_name}",
        "licenses": [{"name": "OGL-UK-3.0", "title": LICENCE, "path": LICENCE_ADDRESS}],
        "resources": [
            {
                "name": dataset.key,
                "title": dataset.title,
                "description": dataset.about,
                "path": f"{dataset.key}.csv",
                "format": "csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [
                        {"name": column.name, "type": kinds[column.kind], "description": column.means}
                        for column in dataset.columns
                    ],
                    "missingValues": [""],
                },
            }
            for dataset in datasets()
        ],
    }


def bundle(site: Site, now: dt.datetime) -> IO[bytes]:
    """Every set as CSV and JSON with the schema, in one ZIP, at its beginning. The caller closes it."""
    spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by the response
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("datapackage.json", "w") as file:
            file.write(json.dumps(schema(site), ensure_ascii=False, indent=2).encode())
        for dataset in datasets():
            for name, pieces in (
                (f"{dataset.key}.csv", csv_lines(dataset, site, now)),
                (f"{dataset.key}.json", json_pieces(dataset, site, now)),
            ):
                with archive.open(name, "w") as file:
                    for piece in pieces:
                        file.write(piece.encode())
    spool.seek(0)
    return spool


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value


def _plain(value: Any) -> Any:
    """For JSON: what is empty was not stated, and is null."""
    if value == "":
        return None
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value
