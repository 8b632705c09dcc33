// main.js - the page: asks for frames, as many a second as an eye needs, and steers the design.
import { address, get, newest, post, tell } from "./api.js";
import { buildCompare } from "./compare.js";
import { buildControls, buildPresets } from "./controls.js";
import { drawHistogram, drawLoss, drawProfile, fill, maskPixels, patternPixels, spectrumPixels, termColours, tile } from "./draw.js";
import { readFrame } from "./frame.js";
import { whenSeen } from "./seen.js";
import { buildPhoto } from "./photo.js";
import { buildTarget } from "./target.js";

const id = (name) => document.getElementById(name);
const states = ["ready", "starting", "running", "paused", "stopped", "done", "failed"];
const stages = ["optimize", "finish", "refine", "start"];
const RUNNING = 2, PAUSED = 3, DONE = 5, FAILED = 6;

const [about, first, points] = await Promise.all(["api/about", "api/settings", "api/trace"].map(
  async (path) => (await get(path)).json()));
const terms = about.catalogs.losses.map((l) => l.name);
let values = {}, version = 0, last = null, trace = points, drawn = 0;

// ---- settings ---------------------------------------------------------------------------------

let hurry = () => {}; // to the next frame

const show = buildControls(about, id("controls"), (name, value) => change(name, value));

function take(settings) {
  if (!settings) return;
  ({ values, version } = settings);
  show(values);
  hurry();
  id("refine").checked = Number(values["refine.trials"]) > 0;
}

const start = () => (id("live").checked ? "here" : "no");
let pending = {};
const flush = newest(async () => {
  const lines = Object.entries(pending).map(([k, v]) => `${k}=${v}\n`).join("");
  pending = {};
  if (lines) take(await post("api/settings?start=" + start(), lines) ?? await fetchSettings());
});

function change(name, value) {
  pending[name] = value;
  flush();
}

async function fetchSettings() {
  return (await get("api/settings")).json();
}

buildPresets(about, take);
buildTarget(take, () => (id("live").checked ? "here" : "fresh"));
const redrawPhoto = buildPhoto(about), compare = buildCompare(about);
const photoCard = id("photo").closest(".card"), drawPhoto = whenSeen(photoCard, () => redrawPhoto());
const plane = () => `frame=${id("frame").value}&channel=${id("channel").value}`;
let trials = 80;
id("refine").addEventListener("change", () => {
  if (!id("refine").checked) trials = Number(values["refine.trials"]) || trials;
  change("refine.trials", id("refine").checked ? trials : 0);
});

// ---- steering ---------------------------------------------------------------------------------

const steer = {
  start: async () => { await post("api/resume"); take(await post("api/settings?start=fresh")); },
  here: async () => take(await post("api/settings?start=here")),
  pause: () => post(last?.state === PAUSED ? "api/resume" : "api/pause"),
  step: () => post("api/step"),
  stop: () => post("api/stop"),
  undo: async () => take(await post("api/undo")),
};
for (const name in steer) id(name).addEventListener("click", steer[name]);
const keys = { s: "start", h: "here", " ": "pause", ".": "step", x: "stop", u: "undo" };
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, button, a, summary, [role=application]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  steer[keys[event.key]]();
});

// ---- seeing -----------------------------------------------------------------------------------

const zoom = () => Number(id("zoom").value);
const pictures = [
  whenSeen(id("mask"), (mask, canvas) => tile(canvas.getContext("2d"), maskPixels(mask), zoom())),
  whenSeen(id("pattern"), (mask, canvas) =>
    tile(canvas.getContext("2d"), patternPixels(mask, Number(id("level").value)), zoom())),
  whenSeen(id("spectrum"), (mask, canvas) =>
    fill(canvas.getContext("2d"), spectrumPixels(mask, id("scale").value), 0, 0, canvas.width, canvas.height)),
  whenSeen(id("profile"), (mask, canvas) => drawProfile(canvas, mask, compare.other())),
  whenSeen(id("histogram"), (mask, canvas) => drawHistogram(canvas, mask)),
  compare.draw,
];

function drawMask(mask) {
  for (const picture of pictures) picture(mask);
  for (const [name, count] of [["frame", mask.depth], ["channel", mask.channels]]) {
    id(name + "-row").hidden = count === 1;
    id(name).max = count - 1;
  }
}

function drawState(frame) {
  const stage = frame.state === RUNNING || frame.state === PAUSED ? ": " + stages[frame.stage] : "";
  const text = frame.state === FAILED ? "failed: " + frame.sentence : states[frame.state] + stage;
  if (id("state").textContent !== text) id("state").textContent = text;
  id("done").value = frame.state === DONE ? 1 : frame.iterations ? frame.iteration / frame.iterations : 0;
  const done = frame.iterations ? `${frame.iteration} of ${frame.iterations}, ` : "";
  id("numbers").textContent = `${done}${frame.seconds.toFixed(2)} s, loss ${frame.total.toPrecision(4)}`;
  const paused = frame.state === PAUSED;
  id("pause").setAttribute("aria-pressed", paused);
  id("pause").textContent = paused ? "Resume" : "Pause";
  id("undo").disabled = frame.past === 0;
}

