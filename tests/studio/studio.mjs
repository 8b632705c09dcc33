// studio.mjs - the studio's page in a real browser: node --test tests/studio/studio.mjs, where
// `npm ci` was run here before. PICTURES names a folder for screenshots.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { begin as beginStudio, context, launch, show, woad } from "./browser.mjs";

const pictures = process.env.PICTURES, folder = mkdtempSync(path.join(tmpdir(), "woad-browser-"));
const file = (name) => path.join(folder, name);
// A sphere in the light, 240 x 160.
const photo = Buffer.concat([Buffer.from("P6 240 160 255\n"), Buffer.from(Array.from({ length: 240 * 160 }, (_, i) => {
  const x = (i % 240 - 120) / 70, y = (Math.floor(i / 240) - 80) / 70, z = 1 - x * x - y * y;
  const light = z > 0 ? Math.max(0, 0.8 * Math.sqrt(z) - 0.4 * x - 0.4 * y) : 0.3 + 0.2 * y;
  return [250 * Math.min(1, light), 200 * Math.min(1, light), 150 * Math.min(1, light)];
}).flat())]);
let browser, studios = [], pages = [], complaints = [];

before(async () => {
  browser = await launch();
  execFileSync(woad, ["design", "--preset", "notebook", "--size", "32", "--iterations", "0", "--set", "refine.trials=0", "-o", file("white.png")], { stdio: "ignore" });
  writeFileSync(file("photo.ppm"), photo);
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => { complaints = []; });
afterEach(async () => {
  for (const page of pages) await page.context().close();
  for (const studio of studios) studio.kill("SIGTERM");
  pages = [];
  studios = [];
  assert.deepEqual(complaints, []); // of the browser, about the page
});

async function begin(...words) {
  const { studio, address } = await beginStudio(...words);
  studios.push(studio);
  return address;
}

async function visit(address, options = {}) {
  const page = await (await context(browser, options)).newPage();
  page.setDefaultTimeout(20000);
  page.posts = 0; // that have no answer yet
  page.on("request", (r) => { page.posts += r.method() === "POST"; });
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (r) => { page.posts -= r.method() === "POST"; });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (m) => { if (m.type() === "error" && !/ERR_INTERNET_DISCONNECTED/.test(m.text())) complaints.push(m.text()); });
  pages.push(page);
  await show(page, address);
  return page;
}

const open = async (...words) => visit(await begin(...words));
const reaches = (page, state) => page.waitForFunction((s) => document.body.dataset.state === s, state);
const runOf = (page) => page.evaluate(() => Number(document.body.dataset.run));

/** A run after `run` is over, and for half a second nothing was sent and no other has begun: a
 * stroke is many messages, and each a run. */
async function settles(page, run) {
  let quiet = 0, last = -1;
  for (let i = 0; quiet < 10; i++) {
    assert.ok(i < 400, "it settles within 20 s");
    const [now, state] = await page.evaluate(() => [Number(document.body.dataset.run), document.body.dataset.state]);
    const still = now > run && now === last && state === "done" && page.posts === 0;
    quiet = still ? quiet + 1 : 0;
    last = now;
    await page.waitForTimeout(50);
  }
}

async function download(page, selector, name) {
  const [coming] = await Promise.all([page.waitForEvent("download"), page.click(selector)]).catch((error) => {
    throw new Error(`${selector}: ${error.message}`);
  });
  await coming.saveAs(file(name));
  return coming.suggestedFilename();
}

const inspect = (name, ...words) => JSON.parse(execFileSync(woad, ["inspect", file(name), "--json", ...words]));

/** Mean power, white noise 1, of a square mask between two frequencies in cycles per pixel, by
 * the definition of the Fourier transform and nothing of woad's but the raw file. */
function powerOf(name, size, from, to) {
  const bytes = readFileSync(file(name)), values = new Float64Array(size * size);
  assert.equal(bytes.length, 4 * size * size);
  for (let i = 0; i < values.length; i++) values[i] = bytes.readFloatLE(4 * i);
  const mean = values.reduce((a, b) => a + b) / values.length;
  const variance = values.reduce((a, v) => a + (v - mean) ** 2, 0) / values.length;
  let sum = 0, count = 0;
  for (let v = 0; v < size; v++)
    for (let u = 0; u < size; u++) {
      const fu = (u > size / 2 ? u - size : u) / size, fv = (v > size / 2 ? v - size : v) / size;
      const f = Math.hypot(fu, fv);
      if (f < from || f >= to || f === 0) continue;
      let re = 0, im = 0;
      for (let y = 0; y < size; y++)
        for (let x = 0; x < size; x++) {
          const angle = 2 * Math.PI * (u * x + v * y) / size, value = values[y * size + x] - mean;
          re += value * Math.cos(angle);
          im += value * Math.sin(angle);
        }
      sum += (re * re + im * im) / (values.length * variance);
      count++;
    }
  return sum / count;
}

