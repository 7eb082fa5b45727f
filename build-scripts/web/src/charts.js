// The chart bundle: only the parts of ECharts that the app draws with, and the SVG renderer. The map is our own drawing.
// Tooltips and zoom controls are ours: ECharts' own write inline styles or cannot be reached by keyboard.
import * as core from "echarts/core";
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";
import { danish } from "./danish.js";

core.use([BarChart, LineChart, ScatterChart, GridComponent, MarkAreaComponent, MarkLineComponent, SVGRenderer]);
core.registerLocale("DA", danish);

// charming and the app's own binding both expect a global; only what they call is kept.
globalThis.echarts = {
  version: core.version,
  init: core.init,
  getInstanceByDom: core.getInstanceByDom,
};
