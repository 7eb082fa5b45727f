"""Counts a register anew, in SQL and with nothing of ours, and lays the counts beside a publication.

Usage: recount_with_duckdb.py REGISTER PUBLICATION REFERENCE [--time]

Follows the declarations of the publication: who counts, where, and when. Every published number must be the number
counted here, every published zero must be zero, and a hidden cell must have somebody in it (unless its whole code and
period is hidden). No number is printed, only how many cells agree.

With `--time` the counting is done once more the plain way, as distinct citizens over grouping sets, and time and memory
are printed.
"""

import csv
import json
import resource
import sys
import time
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.ipc

VALUE, SUPPRESSED = 0, 1
AGES = [("0-64", 0, 64), ("65-79", 65, 79), ("80-89", 80, 89), ("90-plus", 90, 150)]


def main(register, publication, reference, is_timed):
    manifest = manifest_of(publication)
    database = duckdb.connect(config={"threads": 2, "preserve_insertion_order": False})
    started = time.monotonic()
    prepare(database, manifest, register, reference)
    datasets = [dataset for dataset in manifest["datasets"] if "code_root" in dataset]
    for dataset in datasets:
        derive(database, dataset["id"], manifest["as_of"])
    print(f"register made countable in {time.monotonic() - started:.1f} s")
    if is_timed:
        plain(database, manifest, datasets)
        return 0
    failed, cells = 0, 0
    for dataset in datasets:
        for cuboid in dataset["cuboids"]:
            wrong, seen = compare(database, manifest, publication, dataset, cuboid)
            failed += wrong
            cells += seen
            if wrong:
                print(f"FAILED {dataset['id']}/{cuboid['id']}: {wrong} of {seen} cells differ from the recount")
    print(f"duckdb {duckdb.__version__}: {cells - failed} cells passed, {failed} failed")
    return 1 if failed or cells < 10_000 else 0


def manifest_of(publication):
    latest = json.loads((publication / "latest.json").read_bytes())
    return json.loads((publication / latest["manifest"]).read_bytes())


def dimension(manifest, name):
    return next(dimension for dimension in manifest["dimensions"] if dimension["id"] == name)


def closure(manifest, name):
    """Each member with itself and everything above it."""
    above = {}
    for member in dimension(manifest, name)["members"]:
        own = {member["code"]}
        for parent in member.get("parents", []):
            own |= above[parent]
        above[member["code"]] = own
    return [(code, upper) for code, all_above in above.items() for upper in sorted(all_above)]


def prepare(database, manifest, register, reference):
    """Tables of the register, calendar and hierarchies."""
    for table in ["citizens", "conditions", "interventions", "residences", "care_home_stays", "chronic_diseases", "deliveries"]:
        database.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{register / table}.parquet')")
    for name in ["area", "code", "age"]:
        make(database, f"{name}_above", "member VARCHAR, above VARCHAR", closure(manifest, name))
    make(database, "ages", "member VARCHAR, from_age INTEGER, to_age INTEGER", AGES)
    periods = [span(member["code"]) for member in dimension(manifest, "period")["members"]]
    make(database, "periods", "period VARCHAR, first_day DATE, next_day DATE, months INTEGER", periods)
    codes = list(register_codes(manifest, reference))
    make(database, "register_codes", "register_code VARCHAR, code VARCHAR, valid_from DATE, valid_to DATE", codes)
    database.execute(f"""
        CREATE TABLE counted AS
        SELECT d.municipality, p.period FROM (
            SELECT DISTINCT municipality, month FROM deliveries
            WHERE kind = 'production' AND delivered_on <= DATE '{manifest['as_of']}') d
        JOIN periods p ON CAST(d.month || '-01' AS DATE) >= p.first_day AND CAST(d.month || '-01' AS DATE) < p.next_day
        GROUP BY d.municipality, p.period, p.months HAVING COUNT(*) = p.months""")
    diseases = [member["code"] for member in dimension(manifest, "disease")["members"][1:]]
    make(database, "diseases", "member VARCHAR, flag INTEGER", [(code, 1 << at) for at, code in enumerate(diseases)])
    database.execute(LEAVES)


