"use strict";
// Sorts and filters the tables and draws the charts. The pages can be read without it.

const PAGE = 100;
const MORE = 200;

// A table's rows in order, of which those that fit a filter are shown, a page at first. Rows beyond the first page come
// in a template element, where they cost no layout.
class Rows {
  constructor(table) {
    this.body = table.tBodies[0];
    const rest = this.body.querySelector("template");
    this.all = [...this.body.rows, ...(rest ? rest.content.querySelectorAll("tr") : [])];
    this.fits = () => true;
    this.limit = PAGE;
    this.more = document.createElement("button");
    this.more.type = "button";
    this.more.className = "more";
    this.more.addEventListener("click", () => {
      this.body.append(...this.all.filter(this.fits).slice(this.limit, this.limit + MORE));
      this.limit += MORE;
      this.tell();
    });
    table.after(this.more);
    this.show();
  }

  sort(column, number, sign) {
    const keyed = this.all.map((row) => {
      const value = row.cells[column].dataset.value;
      return { row, empty: value === "", key: number ? Number(value) : value };
    });
    const words = new Intl.Collator("en", { numeric: true });
    // Cells without a value stay at the end whatever the order.
    keyed.sort((a, b) =>
      a.empty || b.empty ? a.empty - b.empty
        : sign * (number ? a.key - b.key : words.compare(a.key, b.key)));
    this.all = keyed.map((entry) => entry.row);
    this.show();
  }

  filter(fits) {
    this.fits = fits;
    this.limit = PAGE;
    return this.show();
  }

  show() {
    this.body.replaceChildren(...this.all.filter(this.fits).slice(0, this.limit));
    return this.tell();
  }

  tell() {
    const fitting = this.all.filter(this.fits).length;
    const left = fitting - this.limit;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(left, MORE)} more of ${fitting}`;
    return fitting;
  }
}

function sortable(table, rows) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const number = head.classList.contains("number");
      const turned = { ascending: "descending", descending: "ascending" };
      const order = turned[head.getAttribute("aria-sort")] ?? (number ? "descending" : "ascending");
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", order);
      rows.sort(column, number, order === "ascending" ? 1 : -1);
    });
  });
}

function filterable(form, table, rows) {
  const heads = [...table.tHead.rows[0].cells].map((head) => head.dataset.key);
  // A column that is empty throughout is not there.
  const selects = [...form.querySelectorAll("select")].filter((select) => {
    const known = heads.includes(select.dataset.key);
    select.parentElement.hidden = !known;
    return known;
  });
  const search = form.querySelector("input");
  const count = form.querySelector("output");
  const facts = new Map(rows.all.map((row) => [row, {
    text: row.textContent.toLowerCase(),
    values: Object.fromEntries(heads.map((key, i) => [key, row.cells[i].dataset.value])),
  }]));
  for (const select of selects) {
    const values = [...new Set([...facts.values()].map((fact) => fact.values[select.dataset.key]))];
    values.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    select.append(new Option("all", "*"), ...values.map((value) => new Option(value || "–", value)));
  }
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = rows.filter((row) => {
      const fact = facts.get(row);
      return words.every((word) => fact.text.includes(word))
        && selects.every((select) => select.value === "*" || fact.values[select.dataset.key] === select.value);
    });
    count.textContent = `${shown} of ${rows.all.length}`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
}

// More lines than can be told apart by colour are layers from the first to the last: they go from one colour to another,
// without a legend, and say their name when they are pointed at.
const MANY = 12;
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
    const colour = chart.series.length > MANY
      ? `hsl(${Math.round(210 + 190 * next / (chart.series.length - 1))} 60% 50%)`
      : COLOURS[next % COLOURS.length];
    const drawn = line.style === "PAIRS" || line.style === "STEPS" ? quiet : (next++, colour);
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
  if (chart.x === "epoch") {
    x.ticks.precision = 0;
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
        legend: { display: chart.series.length <= MANY, position: "bottom", labels: { color: text, usePointStyle: true, boxHeight: 6 } },
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

document.querySelectorAll("table.sortable").forEach((table) => {
  const rows = new Rows(table);
  sortable(table, rows);
  const form = document.querySelector(`form.filter[data-table="${table.id}"]`);
  if (form) {
    filterable(form, table, rows);
  }
});
let charts = [...document.querySelectorAll("figure.chart")].map(draw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  charts.forEach((chart) => chart.destroy());
  charts = [...document.querySelectorAll("figure.chart")].map(draw);
});
