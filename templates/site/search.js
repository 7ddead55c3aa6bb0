/* Searches the index of the site in the page itself. `pactbook.publish.search` puts the engine (MiniSearch) before it and
   writes the index; both are loaded by script elements, so that it works from a folder too. */
(() => {
  const FIRST = 20; // results that are shown at once
  const AROUND = 110; // letters of a snippet before and after the first word found
  const ENTRY = /^source-/; // titles of sources, short as they are, would stand before the chapters that say it
  const APPARATUS = /^(all-)?changes$/; // repeats what chapters say, as the site's own pages do
  const WORD = /[\p{L}\p{M}\p{N}'’ʻʼ]+/gu;
  /* Letters of Cyrillic and Latin alphabets that have no plain letter inside, by those that stand for them elsewhere. */
  const PLAIN = {"қ": "к", "ҳ": "х", "ҷ": "ч", "ғ": "г", "ң": "н", "ө": "о", "ү": "у", "ұ": "у", "һ": "х", "і": "и", "ә": "а", "ı": "i", "ə": "a", "ł": "l", "ø": "o", "đ": "d", "ß": "ss"};
  const TOO_COMMON = new Set("a an and are as at be by for from has have in is it its of on or that the to was were with".split(" "));
  const {pages, units} = window.pactbookIndex;
  const folded = new Map();

  /** A word as it is searched for: small letters, without marks, apostrophes and a possessive. */
  function fold(word) {
    let plain = folded.get(word);
    if (plain === undefined) {
      plain = word.toLowerCase().replace(/['’]s$/, "");
      if (/[^a-z0-9]/.test(plain)) {
        plain = plain.normalize("NFD").replace(/[\p{M}'’ʻʼ]/gu, "").replace(/[^a-z0-9]/g, letter => PLAIN[letter] ?? letter);
      }
      folded.set(word, plain);
    }
    return plain;
  }

  const words = text => text.match(WORD) ?? [];
  const term = word => { const plain = fold(word); return plain && !TOO_COMMON.has(plain) ? plain : null; };

  let engine = null;
  /** The index, made when it is first needed. */
  function made() {
    if (engine) return engine;
    engine = new MiniSearch({
      fields: ["names", "brief", "heading", "text"],
      tokenize: words,
      processTerm: term,
      searchOptions: {
        prefix: true,
        maxFuzzy: 2,
        weights: {fuzzy: 0.2, prefix: 0.6},
        boost: {names: 8, brief: 3, heading: 3},
        boostDocument: id => {
          const [page, anchor] = units[id];
          return ENTRY.test(anchor) ? 0.3 : APPARATUS.test(anchor) || !pages[page].pages ? 0.5 : 1;
        },
      },
    });
    engine.addAll(units.map(([page, anchor, heading, , text], id) => {
      const {title, names} = pages[page];
      const called = [title, ...names].join(" ");
      return {id, names: anchor || heading ? "" : called, brief: called, heading, text};
    }));
    return engine;
  }

  const mistyped = word => word.length > 4 ? 0.2 : false; // letters that may differ, as a share of a word's

  /** What is found, the best first: all words; or else all but for mistypings; or else some. */
  function find(query) {
    for (const options of [{combineWith: "AND"}, {combineWith: "AND", fuzzy: mistyped}, {combineWith: "OR", fuzzy: mistyped}]) {
      const found = made().search(query, options);
      if (found.length) return {found, all: options.combineWith === "AND"};
    }
    return {found: [], all: false};
  }

  /** A part of a text, as nodes: where most of the words found stand together, each marked. */
  function snippet(text, terms) {
    const places = [];
    for (const match of text.matchAll(WORD)) if (terms.has(fold(match[0]))) places.push([match.index, match.index + match[0].length]);
    const near = ([from]) => new Set(places.filter(([at, to]) => at >= from && to <= from + AROUND).map(([at, to]) => fold(text.slice(at, to)))).size;
    let best = places[0] ?? [0, AROUND];
    let most = 0;
    for (const place of places.slice(0, 200)) {
      const number = near(place);
      if (number > most) [most, best] = [number, place];
    }
    const begin = best[0] > AROUND ? text.lastIndexOf(" ", best[0] - AROUND) + 1 : 0;
    const after = text.indexOf(" ", best[1] + AROUND);
    const end = after < 0 ? text.length : after;
    const nodes = [begin ? "… " : ""];
    let at = begin;
    for (const [from, to] of places) {
      if (from < begin) continue;
      if (to > end) break;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      nodes.push(text.slice(at, from), mark);
      at = to;
    }
    nodes.push(text.slice(at, end), end < text.length ? " …" : "");
    return nodes;
  }

  const element = (name, values, ...children) => {
    const made = Object.assign(document.createElement(name), values);
    made.append(...children);
    return made;
  };

  /** One result: where it stands, its words, and the way to both forms. */
  function item({id, match}) {
    const [page, anchor, heading, number, text] = units[id];
    const {title, path, kind, pages: count} = pages[page];
    const file = count ? `${path}.html` : path;
    const link = element("a", {href: anchor ? `${file}#${encodeURIComponent(anchor)}` : file}, heading ? `${title}: ${heading}` : title);
    const place = element("p", {className: "place"}, kind);
    if (count) {
      const pdf = element("a", {href: `${path}.pdf#page=${number}`}, `PDF, page ${number}`);
      pdf.setAttribute("aria-label", `PDF of ${title}, page ${number}`);
      place.append(" · ", pdf, ` of ${count}`);
    }
    const found = element("p", {className: "snippet"}, ...snippet(text, new Set(Object.keys(match))));
    return element("li", {}, element("h2", {}, link), found, place);
  }

  const form = document.querySelector("#search-form"), box = form.elements.q;
  const list = document.querySelector("#results"), status = document.querySelector("#found");
  const more = document.querySelector("#more");
  document.querySelector("#without").hidden = true;
  let results = [], shown = 0, asked = null, waiting = 0;

  function show(focus) {
    const next = results.slice(shown, shown + FIRST).map(item);
    list.append(...next);
    shown += next.length;
    more.hidden = shown >= results.length;
    if (focus && next.length) next[0].querySelector("a").focus();
  }

  function search(address) {
    const query = box.value.trim();
    if (query === asked) return;
    asked = query;
    shown = 0;
    list.replaceChildren();
    const {found, all} = query ? find(query) : {found: [], all: true};
    results = found;
    const number = `${results.length} ${results.length === 1 ? "result" : "results"}`;
    status.textContent = !query ? "" : !results.length ? `Nothing is found for “${query}”.`
      : all ? `${number} for “${query}”.` : `No part of a brief has all of these words. ${number} with some of “${query}”.`;
    document.title = (query ? `${query} – ` : "") + document.title.replace(/^.* – (?=Search – )/, "");
    if (address) {
      const place = query ? `?q=${encodeURIComponent(query)}` : location.pathname;
      try { history.replaceState(null, "", place); } catch { /* some browsers keep the address of a file */ }
    }
    show(false);
  }

  form.addEventListener("submit", event => {
    event.preventDefault();
    clearTimeout(waiting);
    search(true);
  });
  box.addEventListener("focus", () => setTimeout(made), {once: true});
  box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 200, true); });
  more.addEventListener("click", () => show(true));
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  if (box.value) search(false);
  else box.focus();
})();
