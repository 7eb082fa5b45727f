// Danish words for ECharts, which ships none. Toolbox texts are absent: the bundle has no toolbox.
export const danish = {
  time: {
    month: [
      "januar",
      "februar",
      "marts",
      "april",
      "maj",
      "juni",
      "juli",
      "august",
      "september",
      "oktober",
      "november",
      "december",
    ],
    monthAbbr: [
      "jan.",
      "feb.",
      "mar.",
      "apr.",
      "maj",
      "jun.",
      "jul.",
      "aug.",
      "sep.",
      "okt.",
      "nov.",
      "dec.",
    ],
    dayOfWeek: ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"],
    dayOfWeekAbbr: ["søn.", "man.", "tirs.", "ons.", "tors.", "fre.", "lør."],
  },
  legend: {
    selector: { all: "Alle", inverse: "Omvendt" },
  },
  series: {
    typeNames: {
      bar: "Søjlediagram",
      custom: "Diagram",
      line: "Kurvediagram",
      map: "Kort",
      scatter: "Punktdiagram",
      chart: "Diagram",
    },
  },
  aria: {
    general: {
      withTitle: "Dette diagram viser {title}",
      withoutTitle: "Dette er et diagram",
    },
    series: {
      single: {
        prefix: "",
        withName: " af typen {seriesType} med navnet {seriesName}.",
        withoutName: " af typen {seriesType}.",
      },
      multiple: {
        prefix: ". Det har {seriesCount} serier.",
        withName: " Serie {seriesId} er et {seriesType}, der viser {seriesName}.",
        withoutName: " Serie {seriesId} er et {seriesType}.",
        separator: { middle: "", end: "" },
      },
    },
    data: {
      allData: "Tallene er: ",
      partialData: "De første {displayCnt} tal er: ",
      withName: "{name}: {value}",
      withoutName: "{value}",
      separator: { middle: ", ", end: ". " },
    },
  },
};
