// DuckDB-WASM, as its documentation sets it up: an own worker, SQL, and Arrow tables as results.
import * as duckdb from "@duckdb/duckdb-wasm";
import { placing } from "../support/questions.mjs";

const published = {
  file: "/published.arrows",
  member: ({ members }, position) => `'${members[position]}'`,
  position: ({ members }) => {
    const positions = new Map(members.map((member, at) => [member, at]));
    return (member) => positions.get(member);
  },
};

export const open = () => openWith(published);

/** `file` has the rows, `member` writes one in SQL, `position` reads one from a result. */
export async function openWith({ file, member, position }) {
  const rows = fetch(file).then((response) => response.arrayBuffer());
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker("/duckdb/duckdb-browser-eh.worker.js"));
  await database.instantiate("/duckdb/duckdb-eh.wasm");
  const connection = await database.connect();
  await connection.insertArrowFromIPCStream(new Uint8Array(await rows), { name: "cube" });
  return {
    prepare: (question) => ({ question, sql: sql(question, member) }),
    ask: ({ sql }) => connection.query(sql),
    numbers: (table, asked) => numbers(table, asked, position),
  };
}

function sql({ select, keep, axes }, member) {
  if (keep) {
    const names = keep.map((axis) => axes[axis].dimension).join(", ");
    const kinds = [1, 2, 3].map((status) => `count(*) FILTER (WHERE status = ${status}) AS s${status}`).join(", ");
    return `SELECT ${names}, sum(citizens)::DOUBLE AS low, ${kinds} FROM cube GROUP BY ${names}`;
  }
  // A condition on everything would only cost time.
  const conditions = select.flatMap((positions, axis) => {
    const { dimension, members } = axes[axis];
    if (positions.length === members.length) return [];
    const named = positions.map((position) => member(axes[axis], position));
    return named.length === 1 ? `${dimension} = ${named[0]}` : `${dimension} IN (${named.join(", ")})`;
  });
  const varying = axes.filter((_, axis) => select[axis].length > 1).map((axis) => axis.dimension);
  return `SELECT ${[...varying, "citizens", "status"].join(", ")} FROM cube WHERE ${conditions.join(" AND ")}`;
}

function numbers(table, { question }, position) {
  const { length, place } = placing(question);
  const column = Object.fromEntries(table.schema.fields.map(({ name }) => [name, table.getChild(name)]));
  const single = Object.fromEntries((question.select ?? []).map(([first], axis) => [question.axes[axis].dimension, first]));
  const filled = new Float64Array(question.keep ? 4 * length : length).fill(question.keep ? 0 : NaN);
  const positions = Object.fromEntries(question.axes.map((axis) => [axis.dimension, position(axis)]));
  for (let row = 0; row < table.numRows; row += 1) {
    const at = place((name) => (column[name] ? positions[name](column[name].get(row)) : single[name]));
    if (question.keep) {
      filled[at] = column.low.get(row) ?? 0;
      for (const status of [1, 2, 3]) filled[status * length + at] = Number(column[`s${status}`].get(row));
    } else {
      filled[at] = column.status.get(row) === 0 ? column.citizens.get(row) : -column.status.get(row);
    }
  }
  return filled;
}
