// Perspective: its table in an own worker, a view for each question, and the view's columns as the answer.
import perspective from "@perspective-dev/client";
import { byMember, placing } from "../support/questions.mjs";

export async function open() {
  const rows = fetch("/published.arrows").then((response) => response.arrayBuffer());
  perspective.init_client(fetch("/perspective/perspective-js.wasm"));
  perspective.init_server(fetch("/perspective/perspective-server.wasm"));
  const client = await perspective.worker();
  const table = await client.table(await rows);
  return {
    prepare: (question) => ({ question, config: question.keep ? groups(question) : cells(question) }),
    async ask({ config }) {
      const view = await table.view(config);
      const columns = await view.to_columns();
      await view.delete();
      return columns;
    },
    numbers,
  };
}

function cells({ select, axes }) {
  const filter = select.flatMap((positions, axis) => {
    const { dimension, members } = axes[axis];
    if (positions.length === members.length) return [];
    const named = positions.map((position) => members[position]);
    return [named.length === 1 ? [dimension, "==", named[0]] : [dimension, "in", named]];
  });
  const varying = axes.filter((_, axis) => select[axis].length > 1).map((axis) => axis.dimension);
  return { filter, columns: [...varying, "citizens", "status"] };
}

// The status as a third level spares it an expression for each kind.
function groups({ keep, axes }) {
  const names = keep.map((axis) => axes[axis].dimension);
  return {
    group_by: [...names, "status"],
    columns: ["citizens", "sex"],
    aggregates: { citizens: "sum", sex: "count" },
  };
}

function numbers(columns, { question }) {
  const { length, place } = placing(question);
  const filled = new Float64Array(question.keep ? 4 * length : length).fill(question.keep ? 0 : NaN);
  const positions = byMember(question);
  if (question.keep) {
    const names = question.keep.map((axis) => question.axes[axis].dimension);
    columns.__ROW_PATH__.forEach((path, row) => {
      if (path.length !== 3) return;
      const at = place((name) => positions[name].get(path[names.indexOf(name)]));
      const status = Number(path[2]);
      filled[status * length + at] = status === 0 ? columns.citizens[row] : columns.sex[row];
    });
    return filled;
  }
  const single = Object.fromEntries(question.select.map(([first], axis) => [question.axes[axis].dimension, first]));
  columns.status.forEach((status, row) => {
    const at = place((name) => (columns[name] ? positions[name].get(columns[name][row]) : single[name]));
    filled[at] = status === 0 ? columns.citizens[row] : -status;
  });
  return filled;
}
