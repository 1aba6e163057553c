"use strict";
// Sorts and filters the tables and draws the charts. The pages can be read without it.

function sortable(table) {
  const body = table.tBodies[0];
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const number = head.classList.contains("number");
      const start = number ? "descending" : "ascending";
      const turned = { ascending: "descending", descending: "ascending" };
      const order = head.ariaSort in turned ? turned[head.ariaSort] : start;
      [...table.tHead.rows[0].cells].forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", order);
      head.ariaSort = order;
      const sign = order === "ascending" ? 1 : -1;
      const keyed = [...body.rows].map((row) => {
        const value = row.cells[column].dataset.value;
        return { row, empty: value === "", key: number ? Number(value) : value };
      });
      // Cells without a value stay at the end whatever the order.
      keyed.sort((a, b) =>
        a.empty || b.empty ? a.empty - b.empty
          : sign * (number ? a.key - b.key : a.key.localeCompare(b.key, "en", { numeric: true })));
      body.append(...keyed.map((entry) => entry.row));
    });
  });
}

function filterable(form) {
  const table = document.getElementById(form.dataset.table);
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells].map((head) => head.dataset.key);
  // A column that is empty throughout is not there.
  const selects = [...form.querySelectorAll("select")].filter((select) => {
    const known = heads.includes(select.dataset.key);
    select.parentElement.hidden = !known;
    return known;
  });
  const search = form.querySelector("input");
  const count = form.querySelector("output");
  const facts = rows.map((row) => ({
    text: row.textContent.toLowerCase(),
    values: Object.fromEntries(heads.map((key, i) => [key, row.cells[i].dataset.value])),
  }));
  for (const select of selects) {
    const values = [...new Set(facts.map((fact) => fact.values[select.dataset.key]))];
    values.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    select.append(new Option("all", "*"), ...values.map((value) => new Option(value || "–", value)));
  }
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      const fits = words.every((word) => facts[i].text.includes(word))
        && selects.every((select) => select.value === "*" || facts[i].values[select.dataset.key] === select.value);
      row.hidden = !fits;
      shown += fits;
    });
    count.textContent = `${shown} of ${rows.length}`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
}

const COLOURS = ["#3b7dd8", "#e0802b", "#3a9b5c", "#c94f7c", "#8a63d2", "#2a9fa8", "#a68a1d", "#d0524a", "#6b7a90", "#7aa63c", "#b066b8", "#4f6df0"];

function draw(figure) {
  const chart = JSON.parse(figure.querySelector("script").textContent);
  const style = getComputedStyle(document.documentElement);
  const text = style.getPropertyValue("--text").trim();
  const quiet = style.getPropertyValue("--quiet").trim();
  const grid = style.getPropertyValue("--line").trim();
  let next = 0;
  const datasets = chart.series.map((line) => {
    const joined = line.style !== "POINTS";
    const drawn = line.style === "PAIRS" || line.style === "STEPS" ? quiet : COLOURS[next++ % COLOURS.length];
    const points = line.style === "PAIRS"
      ? line.points.flatMap((point, i) => (i % 2 ? [point, { x: NaN, y: NaN }] : [point]))
      : line.points;
    return {
      label: line.name, data: points, showLine: joined, spanGaps: false,
      stepped: line.style === "STEPS" ? "before" : false,
      borderColor: drawn, backgroundColor: drawn, borderWidth: line.style === "LINE" ? 2 : 1.5,
      borderDash: line.style === "STEPS" ? [5, 4] : [],
      pointRadius: line.style === "POINTS" ? 5 : line.style === "LINE" && points.length < 40 ? 2.5 : 0,
      pointHitRadius: line.style === "POINTS" || line.style === "LINE" ? 8 : 0,
    };
  });
  const axis = (title) => ({
    title: { display: title !== "", text: title, color: quiet },
    ticks: { color: quiet }, grid: { color: grid },
  });
  const x = { ...axis(chart.x), type: chart.logarithmic ? "logarithmic" : "linear" };
  if (chart.logarithmic) {
    const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 2 });
    x.ticks.maxRotation = 0;
    x.ticks.callback = (value) => (/^[125]0*$/.test(String(value).replace(/^0\.0*/, "")) ? short.format(value) : "");
  }
  const y = axis(chart.y);
  if (chart.categories.length > 0) {
    Object.assign(y, { min: -0.5, max: chart.categories.length - 0.5, reverse: true });
    y.ticks = { ...y.ticks, stepSize: 1, autoSkip: false, callback: (value) => chart.categories[value] ?? "" };
    figure.querySelector(".canvas").style.height = `${7 + 1.8 * chart.categories.length}rem`;
  }
  return new Chart(figure.querySelector("canvas"), {
    type: "scatter",
    data: { datasets },
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, color: text, scales: { x, y },
      plugins: {
        legend: { position: "bottom", labels: { color: text, usePointStyle: true, boxHeight: 6 } },
        tooltip: {
          callbacks: {
            label: (item) => {
              const place = chart.categories.length > 0 ? "" : ` (${item.formattedValue.replace(/[()]/g, "")})`;
              return `${item.raw.label ?? item.dataset.label}${place}`;
            },
          },
        },
      },
    },
  });
}

document.querySelectorAll("table.sortable").forEach(sortable);
document.querySelectorAll("form.filter").forEach(filterable);
let charts = [...document.querySelectorAll("figure.chart")].map(draw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  charts.forEach((chart) => chart.destroy());
  charts = [...document.querySelectorAll("figure.chart")].map(draw);
});
