// draw.js - pictures of a mask and its curves on canvases.
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A canvas of the mask's size, from a function that gives a pixel's grey. */
function pixels(mask, grey) {
  const canvas = new OffscreenCanvas(mask.width, mask.height);
  const context = canvas.getContext("2d"), image = context.createImageData(mask.width, mask.height);
  const words = new Uint32Array(image.data.buffer);
  for (let i = 0; i < words.length; i++) words[i] = (grey(i) * 0x10101) | 0xff000000;
  context.putImageData(image, 0, 0);
  return canvas;
}

export const maskPixels = (m) => pixels(m, (i) => m.thresholds[i] >> 8);
export const patternPixels = (m, level) =>
  pixels(m, (i) => (m.thresholds[i] + level * 256 >= 65536 ? 255 : 0));

const linear = Uint8Array.from({ length: 256 }, (_, b) =>
  Math.min(255, 127.5 * 10 ** ((b * 60 / 255 - 40) / 10)));
const decibels = Uint8Array.from({ length: 256 }, (_, b) =>
  Math.max(0, Math.min(255, ((b * 60 / 255 - 40) + 20) / 40 * 255)));

export function spectrumPixels(m, scale) {
  const table = scale === "linear" ? linear : decibels;
  return pixels(m, (i) => table[m.spectrum[i]]);
}

/** Tiles a picture over a canvas, each of its pixels zoom x zoom. */
export function tile(context, picture, zoom, x = 0, y = 0, width, height) {
  const right = x + (width ?? context.canvas.width), bottom = y + (height ?? context.canvas.height);
  context.save();
  context.beginPath();
  context.rect(x, y, right - x, bottom - y);
  context.clip();
  context.imageSmoothingEnabled = false;
  for (let v = y; v < bottom; v += picture.height * zoom)
    for (let u = x; u < right; u += picture.width * zoom)
      context.drawImage(picture, u, v, picture.width * zoom, picture.height * zoom);
  context.restore();
}

/** One picture over a whole area. */
export function fill(context, picture, x, y, width, height) {
  context.imageSmoothingEnabled = picture.width > width;
  context.drawImage(picture, x, y, width, height);
}

const left = 48, right = 10; // of a plot, beside its labels

function axes(context, labels, xLabel) {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  context.fillStyle = context.strokeStyle = colour("--quiet");
  context.font = "12px sans-serif";
  context.lineWidth = 1;
  context.globalAlpha = 0.35;
  context.strokeRect(left + 0.5, 8.5, width - left - right, height - 34);
  context.globalAlpha = 1;
  labels.forEach(([text, share]) => context.fillText(text, 2, 12 + (1 - share) * (height - 34)));
  context.textAlign = "right";
  context.fillText(xLabel, width - right, height - 8);
  context.textAlign = "left";
}

function line(context, points, style, dashes = []) {
  const { width, height } = context.canvas;
  context.strokeStyle = style;
  context.lineWidth = 2;
  context.setLineDash(dashes);
  context.beginPath();
  points.forEach(([x, y], i) => {
    const u = left + x * (width - left - right), v = 8 + (1 - Math.max(0, Math.min(1, y))) * (height - 34);
    if (i) context.lineTo(u, v); else context.moveTo(u, v);
  });
  context.stroke();
  context.setLineDash([]);
}

const frequency_end = Math.SQRT1_2;

export function drawProfile(canvas, mask, other) {
  const context = canvas.getContext("2d");
  const top = Math.max(2, ...mask.power) * 1.05;
  axes(context, [["0", 0], [(top).toPrecision(2), 1]], "frequency, 0 to 0.71 cycles per pixel");
  const curve = (m, values, of) => Array.from(m.frequency, (f, i) => [f / frequency_end, of(values[i])]);
  if (other) line(context, curve(other, other.power, (p) => p / top), colour("--quiet"), [4, 4]);
  line(context, curve(mask, mask.power, (p) => p / top), colour("--a"));
  const flat = curve(mask, mask.anisotropy, (a) => (a + 20) / 40).filter(([, y]) => isFinite(y));
  line(context, flat, colour("--b"));
}

export const termColours = ["#3b82d0", "#d0703b", "#3aa66b", "#a35bd0", "#c9a227", "#7a8599"];

/** Points [run, iteration, total, terms], on a logarithmic scale. */
export function drawLoss(canvas, points, names) {
  const context = canvas.getContext("2d");
  const shown = names.map((_, t) => t).filter((t) => points.some((p) => p[3][t] > 0));
  const values = points.flatMap((p) => shown.map((t) => p[3][t])).filter((v) => v > 0);
  const high = Math.log10(Math.max(...values, 1e-9)), low = Math.min(
    high - 0.1, Math.max(high - 6, Math.log10(Math.min(...values, 1e9))));
  axes(context, values.length ? [[(10 ** low).toExponential(1), 0], [(10 ** high).toExponential(1), 1]] : [],
    "reports, the newest to the right");
  shown.forEach((t) => line(context, points.map((p, i) => [i / Math.max(1, points.length - 1),
    (Math.log10(Math.max(p[3][t], 1e-12)) - low) / (high - low)]), termColours[t % 6]));
  return shown;
}

export function drawHistogram(canvas, mask) {
  const context = canvas.getContext("2d"), bins = new Float64Array(64);
  for (const t of mask.thresholds) bins[t >> 10]++;
  const even = mask.thresholds.length / 64;
  axes(context, [["0", 0], ["2", 1]], "threshold, 0 to 1; even is 1");
  const { width, height } = canvas;
  context.fillStyle = colour("--a");
  bins.forEach((count, i) => {
    const tall = Math.min(2, count / even) / 2 * (height - 34);
    const wide = (width - left - right - 1) / 64;
    context.fillRect(left + 1 + i * wide, height - 26 - tall, wide - 1, tall);
  });
}
