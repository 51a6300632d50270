"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Weights as whole numbers: the largest power of two at which no term can overflow, then rounded, as the library does.
  const totalBits = [32, 32, 32, 20, 32, 32], termBits = 58;
  const view = new DataView(new ArrayBuffer(8));
  const exponentOf = (value) => {
    view.setFloat64(0, value);
    const bits = (view.getUint32(0) >>> 20) & 0x7ff;
    return bits === 0 ? -1074 : bits - 1023;
  };
  const power = (exponent) => 2 ** exponent;
  function whole(rates) {
    const perTick = rates.map((rate, i) => rate / data.per[i]);
    const exponents = perTick.map((rate, i) => (rate > 0 ? termBits - totalBits[i] - (exponentOf(rate) + 1) : null));
    const least = exponents.reduce((a, b) => (a === null ? b : b === null ? a : Math.min(a, b)), null) ?? 0;
    const half = Math.trunc(least / 2);
    return perTick.map((rate) => BigInt(Math.round(rate * power(half) * power(least - half))));
  }

  // The corridors ranked by the routes that this page holds, as `rank_corridors` of the library ranks them.
  function rank(rates, undecided) {
    const weights = whole(rates);
    const scores = data.routes.map((ticks) => ticks.reduce((sum, tick, i) => sum + weights[i] * BigInt(tick), 0n));
    const before = (a, b) => (scores[a] < scores[b] ? -1 : scores[a] > scores[b] ? 1 : a - b);
    const least = (routes) => routes.reduce((a, b) => (before(b, a) < 0 ? b : a));
    const found = [];
    data.corridors.forEach((corridor, at) => {
      if (!undecided.includes(at)) found.push({ at, route: least(corridor.routes) });
    });
    if (!data.best.length) return [];
    const best = least(data.best);
    if (!found.some((one) => one.route === best)) found.push({ at: null, route: best });
    found.sort((a, b) => before(a.route, b.route));
    const lowest = (criterion) => Math.min(...found.map((one) => data.routes[one.route][criterion]));
    const beyond = (route, criterion, value) => data.routes[route][criterion] > data.senseless * value;
    const [km, time] = [lowest(0), lowest(1)];
    const rows = [];
    let last = null;
    for (const one of found) {
      const same = last === one.route;
      const senseless = beyond(one.route, 0, km) && (!data.covered[1] || beyond(one.route, 1, time));
      if (senseless && !same && rows.length) continue;
      if (same && rows.length) {
        if (one.at !== null) rows[rows.length - 1].corridors.push(one.at);
      } else {
        rows.push({ route: one.route, corridors: one.at === null ? [] : [one.at], score: scores[one.route] });
      }
      last = one.route;
    }
    return rows;
  }

  const grouped = (value) => Math.round(value).toLocaleString("en-US");
  const value = (route, criterion) => data.routes[route][criterion] / data.per[criterion];
  const shown = (route, criterion) => {
    if (!data.covered[criterion]) return "-";
    return criterion === 1 ? (value(route, 1) / 24).toFixed(1) : criterion === 4 ? value(route, 4).toFixed(0) : grouped(value(route, criterion));
  };
  const nameOf = (row) => row.corridors.map((at) => data.corridors[at].name).join("; ") || "no named corridor";
  const colourOf = (row) => (row.corridors.length ? data.corridors[row.corridors[0]].colour : data.none);

  const table = document.getElementById("ranking");
  if (!table) return;
  const body = table.tBodies[0];
  const answer = document.getElementById("answer");
  const legLine = document.getElementById("leg");
  const sliders = data.sliders.map((_, at) => document.getElementById(`slider-${at}`));
  let rates = data.rates.slice(), undecided = data.undecided, rows = rank(rates, undecided);
  let chosen = rows.length ? rows[0].route : null, sorted = "place", falling = false;

  function draw() {
    const places = new Map(rows.map((row, place) => [row.route, place]));
    for (const group of all("[data-route].route")) {
      const route = Number(group.dataset.route), place = places.get(route);
      group.classList.toggle("off", place === undefined);
      group.classList.toggle("on", route === chosen);
      if (place === undefined) continue;
      group.setAttribute("class", group.getAttribute("class").replace(/\bk\d\b/, `k${colourOf(rows[place])}`));
      if (group.classList.contains("badge")) group.querySelector("text").textContent = place + 1;
    }
    // The chosen route lies on top, and only its legs are stops of the Tab key.
    const lines = all(`.legs[data-route="${chosen}"] tr`);
    for (const [at, leg] of all(`#routes [data-route="${chosen}"] .leg`).entries()) {
      if (leg.querySelector("title") || !lines[at]) continue;
      const [by, way, km, hours, cost] = [...lines[at].cells].map((cell) => cell.textContent);
      const words = document.createElementNS("http://www.w3.org/2000/svg", "title");
      words.textContent = `${by}, ${way}: ${km} km, ${hours} h, ${cost} US$`;
      leg.prepend(words);
    }
    for (const leg of all("#routes .leg")) {
      const on = leg.parentNode.dataset.route === String(chosen);
      if (on) leg.setAttribute("tabindex", "0");
      else leg.removeAttribute("tabindex");
    }
    const top = document.querySelector(`#routes [data-route="${chosen}"]`);
    if (top && top !== top.parentNode.lastElementChild && !top.contains(document.activeElement)) top.parentNode.append(top);
    for (const legs of all(".legs")) legs.hidden = legs.dataset.route !== String(chosen);
    const row = rows[places.get(chosen)];
    if (row) document.getElementById("legs-head").textContent = nameOf(row);
  }

  function fill() {
    const best = rows.length ? Number(rows[0].score) : 0;
    const order = rows.map((row, place) => ({ row, place }));
    if (sorted !== "place") order.sort((a, b) => data.routes[a.row.route][sorted] - data.routes[b.row.route][sorted] || a.place - b.place);
    if (falling) order.reverse();
    const focused = body.contains(document.activeElement) ? document.activeElement.closest("tr").dataset.route : null;
    body.replaceChildren(...order.map(({ row, place }) => {
      const line = document.createElement("tr");
      line.dataset.route = row.route;
      line.classList.toggle("chosen", row.route === chosen);
      const cell = (text, tag = "td") => {
        const one = document.createElement(tag);
        one.textContent = text;
        line.append(one);
        return one;
      };
      const first = cell("");
      first.className = "place";
      const dot = document.createElement("span");
      dot.className = `dot k${colourOf(row)}`;
      first.append(dot, String(place + 1));
      const name = cell("", "th");
      name.scope = "row";
      name.className = "name";
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = nameOf(row);
      button.setAttribute("aria-pressed", row.route === chosen);
      name.append(button);
      [0, 1, 2, 3, 4, 5].forEach((criterion) => cell(shown(row.route, criterion)));
      cell(Number(row.score) === best ? "1.00x" : best ? `${(Number(row.score) / best).toFixed(2)}x` : "-");
      return line;
    }));
    if (focused !== null) body.querySelector(`tr[data-route="${focused}"] button`)?.focus();
    if (!rows.length) return;
    const route = rows[0].route, borders = data.routes[route][3];
    const told = [[1, "days"], [2, "US$"], [0, "km"]].filter(([criterion]) => data.covered[criterion]);
    const words = told.map(([criterion, unit]) => `${shown(route, criterion)} ${unit}`);
    words.push(`${borders} border${borders === 1 ? "" : "s"}`);
    const strong = document.createElement("b");
    strong.textContent = nameOf(rows[0]);
    answer.replaceChildren("Best: ", strong, `, ${words.join(", ")}.`);
  }

  function choose(route) {
    chosen = route;
    for (const line of body.rows) {
      const on = line.dataset.route === String(route);
      line.classList.toggle("chosen", on);
      line.querySelector("button").setAttribute("aria-pressed", on);
    }
    draw();
  }

  function weigh(newRates, newUndecided, preset) {
    rates = newRates;
    undecided = newUndecided;
    // What was chosen stays chosen as long as it is in the table; the winner stays the winner.
    const won = rows.length && chosen === rows[0].route;
    rows = rank(rates, undecided);
    if (won || !rows.some((row) => row.route === chosen)) chosen = rows.length ? rows[0].route : null;
    fill();
    draw();
    const parts = rates.map((rate, i) => (rate > 0 ? `${rate} per ${data.units[i]}` : "")).filter(Boolean);
    document.getElementById("scored").textContent = `Scored by ${parts.join(", ")}.`;
    for (const button of all("[data-preset]")) button.setAttribute("aria-pressed", Number(button.dataset.preset) === preset);
  }

  function slide() {
    const moved = data.rates.slice();
    sliders.forEach((slider, at) => {
      const rate = data.sliders[at].rates[Number(slider.value)];
      moved[data.sliders[at].criterion] = rate;
      const text = `${rate}${slider.dataset.unit}`;
      document.getElementById(`rate-${at}`).textContent = text;
      slider.setAttribute("aria-valuetext", text);
    });
    const middle = sliders.every((slider) => Number(slider.value) === Number(slider.max) / 2);
    weigh(moved, data.undecided, middle ? -1 : null);
  }

  sliders.forEach((slider) => slider.addEventListener("input", slide));
  for (const button of all("[data-preset]")) {
    button.addEventListener("click", () => {
      const number = Number(button.dataset.preset);
      sliders.forEach((slider) => { slider.value = Number(slider.max) / 2; });
      slide();
      if (number >= 0) weigh(data.presets[number].rates, data.presets[number].undecided, number);
    });
  }
  body.addEventListener("click", (event) => {
    const line = event.target.closest("tr");
    if (line) choose(Number(line.dataset.route));
  });
  for (const button of all("[data-sort]")) {
    button.addEventListener("click", () => {
      const by = button.dataset.sort === "place" ? "place" : Number(button.dataset.sort);
      falling = by === sorted ? !falling : false;
      sorted = by;
      for (const head of all("th[aria-sort]", table)) head.removeAttribute("aria-sort");
      button.parentNode.setAttribute("aria-sort", falling ? "descending" : "ascending");
      fill();
    });
  }
  const tell = (event) => {
    const leg = event.target.closest?.(".leg");
    const words = leg?.querySelector("title");
    if (words) legLine.textContent = words.textContent;
  };
  const map = document.getElementById("map");
  map.addEventListener("pointerover", tell);
  map.addEventListener("focusin", tell);
  map.addEventListener("click", (event) => {
    tell(event);
    const route = event.target.closest(".route[data-route]");
    if (route) choose(Number(route.dataset.route));
  });
  for (const id of ["time-chart", "cost-chart", "front-plot"]) {
    document.getElementById(id)?.addEventListener("click", (event) => {
      const route = event.target.closest(".route[data-route]");
      if (route) choose(Number(route.dataset.route));
    });
  }
  draw();
  // For tests, and for those who look at the page's works.
  window.corridorReport = { data, rank, whole, rows: () => rows, chosen: () => chosen };
})();
