// Drives the report in a headless Chromium: `node report.test.js REPORT.html CHECKS.json FOLDER`. Screenshots and the print go to FOLDER.
// What must hold: no error, no request, every picture has marks, sliders rank as a search does, keyboard and screen reader reach all.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [report, checks, folder] = process.argv.slice(2).map((name) => path.resolve(name));
fs.mkdirSync(folder, { recursive: true });
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const address = pathToFileURL(report).href;
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
// axe is put into the page by the debugger, which its own policy would refuse.
await page.setBypassCSP(true);

const wrong = [];
page.on("console", (message) => { if (["error", "warn"].includes(message.type())) wrong.push(`console: ${message.text()}`); });
page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
page.on("request", (request) => {
  if (request.url() !== address && !request.url().startsWith("data:")) wrong.push(`request: ${request.url()}`);
});

let done = 0;
async function check(name, test) {
  try {
    await test();
    done += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    console.log(`FAIL ${name}\n     ${error.message}`);
    process.exitCode = 1;
  }
}
const count = (selector) => page.$$eval(selector, (found) => found.length);
const order = () => page.$$eval("#ranking tbody tr th", (names) => names.map((name) => name.textContent));
const move = (slider, value) => page.$eval(`#slider-${slider}`, (input, value) => {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}, value);

await page.setViewport({ width: 1360, height: 900 });
await page.goto(address);
const size = fs.statSync(report).size;
await check(`one file below 3 MB (${Math.round(size / 1000)} kB)`, () => assert.ok(size < 3_000_000));

await check("every picture has marks and words", async () => {
  const marks = {
    map: "#map .land, #map .border, #map .route.on .leg, #map #signs g",
    "time-chart": ".route.on .course, .route.on .stops text, .tick",
    "cost-chart": ".route.on .course, .route.on .stops text, .tick",
    "front-plot": ".frontline, .dot, .badge",
    "weight-map": ".cell, .here",
    waterfall: "rect.more, rect.less",
  };
  for (const [id, selectors] of Object.entries(marks)) {
    for (const selector of selectors.split(", ")) {
      const all = selector.startsWith("#") ? selector : `#${id} ${selector}`;
      assert.ok(await count(all) > 0, `${id} has no ${selector}`);
    }
    const words = await page.$eval(`#${id}`, (svg) => svg.querySelector("title").textContent + svg.querySelector("desc").textContent);
    assert.ok(words.length > 40, `${id} has no words`);
  }
  const box = await page.$eval("#map .route.on .leg", (leg) => leg.getBBox().width + leg.getBBox().height);
  assert.ok(box > 10, "the best route is drawn");
});

await check("a hundred weights rank as a search does", async () => {
  const expected = JSON.parse(fs.readFileSync(checks, "utf8"));
  assert.equal(expected.length, 100);
  const found = await page.evaluate((all) => all.map((rates) => {
    const { data, rank } = window.corridorReport;
    return rank(rates, data.undecided).map((row) => [row.corridors.map((at) => data.corridors[at].id).join(" "), String(row.score)]);
  }), expected.map(([rates]) => rates));
  expected.forEach(([rates, rows], i) => assert.deepEqual(found[i], rows, `at ${rates}`));
  assert.ok(new Set(expected.map(([, rows]) => rows.map((row) => row[0]).join())).size > 10, "the order changes");
});

await check("a slider changes the order, and back", async () => {
  const before = await order();
  await move(0, 32);
  const after = await order();
  assert.notDeepEqual(after, before);
  assert.match(await page.$eval("#answer", (answer) => answer.textContent), new RegExp(after[0].slice(0, 12)));
  assert.match(await page.$eval("#rate-0", (output) => output.textContent), /^50 US\$$/);
  const first = await page.$eval("#ranking tbody tr", (row) => row.dataset.route);
  assert.equal(await page.$eval("#map .route.on", (route) => route.dataset.route), first, "the winner is drawn");
  await move(0, 16);
  assert.deepEqual(await order(), before);
});

await check("a preset ranks, and the report's weights come back", async () => {
  const before = await order();
  await page.click("[data-preset='1']");
  const days = await page.$$eval("#ranking tbody tr td:nth-child(4)", (cells) => cells.map((cell) => Number(cell.textContent)));
  assert.deepEqual(days, [...days].sort((a, b) => a - b), "fastest sorts by days");
  assert.equal(await page.$eval("[data-preset='1']", (button) => button.getAttribute("aria-pressed")), "true");
  await page.click("[data-preset='-1']");
  assert.deepEqual(await order(), before);
});

