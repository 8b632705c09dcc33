// compare.js - the mask beside another one: wiper, blink, and scores.
import { get, post } from "./api.js";
import { fill, maskPixels, patternPixels, spectrumPixels, tile } from "./draw.js";
import { readMask } from "./frame.js";
import { fetchPhoto } from "./photo.js";
import { whenSeen } from "./seen.js";

const rows = [["dither error, blur 1", (s) => s.dither_error_db["1.0"]], ["blur 1.5", (s) => s.dither_error_db["1.5"]],
  ["blur 2.5", (s) => s.dither_error_db["2.5"]], ["blur 4", (s) => s.dither_error_db["4.0"]],
  ["low band", (s) => s.low_band_db]];

function showScores(table, scores) {
  table.replaceChildren(table.caption);
  const line = (cells, kind) => {
    const row = table.insertRow();
    cells.forEach(([text, style]) => row.append(Object.assign(document.createElement(kind), { textContent: text, className: style || "" })));
  };
  line([["dB against white noise"], ["this mask"], [scores.name || ""]], "th");
  for (const [name, of] of rows) {
    const mine = scores.mask && of(scores.mask), theirs = scores.reference && of(scores.reference);
    const text = (v) => (v === null || v === undefined ? "" : v.toFixed(2));
    const better = theirs === null || mine === null || Math.abs(mine - theirs) < 0.005 ? "" : mine < theirs ? "good" : "bad";
    line([[name], [text(mine), better], [text(theirs)]], "td");
  }
  if (scores.target) line([["off its target, rms"], [(scores.target.relative_rms * 100).toFixed(1) + " %"], [""]], "td");
}

/** Returns { draw(mask), scores() }. */
export function buildCompare(about) {
  const id = (name) => document.getElementById(name), canvas = id("both"), context = canvas.getContext("2d");
  let other = null, mask = null, blink = false, photos = null;
  for (const entry of about.catalogs.baselines) id("with").append(new Option(entry.name, entry.name));

  const picture = (m, which) => {
    if (id("what").value === "photo") return photos?.[which];
    if (id("what").value === "spectrum") return spectrumPixels(m, id("scale").value);
    return id("what").value === "pattern" ? patternPixels(m, Number(id("level").value)) : maskPixels(m);
  };
  const area = (p, x, width) => {
    if (!p) return;
    if (id("what").value === "spectrum") fill(context, p, x, 0, canvas.height, canvas.height);
    else tile(context, p, id("what").value === "photo" ? 1 : Number(id("zoom").value), x, 0, width, canvas.height);
  };
  const clipped = (p, x, width, at) => {
    context.save();
    context.beginPath();
    context.rect(x, 0, width, canvas.height);
    context.clip();
    area(p, at, canvas.width);
    context.restore();
  };
  const paint = () => {
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (!mask) return;
    const a = picture(mask, 0), b = other && picture(other, 1), how = id("how").value;
    if (!b) return area(a, 0, canvas.width);
    const half = canvas.width / 2, cut = canvas.width * id("wiper").value / 100;
    if (how === "blink") return area(blink ? b : a, 0, canvas.width);
    clipped(a, 0, how === "side" ? half - 2 : cut, 0);
    clipped(b, how === "side" ? half + 2 : cut, canvas.width, how === "side" ? half + 2 : 0);
  };
  const paintSeen = whenSeen(canvas, paint);
  const scores = async () => showScores(id("scores"), await (await get("api/scores")).json());
  const refetch = async () => {
    if (id("what").value === "photo") photos = [await fetchPhoto("mask"), await fetchPhoto("reference")];
    paint();
  };
  const load = async (answer) => {
    if (!answer) return;
    other = readMask(await (await get("api/reference")).arrayBuffer());
    await scores();
    refetch();
  };
  id("with").addEventListener("change", async () => {
    const method = id("with").value;
    if (method) return load(await post("api/reference?method=" + method));
    other = null;
    paint();
  });
  id("with-file").addEventListener("change", async () => {
    const file = id("with-file").files[0];
    if (!file) return;
    id("with").selectedIndex = -1; // it is none of those
    load(await post("api/reference?name=" + encodeURIComponent(file.name), file));
  });
  for (const name of ["what", "how", "wiper", "level", "zoom", "scale"]) id(name).addEventListener("input", refetch);
  setInterval(() => { blink = !blink; if (id("how").value === "blink") paint(); }, 500);
  return { draw: (m) => { mask = m; paintSeen(); }, scores, other: () => other, refetch };
}