/** What is in a canvas: the mean of the grey of a part of it. */
const greyOf = (page, canvas, x, y, width, height) => page.evaluate(([c, ...box]) => {
  const data = document.getElementById(c).getContext("2d").getImageData(...box).data;
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum += data[i];
  return sum / (data.length / 4);
}, [canvas, x, y, width, height]);

async function keep(page, name) {
  if (pictures) await page.screenshot({ path: path.join(pictures, name) });
}

test("a preset is designed to its end, and the mask taken away is one", async () => {
  const page = await open("--size", "32", "--iterations", "100");
  await reaches(page, "done");
  const run = await runOf(page);
  await page.selectOption("#preset", "dither");
  await settles(page, run);
  await download(page, "#formats a:text-is('png')", "preset.png");
  execFileSync(woad, ["inspect", file("preset.png"), "--check"]);
  const scores = inspect("preset.png").scores;
  assert.ok(scores.dither_error_db["1.5"] < -10, "it is blue");
  assert.ok(readFileSync(file("preset.png")).includes("[loss.dither]"), "its recipe is in it");
  assert.notEqual(await greyOf(page, "mask", 0, 0, 384, 384), 0);
  const low = await greyOf(page, "spectrum", 180, 180, 24, 24), high = await greyOf(page, "spectrum", 0, 0, 100, 100);
  assert.ok(low < high / 2, `its spectrum is shown dark in the middle: ${low} beside ${high}`);
});

test("a ring that is painted with the pointer becomes the mask's spectrum", async () => {
  const page = await open("--preset", "target", "--size", "48", "--iterations", "400");
  await reaches(page, "done");
  const run = await runOf(page), canvas = page.locator("#paint");
  await page.uncheck("#live"); // each part of a stroke starts afresh
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox(), radius = 0.25 * box.width;
  const at = (turn) => [box.x + box.width / 2 + radius * Math.cos(turn), box.y + box.height / 2 + radius * Math.sin(turn)];
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let i = 1; i <= 48; i++) await page.mouse.move(...at(i / 48 * 2 * Math.PI));
  await page.mouse.up();
  await page.waitForFunction(() => document.getElementById("loss.target.spectrum").value.includes("image:"));
  await settles(page, run);
  await keep(page, "studio-ring.png");
  await download(page, "#formats a:text-is('raw')", "ring.raw");
  const ring = powerOf("ring.raw", 48, 0.22, 0.28), inside = powerOf("ring.raw", 48, 0, 0.15);
  const outside = powerOf("ring.raw", 48, 0.36, 0.72);
  assert.ok(ring > 10 * inside && ring > 10 * outside, `${inside} inside, ${ring} on it, ${outside} outside`);
});

test("the radial curve, by keys alone, becomes the mask's spectrum", async () => {
  const page = await open("--preset", "target", "--size", "48", "--iterations", "400");
  await reaches(page, "done");
  await page.uncheck("#live");
  const run = await runOf(page);
  await page.click("#use-curve"); // nothing below 0.3
  await settles(page, run);
  await download(page, "#formats a:text-is('raw')", "curve.raw");
  const below = powerOf("curve.raw", 48, 0, 0.22);
  assert.ok(below < 0.1, `${below} below`);
  const again = await runOf(page);
  await page.focus("#curve");
  for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowLeft"); // to frequency 0
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight"); // to 0.09
  for (let i = 0; i < 30; i++) await page.keyboard.press("ArrowUp"); // to 3
  await settles(page, again);
  await page.waitForFunction(() => document.getElementById("curve-text").textContent.includes("3.00 at 0.092"));
  await download(page, "#formats a:text-is('raw')", "curve.raw");
  assert.ok(powerOf("curve.raw", 48, 0.08, 0.105) > 5 * below);
});

