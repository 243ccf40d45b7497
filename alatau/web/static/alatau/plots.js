// Draws the plots and maps of a page from the facts in it. The table under each says the same without scripts.

const COLOURS = ["var(--plot-a)", "var(--plot-b)", "var(--plot-c)", "var(--plot-d)"];
const STEPS = ["var(--plot-1)", "var(--plot-2)", "var(--plot-3)", "var(--plot-4)", "var(--plot-5)"];
const AWAY = ["var(--plot-low-2)", "var(--plot-low-1)", "var(--plot-none)", "var(--plot-high-1)", "var(--plot-high-2)"];
const FONT = { fontFamily: "inherit", fontSize: "13px", color: "var(--ink-soft)", background: "none", overflow: "visible", direction: "ltr" };
const TIP = { fill: "var(--surface)", stroke: "var(--line-strong)", fontSize: 13, textPadding: 10 };

for (const figure of document.querySelectorAll("figure[data-plot]")) start(figure);

async function start(figure) {
  const facts = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const cells = facts.cells.map((cell) => ({ ...cell, value: cell.value === null ? null : Number(cell.value) }));
  const place = figure.querySelector(".plot-drawing");
  const shapes = facts.shapes ? await read(facts.shapes) : null;
  const words = new Map(cells.map((cell) => [cell.name + cell.series, `${cell.name}\n${cell.series ? cell.series + ": " : ""}${cell.said}`]));
  let width = 0;
  const redraw = () => {
    const now = Math.round(place.clientWidth);
    if (!now || now === width) return;
    width = now;
    const drawn = draw({ ...facts, cells, shapes, words, width });
    // The library brings a style element, which the city's policy does not let in; the stylesheet says the same.
    for (const style of drawn.querySelectorAll("style")) style.remove();
    drawn.setAttribute("aria-hidden", "true");
    place.replaceChildren(drawn);
    place.dataset.drawn = "yes";
  };
  redraw();
  new ResizeObserver(redraw).observe(place);
}

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) return { features: [] };
  const shapes = await answer.json();
  // On a sphere a ring drawn the other way round is everything outside it.
  for (const feature of shapes.features) if (d3.geoArea(feature) > 2 * Math.PI) turn(feature.geometry);
  return shapes;
}

function turn(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  for (const rings of polygons) for (const ring of rings) ring.reverse();
}

// A number as an axis has room for it, in the words and with the mark that the page brings: "20 млн", "1,5 мың".
function short(n, facts) {
  const size = Math.abs(n);
  const [from, words] = facts.short.words.filter(([least]) => size >= least).pop() ?? [1, "{n}"];
  const plain = String(Math.round((size / from) * 10) / 10).replace(".", facts.short.mark);
  return (n < 0 ? "−" : "") + words.replace("{n}", plain);
}

function draw(facts) {
  return facts.kind === "map" ? drawMap(facts) : facts.kind === "lines" ? drawLines(facts) : drawBars(facts);
}

function drawBars(facts) {
  const shown = facts.cells.filter((cell) => cell.value !== null);
  const many = facts.series.length > 1;
  const names = [...new Set(facts.cells.map((cell) => cell.name))];
  const longest = Math.max(...names.map((name) => name.length));
  const margin = Math.min(Math.round(facts.width * 0.4), 20 + longest * 7);
  const side = facts.rightToLeft ? "right" : "left";
  // Long names break into lines; the library counts widths in ems.
  const words = { anchor: side, label: null, tickSize: 0, lineWidth: (margin - 16) / 13 };
  const band = many ? 16 * facts.series.length + 10 : 30;
  const fill = many ? "series" : facts.diverges ? (cell) => (cell.value < 0 ? "less" : "more") : () => "one";
  const domain = many ? facts.series : facts.diverges ? ["less", "more"] : ["one"];
  const range = many ? COLOURS : facts.diverges ? ["var(--plot-low-2)", "var(--plot-high-2)"] : [COLOURS[0]];
  return Plot.plot({
    width: facts.width, height: names.length * band + 44, className: "plot-svg", style: FONT,
    marginLeft: facts.rightToLeft ? 24 : margin, marginRight: facts.rightToLeft ? margin : 24, marginBottom: 36,
    x: { reverse: facts.rightToLeft, grid: true, label: facts.unit, labelAnchor: "center", labelArrow: "none", tickFormat: (n) => short(n, facts), ticks: Math.max(2, Math.floor(facts.width / 110)), nice: true, zero: true },
    y: { domain: many ? facts.series : names, label: null, axis: null },
    fy: many ? { domain: names, label: null, axis: null, padding: 0.2 } : undefined,
    color: { type: "ordinal", domain, range: range.slice(0, domain.length) },
    marks: [
      many ? Plot.axisFy(words) : Plot.axisY(words),
      Plot.barX(shown, { x: "value", y: many ? "series" : "name", fy: many ? "name" : undefined, fill, rx: 2, insetTop: 1, insetBottom: 1 }),
      Plot.ruleX([0], { stroke: "var(--line-strong)" }),
      Plot.tip(shown, Plot.pointerY({ x: "value", y: many ? "series" : "name", fy: many ? "name" : undefined, title: (cell) => facts.words.get(cell.name + cell.series), ...TIP })),
    ],
  });
}

