// The chart bundle: only the parts of ECharts that the app draws with, and the SVG renderer.
// Tooltips and zoom controls are ours: ECharts' own write inline styles or cannot be reached by keyboard.
import * as core from "echarts/core";
import { BarChart, CustomChart, LineChart, MapChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  GeoComponent,
  GridComponent,
  LegendPlainComponent,
  MarkAreaComponent,
  MarkLineComponent,
  VisualMapContinuousComponent,
  VisualMapPiecewiseComponent,
} from "echarts/components";
import { LegacyGridContainLabel } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { danish } from "./danish.js";

core.use([
  BarChart,
  CustomChart,
  LineChart,
  MapChart,
  ScatterChart,
  AriaComponent,
  GeoComponent,
  GridComponent,
  LegendPlainComponent,
  MarkAreaComponent,
  MarkLineComponent,
  VisualMapContinuousComponent,
  VisualMapPiecewiseComponent,
  // `grid.containLabel`, which charming writes, is an add-on since ECharts 6.
  LegacyGridContainLabel,
  SVGRenderer,
]);
core.registerLocale("DA", danish);

// charming and the app's own binding both expect a global; only what they call is kept.
globalThis.echarts = {
  version: core.version,
  init: core.init,
  getInstanceByDom: core.getInstanceByDom,
  registerMap: core.registerMap,
  getMap: core.getMap,
};