test("it pauses, steps, goes on, stops and goes back, by buttons and by keys", async () => {
  const page = await open("--size", "64", "--iterations", "1000000");
  const numbers = () => page.textContent("#numbers");
  await reaches(page, "running");
  await page.click("#pause");
  await reaches(page, "paused");
  assert.equal(await page.textContent("#pause"), "Resume");
  const still = await numbers();
  await page.waitForTimeout(300);
  assert.equal(await numbers(), still);
  await page.click("#step");
  await page.waitForFunction((t) => document.getElementById("numbers").textContent !== t, still);
  await reaches(page, "paused");
  await page.click("h1");
  await page.keyboard.press("Space");
  await reaches(page, "running");
  await page.keyboard.press("x");
  await reaches(page, "stopped");
  const run = await runOf(page);
  await page.keyboard.press("s");
  await page.waitForFunction((r) => Number(document.body.dataset.run) > r, run);
  await reaches(page, "running");
  await page.waitForFunction(() => !document.getElementById("undo").disabled);
  await page.keyboard.press("u");
  await reaches(page, "stopped");
});

test("a slider's move is seen at once, and what is refused is said in a sentence", async () => {
  const page = await open("--size", "64", "--iterations", "1000000");
  await reaches(page, "running");
  const run = await runOf(page);
  await page.evaluate(() => {
    const range = document.getElementById("range loss.spectral.weight");
    range.closest("details").open = true;
    range.value = 200;
    range.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await page.waitForFunction((r) => Number(document.body.dataset.run) > r && document.body.dataset.state === "running", run);
  await page.fill("[id='mask.size']", "7by7");
  await page.press("[id='mask.size']", "Enter");
  await page.waitForSelector("#alert:not([hidden])");
  assert.match(await page.textContent("#alert"), /7by7/);
  complaints = complaints.filter((c) => !/400 \(Bad Request\)/.test(c));
  assert.equal(await page.getAttribute("#alert", "role"), "alert");
});

test("it is compared by wiper, side by side and by scores", async () => {
  const page = await open("--size", "32", "--iterations", "300");
  await reaches(page, "done");
  await page.selectOption("#with", "white-noise");
  await page.waitForFunction(() => document.querySelectorAll("#scores td.good").length >= 4);
  assert.match(await page.textContent("#scores"), /white-noise/);
  const before = await page.evaluate(() => document.getElementById("both").toDataURL());
  await page.selectOption("#how", "side");
  assert.notEqual(await page.evaluate(() => document.getElementById("both").toDataURL()), before);
  await page.selectOption("#with", "void-and-cluster");
  await page.waitForFunction(() => document.getElementById("scores").textContent.includes("void-and-cluster"));
  await page.setInputFiles("#with-file", file("white.png"));
  await page.waitForFunction(() => document.getElementById("scores").textContent.includes("white.png"));
  await page.selectOption("#what", "spectrum");
  await page.locator("#both").scrollIntoViewIfNeeded();
  await keep(page, "studio-compare.png");
});

test("frames and channels are looked at one by one", async () => {
  const page = await open("--preset", "void-and-cluster", "--size", "16x16x2", "--set", "mask.channels=3");
  await reaches(page, "done");
  const picture = () => page.evaluate(() => document.getElementById("mask").toDataURL());
  const seen = new Set([await picture()]);
  for (const [name, place] of [["channel", 1], ["channel", 2], ["frame", 1]]) {
    const count = await page.evaluate(() => document.body.dataset.frames);
    await page.fill("#" + name, String(place));
    await page.waitForFunction((n) => document.body.dataset.frames !== n, count);
    seen.add(await picture());
  }
  assert.equal(seen.size, 4); // each is another
});

test("what is out of sight is drawn when it comes into sight", async () => {
  const page = await visit(await begin("--size", "32", "--iterations", "50"), { viewport: { width: 1360, height: 300 } });
  await reaches(page, "done");
  const picture = () => page.evaluate(() => document.getElementById("pattern").toDataURL());
  const before = await picture(), run = await runOf(page);
  await page.evaluate(() => fetch("api/settings?start=fresh", { method: "POST", body: "mask.seed=9\n" }).then((r) => r.text()));
  await settles(page, run);
  assert.ok(await picture() === before, "it is not drawn where nobody sees it");
  await page.locator("#pattern").scrollIntoViewIfNeeded();
  // Before another frame comes, after five seconds.
  await page.waitForFunction((old) => document.getElementById("pattern").toDataURL() !== old, before, { timeout: 2500 });
});

test("every format, the recipe, the sheet and the photo are taken away", async () => {
  const address = await begin("--size", "32", "--iterations", "100", file("photo.ppm"));
  let page = await visit(address);
  await reaches(page, "done");
  const formats = await page.$$eval("#formats a", (links) => links.map((a) => a.textContent));
  const listed = execFileSync(woad, ["list", "formats"], { encoding: "utf8" });
  assert.deepEqual(formats, [...listed.matchAll(/^  (\S+) /gm)].map((m) => m[1]));
  for (const [i, format] of formats.entries()) {
    if (i % 8 === 7) page = await visit(address); // Chromium asks its user after ten of one page
    const name = await download(page, `#formats a:text-is('${format}')`, "mask." + format);
    assert.ok(readFileSync(file("mask." + format)).length >= 1024, `${format}: ${name}`);
  }
  assert.deepEqual(inspect("mask.png").scores, inspect("mask.raw", "--input-size", "32x32").scores);
  assert.equal(await download(page, "a:text-is('Recipe')", "recipe.ini"), "mask.ini");
  execFileSync(woad, ["design", "--recipe", file("recipe.ini"), "-o", file("again.raw")], { stdio: "ignore" });
  assert.deepEqual(readFileSync(file("again.raw")), readFileSync(file("mask.raw")));
  await download(page, "a:text-is('Sheet')", "sheet.png");
  await download(page, "#take-photo", "photo.png");
  assert.deepEqual([...readFileSync(file("photo.png")).subarray(1, 4)], [0x50, 0x4e, 0x47]);
});

test("a mask, a recipe and a photo that are dropped on the page are taken", async () => {
  const page = await open("--size", "32", "--iterations", "100");
  await reaches(page, "done");
  const drop = async (name, bytes) => {
    const transfer = await page.evaluateHandle(([n, base64]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], n));
      return transfer;
    }, [name, bytes.toString("base64")]);
    await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  };
  await drop("white.png", readFileSync(file("white.png")));
  await reaches(page, "ready");
  await download(page, "#formats a:text-is('npy')", "dropped.npy");
  assert.ok(Math.abs(inspect("dropped.npy").scores.dither_error_db["1.5"]) < 2, "it is white noise");
  const run = await runOf(page);
  await page.click("#here");
  await settles(page, run);
  const again = await runOf(page);
  await drop("r.ini", Buffer.from("[woad]\nversion = 1\n[mask]\nsize = 24x24\n[optimizer]\niterations = 50\n"));
  await settles(page, again);
  assert.equal(await page.inputValue("[id='mask.size']"), "24x24");
  await drop("photo.ppm", photo);
  await page.waitForSelector("#photo:not([hidden])");
  await drop("photo.jpg", Buffer.from("no picture"));
  await page.waitForSelector("#alert:not([hidden])");
  complaints = complaints.filter((c) => !/400 \(Bad Request\)/.test(c));
});