await check("a click shows a route everywhere", async () => {
  await page.click("#ranking tbody tr:nth-child(3) td:nth-child(4)");
  const route = await page.$eval("#ranking tbody tr:nth-child(3)", (row) => row.dataset.route);
  for (const id of ["map", "time-chart", "cost-chart"]) {
    assert.deepEqual([...new Set(await page.$$eval(`#${id} .route.on[data-route]`, (all) => all.map((one) => one.dataset.route)))], [route], id);
  }
  assert.equal(await page.$eval(".legs:not([hidden])", (legs) => legs.dataset.route), route);
  assert.equal(await page.$eval("#routes > :last-child", (top) => top.dataset.route), route, "it lies on top");
});

await check("a leg tells its figures", async () => {
  await page.$eval("#map .route.on .leg", (leg) => leg.dispatchEvent(new PointerEvent("pointerover", { bubbles: true })));
  assert.match(await page.$eval("#leg", (leg) => leg.textContent), / km, .* h, .* US\$/);
});

await check("heads sort", async () => {
  await page.click("[data-sort='1']");
  const days = await page.$$eval("#ranking tbody tr td:nth-child(4)", (cells) => cells.map((cell) => Number(cell.textContent)));
  assert.deepEqual(days, [...days].sort((a, b) => a - b));
  assert.equal(await count("th[aria-sort]"), 1);
  await page.click("[data-sort='place']");
});

await check("the Tab key reaches everything, and Enter chooses", async () => {
  await page.reload();
  const reached = new Set();
  for (let i = 0; i < 120; i += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return "";
      const near = one.closest(".leg") ? "leg" : one.closest("tbody") ? "row" : one.dataset.sort !== undefined ? "head" : one.dataset.preset !== undefined ? "preset" : one.type === "range" ? "slider" : one.tagName;
      const outline = getComputedStyle(one).outlineStyle;
      return `${near} ${near === "leg" || outline !== "none" ? "seen" : "unseen"}`;
    });
    reached.add(at);
  }
  for (const wanted of ["leg", "row", "head", "preset", "slider", "SUMMARY"]) {
    assert.ok(reached.has(`${wanted} seen`), `${wanted} is not reached: ${[...reached].join(", ")}`);
  }
  await page.focus("#ranking tbody tr:nth-child(2) button");
  await page.keyboard.press("Enter");
  assert.equal(await page.$eval("#ranking tbody tr:nth-child(2) button", (button) => button.getAttribute("aria-pressed")), "true");
  await page.focus("#slider-0");
  const before = await page.$eval("#rate-0", (output) => output.textContent);
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await page.$eval("#rate-0", (output) => output.textContent), before);
});

for (const [name, scheme, viewport] of [
  ["desktop", "light", { width: 1360, height: 900 }],
  ["dark", "dark", { width: 1360, height: 900 }],
  ["phone", "light", { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true }],
]) {
  await check(`${name}: nothing sticks out, axe finds nothing serious`, async () => {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setViewport(viewport);
    await page.reload();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${wide} pixels too wide`);
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    await page.screenshot({ path: path.join(folder, `${name}-all.png`), fullPage: true });
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document));
    const bad = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
    assert.equal(bad.length, 0, bad.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`).join("\n     "));
  });
}

await check("it prints on A4", async () => {
  await page.setViewport({ width: 1360, height: 900 });
  const pdf = await page.pdf({ path: path.join(folder, "print.pdf"), printBackground: true, preferCSSPageSize: true });
  const text = Buffer.from(pdf).toString("latin1");
  const boxes = [...text.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map((box) => [Math.round(box[1]), Math.round(box[2])]);
  assert.ok(boxes.length > 0 && boxes.every(([width, height]) => Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2), `${boxes}`);
  const pages = (text.match(/\/Type \/Page\b/g) ?? []).length;
  assert.ok(pages >= 2 && pages <= 9, `${pages} pages`);
});

await check("no error, no warning, no request", () => assert.deepEqual(wrong, []));
await browser.close();
console.log(`${done} checks passed${process.exitCode ? ", others FAILED" : ""}`);
