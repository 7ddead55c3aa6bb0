/* Draws a chart of a brief so that it answers to mouse and keys. `pactbook.publish.library` bundles it with Vega-Lite,
   and puts the theme of the drawings before it as THEME. */

/** The records of a data set whose field names are written once. */
const records = ({fields, rows}) => rows.map(row => Object.fromEntries(fields.map((field, at) => [field, row[at]])));

/** The channel of a tooltip, and the transforms that compute what the data does not hold. */
function reading(entries) {
  const computed = entries.map((entry, at) => ({calculate: entry.calculate, as: `reading_${at}`}));
  return {
    transform: computed.filter(each => each.calculate),
    tooltip: entries.map((entry, at) => ({
      field: entry.calculate ? `reading_${at}` : entry.field,
      title: entry.title,
      ...(entry.format ? {type: "quantitative", format: entry.format} : {type: "nominal"}),
    })),
  };
}

/** A part of a spec with tooltips: on marks as they are; a line gets a point for each value, since a tooltip tells one. */
function told(part, tooltips, data) {
  data = part.data?.name ?? data;
  if (part.spec) return {...part, spec: told(part.spec, tooltips, data)};
  if (part.layer) return {...part, layer: part.layer.map(each => told(each, tooltips, data))};
  const entries = tooltips[data];
  const type = part.mark?.type;
  if (!entries || part.encoding?.y2 && type === "area") return part;
  const {transform, tooltip} = reading(entries);
  const all = [...(part.transform ?? []), ...transform];
  if (type !== "line" && type !== "area") return {...part, transform: all, encoding: {...part.encoding, tooltip}};
  const {mark, encoding = {}, ...around} = part;
  const place = Object.fromEntries(Object.entries(encoding).filter(([channel]) => channel === "x" || channel === "y"));
  const points = {mark: {type: "point", filled: true, size: 90, opacity: 0}, encoding: {...place, tooltip}};
  return {...around, transform: all, layer: [{mark, encoding}, points]};
}

/** What a tooltip says, as pairs of name and value; a colour is read from the legend, what is not known left out. */
function said(value, legend) {
  return Object.entries(value)
    .map(([name, text]) => [name, legend[text] ?? String(text).replace(/(\d)%/g, "$1\u00a0%")])
    .filter(([, text]) => text !== "" && !["null", "undefined", "NaN"].includes(text));
}

/** A box beside the mark that is pointed at, within the same figure; text only. */
function tip(drawing) {
  const box = document.createElement("div");
  box.className = "tip";
  box.hidden = true;
  drawing.after(box);
  return {
    show(pairs, left, top) {
      const list = document.createElement("dl");
      for (const [name, text] of pairs) {
        const term = document.createElement("dt"), meaning = document.createElement("dd");
        term.textContent = name;
        meaning.textContent = text;
        list.append(term, meaning);
      }
      box.replaceChildren(list);
      box.hidden = false;
      const {width, height} = box.getBoundingClientRect();
      box.style.left = `${Math.max(4, Math.min(left + 12, document.documentElement.clientWidth - width - 4))}px`;
      box.style.top = `${top + 12 + height > window.innerHeight ? Math.max(4, top - height - 12) : Math.max(4, top + 12)}px`;
    },
    hide() { box.hidden = true; },
    remove() { box.remove(); },
  };
}

/** Marks that have something to say, each saying once, in the order in which they are drawn. */
function marks(place) {
  const found = new Map();
  for (const element of place.querySelectorAll("svg path, svg text, svg line, svg rect")) {
    const value = element.__data__?.tooltip;
    if (value && typeof value === "object" && !found.has(JSON.stringify(value))) found.set(JSON.stringify(value), element);
  }
  return [...found.values()];
}

/** What the library warns of on the console is no news: the drawing of the same spec has been looked at. */
async function quietly(work) {
  const warn = console.warn;
  console.warn = () => {};
  try { return await work(); } finally { console.warn = warn; }
}

const never = () => Promise.reject(new Error("charts load nothing"));

/**
 * Draw a chart before its drawing, which the caller hides.
 * `chart` is what `pactbook.render.charts.packed` makes; what the keys reach is said in `status`. Returns what ends it.
 */
window.pactbookChart = async (drawing, chart, title, status) => {
  const {usermeta, ...spec} = chart.spec;
  spec.datasets = Object.fromEntries(Object.entries(chart.data).map(([name, data]) => [name, records(data)]));
  const place = document.createElement("div");
  place.className = "drawing interactive";
  place.tabIndex = 0;
  drawing.before(place);
  const box = tip(drawing);
  const pairs = value => said(value, chart.legend);
  let view;
  try {
    ({view} = await quietly(() => vegaEmbed(place, told(spec, usermeta?.tooltip ?? {}), {
      mode: "vega-lite", renderer: "svg", actions: false, defaultStyle: false, ast: true, config: THEME,
      loader: {load: never, sanitize: never, http: never, file: never},
      tooltip: (_handler, event, _item, value) =>
        value ? box.show(pairs(value), event.clientX, event.clientY) : box.hide(),
    })));
  } catch (error) {
    place.remove();
    box.remove();
    throw error;
  }
  // The library names the place in its own words, so this comes after it.
  place.setAttribute("role", "application");
  place.querySelector("svg").setAttribute("aria-hidden", "true"); // what the keys reach is said in the status
  place.setAttribute("aria-roledescription", "interactive chart");
  place.setAttribute("aria-label", `${title}. The arrow keys read the values.`);
  let at = -1, read = null;
  const forget = () => { read?.classList.remove("read"); read = null; box.hide(); };
  place.addEventListener("keydown", event => {
    const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
    if (event.key === "Escape") forget();
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const all = marks(place);
    if (!all.length) return;
    forget();
    at = at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length;
    read = all[at];
    read.classList.add("read");
    read.scrollIntoView({block: "nearest", inline: "nearest", behavior: "instant"});
    const found = pairs(read.__data__.tooltip), {left, bottom} = read.getBoundingClientRect();
    box.show(found, left, bottom);
    status.textContent = found.map(([name, text]) => `${name}: ${text}`).join("; ");
  });
  place.addEventListener("blur", forget);
  status.textContent = "Point at a mark, or move through them with the arrow keys.";
  return () => { view.finalize(); place.remove(); box.remove(); };
};