test("a lost connection comes back to the design that runs", async () => {
  const page = await open("--size", "64", "--iterations", "1000000");
  await reaches(page, "running");
  await page.context().setOffline(true);
  await page.waitForFunction(() => document.getElementById("state").textContent === "no connection");
  await page.context().setOffline(false);
  await page.waitForFunction(() => document.getElementById("state").textContent.startsWith("running"));
  const frames = await page.evaluate(() => Number(document.body.dataset.frames));
  await page.waitForFunction((n) => Number(document.body.dataset.frames) > n + 3, frames);
  assert.equal(await runOf(page), 1);
  complaints = complaints.filter((c) => !/Failed to load resource/.test(c));
});

test("two tabs see the same design, and each the other's changes", async () => {
  const address = await begin("--size", "64", "--iterations", "1000000");
  const one = await visit(address), two = await visit(address);
  await reaches(one, "running");
  await reaches(two, "running");
  await one.fill("[id='mask.seed']", "77");
  await one.press("[id='mask.seed']", "Enter");
  await two.waitForFunction(() => document.getElementById("mask.seed").value === "77");
  await two.click("#pause");
  await reaches(one, "paused");
});

test("it fits a narrow screen and the dark, and names all that can be used", async () => {
  const address = await begin("--size", "64", file("photo.ppm"));
  const page = await visit(address, { colorScheme: "dark" });
  await reaches(page, "done");
  await page.waitForTimeout(300);
  await keep(page, "studio-dark.png");
  const narrow = await visit(address, { viewport: { width: 360, height: 740 } });
  assert.ok(await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scrolling");
  await keep(narrow, "studio-narrow.png");
  const nameless = await page.$$eval("input, select, button, canvas, a", (all) => {
    const ownText = (element) => { // a label's, without that of what it holds
      const copy = element.cloneNode(true);
      copy.querySelectorAll("input, select, output").forEach((e) => e.remove());
      return copy.textContent.trim();
    };
    return all.filter((e) => !(e.getAttribute("aria-label") || e.title || e.matches("a, button") && ownText(e)
      || [...e.labels ?? []].some(ownText))).map((e) => e.outerHTML);
  });
  assert.deepEqual(nameless, []);
});
