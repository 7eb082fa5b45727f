"""Reads a publication as a stranger would: with pyarrow and nothing of ours.

Usage: read_with_pyarrow.py PUBLICATION

Starts at `latest.json`, follows digests, and checks of every file what `docs/format.md` promises:
digest, length, columns and their types, row count, sorted rows, and that a hidden cell holds no number.
"""

import hashlib
import json
import sys
from pathlib import Path

import pyarrow
import pyarrow.compute
import pyarrow.ipc

VALUE, SUPPRESSED, NOT_REPORTED, NOT_APPLICABLE = range(4)
FORMAT = "1"
METADATA = ("naerblik.format", "naerblik.dataset", "naerblik.cuboid", "naerblik.measure", "naerblik.absent")


class Broken(Exception):
    """A promise of the format that does not hold."""


def main(publication):
    checks = [("latest.json and its manifest", lambda: manifest_of(publication))]
    try:
        manifest = manifest_of(publication)
    except (Broken, OSError, KeyError, ValueError):
        manifest = {"datasets": [], "threshold_citizens": 0}
    for dataset in manifest["datasets"]:
        for cuboid in dataset["cuboids"]:
            for shard in cuboid["shards"]:
                name = f"{dataset['id']}/{cuboid['id']} {shard['path']}"
                checks.append((name, lambda p=(manifest, dataset, cuboid, shard): check_shard(publication, *p)))
    n_shards = len(checks) - 1
    checks.append(("the publication holds data", lambda: require(n_shards > 0, "no shard is named")))
    checks.append(("no file is published that nobody names", lambda: check_strays(publication, manifest)))
    sys.exit(report(checks))


def report(checks):
    passed, failed = 0, 0
    for name, check in checks:
        try:
            check()
            passed += 1
        except (Broken, OSError, KeyError, ValueError, pyarrow.ArrowException) as problem:
            failed += 1
            print(f"FAILED {name}: {problem}")
    print(f"pyarrow {pyarrow.__version__}: {passed} passed, {failed} failed")
    return 1 if failed else 0


def manifest_of(publication):
    latest = json.loads((publication / "latest.json").read_bytes())
    require(str(latest["format"]) == FORMAT, f"latest.json has format {latest['format']}, expected {FORMAT}")
    content = (publication / latest["manifest"]).read_bytes()
    require_digest(content, latest["digest"])
    manifest = json.loads(content)
    require(str(manifest["format"]) == FORMAT, f"manifest has format {manifest['format']}, expected {FORMAT}")
    return manifest


def check_shard(publication, manifest, dataset, cuboid, shard):
    path = publication / shard["path"]
    content = path.read_bytes()
    require(len(content) == shard["bytes"], f"{len(content)} bytes, expected {shard['bytes']}")
    require_digest(content, shard["digest"])
    require(path.stem == shard["digest"], "the file is not named by its digest")
    with pyarrow.ipc.open_file(path) as reader:
        table = reader.read_all()
    table.validate(full=True)
    require(table.num_rows == shard["rows"], f"{table.num_rows} rows, expected {shard['rows']}")
    check_metadata(table, dataset, cuboid, manifest)
    check_columns(table, dataset, cuboid, shard)
    check_cells(table, dataset["measure"]["id"], manifest["threshold_citizens"])


def check_metadata(table, dataset, cuboid, manifest):
    metadata = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    for key in METADATA:
        require(key in metadata, f"metadata `{key}` is missing")
    expected = {
        "naerblik.format": FORMAT,
        "naerblik.dataset": dataset["id"],
        "naerblik.cuboid": cuboid["id"],
        "naerblik.measure": dataset["measure"]["id"],
    }
    for key, value in expected.items():
        require(metadata[key] == value, f"metadata `{key}` is {metadata[key]!r}, expected {value!r}")
    is_marked = metadata.get("naerblik.fictive") == "true"
    require(is_marked == ("fictive" in manifest), "file and manifest disagree on whether the data are fictive")


def check_columns(table, dataset, cuboid, shard):
    axes = [axis["dimension"] for axis in cuboid["axes"]]
    expected = [*axes, dataset["measure"]["id"], "status"]
    require(table.column_names == expected, f"columns {table.column_names}, expected {expected}")
    for axis in cuboid["axes"]:
        name = axis["dimension"]
        kind = table.schema.field(name).type
        is_text = pyarrow.types.is_dictionary(kind) and pyarrow.types.is_string(kind.value_type)
        require(is_text, f"column `{name}` has type {kind}, expected text in a dictionary")
        members = shard.get("only", {}).get(name, axis["members"])
        unknown = set(table.column(name).unique().to_pylist()) - set(members)
        require(not unknown, f"column `{name}` holds {len(unknown)} members that the manifest does not name")
    require(table.schema.field(expected[-2]).type == pyarrow.uint32(), "the measure is not uint32")
    require(table.schema.field("status").type == pyarrow.uint8(), "the status is not uint8")


def check_cells(table, measure, threshold):
    for name in table.column_names:
        if name != measure:
            require(table.column(name).null_count == 0, f"column `{name}` holds nulls")
    values, status = table.column(measure), table.column("status")
    known = pyarrow.array([VALUE, SUPPRESSED, NOT_REPORTED, NOT_APPLICABLE], pyarrow.uint8())
    require(all_true(pyarrow.compute.is_in(status, known)), "a status is unknown")
    has_number = pyarrow.compute.is_valid(values)
    is_value = pyarrow.compute.equal(status, pyarrow.scalar(VALUE, pyarrow.uint8()))
    require(all_true(pyarrow.compute.equal(has_number, is_value)), "number and status contradict each other")
    shown = pyarrow.compute.filter(values, has_number)
    if threshold and measure == "citizens":
        small = pyarrow.compute.and_(
            pyarrow.compute.greater(shown, pyarrow.scalar(0, pyarrow.uint32())),
            pyarrow.compute.less(shown, pyarrow.scalar(threshold, pyarrow.uint32())),
        )
        require(not any_true(small), "a number below the threshold is shown")
    check_order(table, [name for name in table.column_names if name not in (measure, "status")])


def check_order(table, axes):
    """Rows follow the axes, slowest first, and no combination has two: positions only grow."""
    positions = pyarrow.array([0] * table.num_rows, pyarrow.int64())
    for name in axes:
        column = table.column(name).unify_dictionaries().combine_chunks()
        indices = column.indices.cast(pyarrow.int64())
        positions = pyarrow.compute.multiply(positions, len(column.dictionary))
        positions = pyarrow.compute.add(positions, indices)
    is_later = pyarrow.compute.greater(positions[1:], positions[:-1])
    require(all_true(is_later), "rows are out of order, or a combination has two")


def check_strays(publication, manifest):
    named = {
        shard["path"] for dataset in manifest["datasets"] for cuboid in dataset["cuboids"] for shard in cuboid["shards"]
    }
    found = {str(path.relative_to(publication)) for path in publication.rglob("*.arrow")}
    require(found <= named, f"{len(found - named)} files")


def all_true(column):
    return len(column) == 0 or pyarrow.compute.all(column).as_py()


def any_true(column):
    return len(column) > 0 and pyarrow.compute.any(column).as_py()


def require_digest(content, digest):
    require(hashlib.sha256(content).hexdigest() == digest, "the digest is wrong")


def require(holds, reason):
    if not holds:
        raise Broken(reason)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("error: expected the folder of a publication")
    main(Path(sys.argv[1]))
