// Arquero, with the rows as an Arrow table and its own expressions.
import { fromArrow } from "arquero";
import { byMember, placing } from "../support/questions.mjs";

export async function open() {
  const table = fromArrow(await (await fetch("/published.arrows")).arrayBuffer());
  return {
    prepare: (question) => question,
    ask: (question) => (question.keep ? groups(table, question) : cells(table, question)),
    numbers,
  };
}

function cells(table, { select, axes }) {
  const conditions = select.flatMap((positions, axis) => {
    const { dimension, members } = axes[axis];
    if (positions.length === members.length) return [];
    return [`(${positions.map((position) => `d.${dimension} === '${members[position]}'`).join(" || ")})`];
  });
  const chosen = table.filter(`d => ${conditions.join(" && ")}`);
  const columns = [...axes.map(({ dimension }) => dimension), "citizens", "status"];
  return Object.fromEntries(columns.map((name) => [name, chosen.array(name)]));
}

function groups(table, { keep, axes }) {
  const names = keep.map((axis) => axes[axis].dimension);
  const kinds = Object.fromEntries([1, 2, 3].map((status) => [`s${status}`, `d => op.sum(d.status === ${status})`]));
  const added = table.groupby(names).rollup({ low: "d => op.sum(d.citizens)", ...kinds });
  return Object.fromEntries([...names, "low", ...Object.keys(kinds)].map((name) => [name, added.array(name)]));
}

function numbers(columns, question) {
  const { length, place } = placing(question);
  const filled = new Float64Array(question.keep ? 4 * length : length).fill(question.keep ? 0 : NaN);
  const positions = byMember(question);
  const rows = (columns.low ?? columns.status).length;
  for (let row = 0; row < rows; row += 1) {
    const at = place((name) => positions[name].get(columns[name][row]));
    if (question.keep) {
      filled[at] = columns.low[row] ?? 0;
      for (const status of [1, 2, 3]) filled[status * length + at] = columns[`s${status}`][row] ?? 0;
    } else {
      filled[at] = columns.status[row] === 0 ? columns.citizens[row] : -columns.status[row];
    }
  }
  return filled;
}