# Where each citizen belongs in each period: as on its last day, or on the last day alive.
LEAVES = """
    CREATE TABLE leaves AS
    WITH days AS (
        SELECT c.citizen_key, c.sex, c.birth_date, p.period,
               LEAST(p.next_day - 1, COALESCE(c.death_date - 1, p.next_day - 1))::DATE AS day
        FROM citizens c CROSS JOIN periods p),
    homes AS (
        SELECT DISTINCT d.citizen_key, d.period FROM days d JOIN care_home_stays s USING (citizen_key)
        WHERE s.from_date <= d.day AND (s.to_date IS NULL OR d.day < s.to_date)),
    known AS (
        SELECT d.citizen_key, d.period, BIT_OR(f.flag) AS flags
        FROM days d JOIN chronic_diseases s USING (citizen_key) JOIN diseases f ON f.member = s.disease
        WHERE s.from_date <= d.day GROUP BY ALL),
    places AS (
        SELECT d.citizen_key, d.period, ARG_MAX(r.municipality, r.from_date) AS municipality
        FROM days d JOIN residences r USING (citizen_key)
        WHERE r.from_date <= d.day AND d.birth_date <= d.day GROUP BY ALL)
    SELECT d.citizen_key, d.period, p.municipality, d.sex, a.member AS age,
           CASE WHEN h.citizen_key IS NULL THEN 'own-home' ELSE 'in-care-home' END AS home,
           COALESCE(k.flags, 0) AS flags
    FROM days d
    JOIN places p USING (citizen_key, period)
    JOIN counted c ON c.municipality = p.municipality AND c.period = d.period
    JOIN ages a ON DATE_SUB('year', d.birth_date, d.day) BETWEEN a.from_age AND a.to_age
    LEFT JOIN homes h ON h.citizen_key = d.citizen_key AND h.period = d.period
    LEFT JOIN known k ON k.citizen_key = d.citizen_key AND k.period = d.period"""


def derive(database, table, as_of):
    """Citizens and the codes (with all above) that are active for them in each period, once each."""
    database.execute(f"""
        CREATE TABLE facts_{table} AS
        SELECT DISTINCT t.citizen_key, u.above AS code, p.period
        FROM {table} t
        JOIN citizens c USING (citizen_key)
        JOIN register_codes k ON k.register_code = t.code
        JOIN code_above u ON u.member = k.code
        JOIN periods p ON t.start_date < p.next_day AND (t.end_date IS NULL OR t.end_date >= p.first_day)
        JOIN counted d ON d.municipality = t.municipality AND d.period = p.period
        WHERE t.start_date IS NOT NULL AND t.start_date <= DATE '{as_of}'
          AND (t.end_date IS NULL OR t.end_date >= t.start_date)
          AND c.birth_date <= DATE '{as_of}' AND c.birth_date >= DATE '{as_of}' - INTERVAL 125 YEARS
          AND (k.valid_from IS NULL OR k.valid_from < p.next_day)
          AND (k.valid_to IS NULL OR k.valid_to > p.first_day)""")


def span(period):
    """First day, day after the last, and months of a period such as 2024, 2024Q2 or 2024-05."""
    if "Q" in period:
        year, quarter = period.split("Q")
        first, months = int(year) * 12 + (int(quarter) - 1) * 3, 3
    elif "-" in period:
        year, month = period.split("-")
        first, months = int(year) * 12 + int(month) - 1, 1
    else:
        first, months = int(period) * 12, 12
    day = lambda month: f"{month // 12:04}-{month % 12 + 1:02}-01"
    return period, day(first), day(first + months), months