const drawTrace = whenSeen(id("loss"), () => {
  const shown = drawLoss(id("loss"), trace, terms);
  const key = id("loss-key"), wanted = shown.join();
  if (key.dataset.shown === wanted) return;
  key.dataset.shown = wanted;
  key.replaceChildren(...shown.map((t) => {
    const span = Object.assign(document.createElement("span"), { textContent: terms[t] });
    span.style.color = termColours[t % 6];
    return span;
  }));
});

const MOST_POINTS = 600;
function addToTrace(frame) {
  const point = [frame.run, frame.iteration, frame.total, frame.terms], before = trace.at(-1);
  if (frame.state !== RUNNING || (before && before[0] === point[0] && before[1] === point[1])) return;
  trace.push(point);
  if (trace.length > MOST_POINTS) trace = trace.filter((_, i) => i % 2 === 0);
}

const settled = newest(async () => {
  await compare.scores();
  await compare.refetch();
});

function draw(frame) {
  const ended = last && last.state !== frame.state && frame.state >= PAUSED;
  const fresh = !last || last.number !== frame.number;
  drawState(frame);
  addToTrace(frame);
  if (frame.mask) drawMask(frame.mask);
  drawTrace();
  if (fresh && frame.mask && frame.photo) drawPhoto(); // none was given yet at 0
  if (frame.mask && (ended || !last)) settled();
  last = frame;
  document.body.dataset.state = states[frame.state];
  document.body.dataset.frames = ++drawn;
  document.body.dataset.run = frame.run;
}

for (const name of ["zoom", "level", "scale"]) id(name).addEventListener("input", () => {
  id("zoom-text").textContent = id("zoom").value;
  id("level-text").textContent = id("level").value + " / 256";
  if (last?.mask) drawMask(last.mask);
});

/** Milliseconds from one frame to the next: what is drawn more often slows the design. */
const interval = 45;
const rest = (milliseconds) => new Promise((resolve) => {
  hurry = resolve;
  setTimeout(resolve, milliseconds);
});
const painted = () => new Promise((resolve) => requestAnimationFrame(resolve));
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** A tab that nobody sees asks for nothing until it is seen. */
function seen() {
  if (!document.hidden) return null;
  return new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}

async function watch() {
  let number = 0, lost = false, asking;
  for (const name of ["frame", "channel"]) id(name).addEventListener("input", () => {
    number = 0; // what is there already, but of another plane
    asking.abort();
    hurry();
  });
  for (;;) {
    await seen();
    const begun = performance.now();
    asking = new AbortController();
    try {
      const response = await get(`api/frame?after=${number}&${plane()}&wait=5`, asking.signal);
      const frame = readFrame(await response.arrayBuffer());
      if (lost) tell("");
      lost = false;
      number = frame.number;
      if (frame.settings !== version) take(await fetchSettings());
      await painted();
      draw(frame);
      await rest(interval - (performance.now() - begun));
    } catch (error) {
      if (asking.signal.aborted) continue;
      lost = true;
      id("state").textContent = "no connection";
      tell("The connection to the studio is lost: trying again.");
      await pause(1);
      number = 0;
    }
  }
}

// ---- files that come --------------------------------------------------------------------------

/** A PNG of 16-bit grey, or one with a recipe, is a mask; other pictures are photos. */
async function kindOf(file) {
  const name = file.name.toLowerCase();
  if (name.endsWith(".ini")) return "recipe";
  if (/\.(jpe?g|webp|tiff?|p[bgp]m)$/.test(name)) return "photo";
  if (!name.endsWith(".png")) return "mask";
  const bytes = new Uint8Array(await file.slice(0, 65536).arrayBuffer());
  const text = new TextDecoder("latin1").decode(bytes);
  return (bytes[24] === 16 && bytes[25] === 0) || text.includes("[woad]") ? "mask" : "photo";
}

async function openFile(file, as) {
  const kind = as || await kindOf(file), query = "?name=" + encodeURIComponent(file.name);
  if (kind === "recipe") take(await post("api/recipe?start=fresh", file));
  else if (kind === "mask") take(await post("api/mask" + query, file));
  else if (await post("api/photo", file)) {
    drawPhoto();
    photoCard.scrollIntoView({ block: "nearest" });
  }
}

id("open").addEventListener("change", () => {
  if (id("open").files[0]) openFile(id("open").files[0], id("open-as").value);
  id("open").value = "";
});
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", () => document.body.classList.remove("dropping"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  if (event.dataTransfer.files[0]) openFile(event.dataTransfer.files[0], "");
});

for (const format of about.catalogs.formats) {
  const link = Object.assign(document.createElement("a"), { className: "button", textContent: format.name,
    title: format.help, href: address("api/mask?format=" + format.name), download: "" });
  id("formats").append(link);
}

take(first);
watch();