function drawLines(facts) {
  const isDay = facts.cells.every((cell) => /^\d{4}-\d\d-\d\d$/.test(cell.at));
  const points = facts.cells.filter((cell) => cell.value !== null).map((cell) => ({ ...cell, x: isDay ? new Date(cell.at) : Number(cell.at) }));
  const day = new Intl.DateTimeFormat(facts.language, { day: "numeric", month: "short" });
  return Plot.plot({
    width: facts.width, height: Math.min(360, Math.max(220, facts.width * 0.45)), className: "plot-svg", style: FONT,
    marginLeft: facts.rightToLeft ? 24 : 56, marginRight: facts.rightToLeft ? 56 : 24, marginBottom: 36,
    x: { reverse: facts.rightToLeft, label: null, ticks: Math.max(2, Math.floor(facts.width / 120)), tickFormat: isDay ? (at) => day.format(at) : (n) => short(n, facts), type: isDay ? "utc" : "linear" },
    y: { axis: facts.rightToLeft ? "right" : "left", grid: true, label: facts.unit, labelAnchor: "top", labelArrow: "none", tickFormat: (n) => short(n, facts), nice: true },
    color: { type: "ordinal", domain: facts.series, range: COLOURS.slice(0, Math.max(1, facts.series.length)) },
    marks: [
      Plot.ruleY([0], { stroke: "var(--line)" }),
      Plot.line(points, { x: "x", y: "value", stroke: "series", strokeWidth: 2.5 }),
      Plot.dot(points, { x: "x", y: "value", fill: "series", r: 3 }),
      Plot.tip(points, Plot.pointerX({ x: "x", y: "value", title: (cell) => facts.words.get(cell.name + cell.series), ...TIP })),
    ],
  });
}

function drawMap(facts) {
  const byPlace = new Map(facts.cells.map((cell) => [cell.at, cell]));
  const cell = (feature) => byPlace.get(feature.properties.place);
  const value = (feature) => cell(feature)?.value ?? null;
  const values = facts.cells.map((each) => each.value).filter((each) => each !== null);
  const known = facts.shapes.features.filter((feature) => value(feature) !== null);
  const hidden = facts.shapes.features.filter((feature) => cell(feature)?.state === "hidden");
  const points = facts.shapes.features.filter((feature) => feature.geometry.type === "Point");
  const title = (feature) => facts.words.get((cell(feature)?.name ?? "") + "") ?? facts.words.get("unknown");
  const svg = Plot.plot({
    width: facts.width, height: Math.round(facts.width * 0.56), className: "plot-svg", style: FONT, margin: 4,
    projection: { type: "conic-equal-area", rotate: [-67, 0], parallels: [42, 54], domain: facts.shapes },
    color: scale(facts, values),
    marks: [
      Plot.geo(facts.shapes, { fill: "var(--plot-empty)", stroke: "var(--surface)", strokeWidth: 0.8, r: 5 }),
      Plot.geo(known, { fill: value, stroke: "var(--surface)", strokeWidth: 0.8, r: 7 }),
      Plot.geo(hidden, { fill: "var(--plot-hidden)", stroke: "var(--line-strong)", strokeDasharray: "2 2", strokeWidth: 0.8, r: 6 }),
      Plot.dot(points.filter((feature) => cell(feature)), Plot.centroid({ r: 7, stroke: "var(--ink)", strokeWidth: 1.2 })),
      Plot.tip(facts.shapes.features.filter(cell), Plot.pointer({ ...Plot.centroid({ title }), maxRadius: 60, ...TIP })),
    ],
  });
  if (values.length > 1) {
    const legend = Plot.legend({ color: scale(facts, values), className: "plot-svg", width: Math.min(320, facts.width), label: facts.unit, tickFormat: (n) => short(n, facts), style: FONT });
    const both = document.createElement("div");
    both.append(legend, svg);
    return open(both, facts);
  }
  return open(svg, facts);
}

function scale(facts, values) {
  if (facts.diverges) {
    const far = Math.max(1, ...values.map(Math.abs));
    return { type: "threshold", domain: [-far / 2, -far / 50, far / 50, far / 2], range: AWAY };
  }
  // Round borders between the five colours read better than equal ones.
  const borders = d3.ticks(Math.min(0, ...values), Math.max(1, ...values), 4).filter((border) => border > 0).slice(0, 4);
  return { type: "threshold", domain: borders, range: STEPS.slice(0, borders.length + 1) };
}

// A place with a page of its own opens it.
function open(drawn, facts) {
  if (!Object.keys(facts.links).length) return drawn;
  drawn.classList.add("plot-opens");
  drawn.addEventListener("click", () => {
    const name = drawn.querySelector("[aria-label=tip] tspan")?.textContent;
    const place = facts.cells.find((cell) => cell.name === name)?.at;
    if (place && facts.links[place]) window.location.assign(facts.links[place]);
  });
  return drawn;
}