def register_codes(manifest, reference):
    """What registers call a code, and from which until before which month it is in force."""
    members = {member["code"]: member for member in dimension(manifest, "code")["members"]}
    first = lambda period: span(period)[1] if period else None
    with open(reference / "fsiii_codes.csv", encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            member = members.get(row["legacy_code"])
            if member:
                validity = first(member.get("valid_from")), first(member.get("valid_to"))
                yield row["legacy_code"], member["code"], *validity
                yield row["code"], member["code"], *validity


def make(database, name, columns, rows):
    database.execute(f"CREATE TABLE {name} ({columns})")
    database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def compare(database, manifest, publication, dataset, cuboid):
    """How many cells differ, and how many were looked at."""
    axes = [axis["dimension"] for axis in cuboid["axes"]]
    columns = {"area": "a.above", "period": "l.period", "code": "l.code"}
    joins = ["JOIN area_above a ON a.member = l.municipality"]
    for axis in axes[3:]:
        if axis == "age":
            joins.append("JOIN age_above g ON g.member = l.age")
            columns[axis] = "g.above"
        elif axis == "disease":
            joins.append("JOIN (SELECT member, flag FROM diseases UNION ALL SELECT 'total', -1) s "
                         "ON s.flag = -1 OR (l.flags & s.flag) != 0")
            columns[axis] = "s.member"
        else:
            column = {"sex": "sex", "care-home": "home"}[axis]
            own = f"own_{column}"
            joins.append(f"JOIN (SELECT DISTINCT {column} AS own, {column} AS above FROM leaves UNION ALL "
                         f"SELECT DISTINCT {column}, 'total' FROM leaves) {own} ON {own}.own = l.{column}")
            columns[axis] = f"{own}.above"
    chosen = ", ".join(f'{columns[axis]} AS "{axis}"' for axis in axes)
    database.execute(f"""
        CREATE OR REPLACE TABLE recount AS
        SELECT {chosen}, SUM(l.n)::BIGINT AS n FROM (
            SELECT f.code, f.period, l.municipality, l.age, l.sex, l.home, l.flags, COUNT(*) AS n
            FROM facts_{dataset['id']} f JOIN leaves l USING (citizen_key, period) GROUP BY ALL) l
        {' '.join(joins)} GROUP BY ALL""")
    published = pyarrow.concat_tables([rows(publication, dataset, shard) for shard in cuboid["shards"]])
    database.register("published", published)
    for name in ["area", "period"]:
        members = next(axis["members"] for axis in cuboid["axes"] if axis["dimension"] == name)
        database.execute(f"CREATE OR REPLACE TEMP TABLE kept_{name} (member VARCHAR)")
        database.executemany(f"INSERT INTO kept_{name} VALUES (?)", [(member,) for member in members])
    keys = ", ".join(f'"{axis}"' for axis in axes)
    agrees = f"""
        SELECT COUNT(*) FILTER (WHERE NOT is_right), COUNT(*) FROM (
            SELECT CASE
                WHEN p.status = {VALUE} THEN p.value = COALESCE(r.n, 0)
                WHEN p.status = {SUPPRESSED} THEN COALESCE(r.n, 0) > 0 OR b.is_withheld
                ELSE COALESCE(r.n, 0) = 0 END AS is_right
            FROM (SELECT * FROM recount WHERE area IN (FROM kept_area) AND period IN (FROM kept_period)) r
            FULL JOIN published p USING ({keys})
            LEFT JOIN (SELECT code, period, BOOL_AND(status = {SUPPRESSED}) AS is_withheld FROM published GROUP BY ALL) b
            ON b.code = p.code AND b.period = p.period)"""
    [(wrong, seen)] = database.execute(agrees).fetchall()
    database.unregister("published")
    return wrong, seen


def rows(publication, dataset, shard):
    with pyarrow.ipc.open_file(publication / shard["path"]) as reader:
        table = reader.read_all()
    measure = dataset["measure"]["id"]
    names = ["value" if name == measure else name for name in table.column_names]
    text = [column.cast(pyarrow.string()) if pyarrow.types.is_dictionary(column.type) else column for column in table.columns]
    return pyarrow.table(text, names=names)


def plain(database, manifest, datasets):
    """Distinct citizens over grouping sets: every level of area, with and without age, sex, home."""
    levels = sorted({member["level"] for member in dimension(manifest, "area")["members"]})
    of_level = {member["code"]: member["level"] for member in dimension(manifest, "area")["members"]}
    above = {}
    for member, upper in closure(manifest, "area"):
        above.setdefault(member, {})[of_level[upper]] = upper
    lowest = [code for code, level in of_level.items() if level == "municipality"]
    columns = ", ".join(f'"{level}" VARCHAR' for level in levels)
    make(database, "places", f"municipality_code VARCHAR, {columns}",
         [(code, *[above[code].get(level) for level in levels]) for code in lowest])
    started = time.monotonic()
    cells = 0
    for dataset in datasets:
        further = [(), ("age",), ("age", "sex"), ("sex",), ("home",), ("age", "home")]
        # A level may be named as a column of the leaves is.
        grouped = [["code", "period", f'p."{level}"', *some] for level in levels for some in further]
        sets = [f'({", ".join(columns)})' for columns in grouped]
        names = ", ".join(f'p."{level}"' for level in levels)
        cells += database.execute(f"""
            SELECT COUNT(*) FROM (
                SELECT code, period, {names}, age, sex, home, COUNT(DISTINCT citizen_key) AS n
                FROM facts_{dataset['id']} f JOIN leaves l USING (citizen_key, period)
                JOIN places p ON p.municipality_code = l.municipality
                GROUP BY GROUPING SETS ({', '.join(sets)}))""").fetchall()[0][0]
    seconds = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"duckdb {duckdb.__version__}: {len(sets)} grouping sets, {cells} cells, {seconds:.1f} s, {peak:.1f} GB at most")


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--time"]
    if len(arguments) != 3:
        sys.exit(__doc__)
    sys.exit(main(*(Path(argument) for argument in arguments), "--time" in sys.argv))
