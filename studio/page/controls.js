// controls.js - sliders and fields for every parameter, from the studio's own descriptors.
import { post } from "./api.js";

const element = (name, properties = {}) => Object.assign(document.createElement(name), properties);

// A slider's part of a range that has no practical end: numbers beyond it go into the field.
const LEAST = 1e-4, MOST = 1e3, MOST_COUNT = 1e5, STEPS = 1000;

/** How a slider of 0 .. STEPS gives values; logarithmic for wide ranges, with 0 at its end. */
export function scaleOf(key) {
  const whole = key.type === "count", most = Math.min(key.maximum, whole ? MOST_COUNT : MOST);
  if (most - key.minimum <= 100 && !whole) {
    return {
      value: (p) => key.minimum + p / STEPS * (most - key.minimum),
      place: (v) => (v - key.minimum) / (most - key.minimum) * STEPS,
    };
  }
  const least = Math.max(key.minimum, whole ? 1 : LEAST), ratio = Math.log(most / least);
  return {
    value: (p) => (p <= 0 ? key.minimum : least * Math.exp((p - 1) / (STEPS - 1) * ratio)),
    place: (v) => (v < least ? 0 : 1 + Math.log(v / least) / ratio * (STEPS - 1)),
  };
}

function slider(key, set) {
  const whole = key.type === "count", scale = scaleOf(key);
  const range = element("input", { type: "range", min: 0, max: STEPS, step: 1, id: "range " + key.name });
  const field = element("input", { type: "number", min: key.minimum, max: key.maximum, step: "any", id: key.name });
  range.setAttribute("aria-label", key.name + ": " + key.help);
  range.addEventListener("input", () => {
    const value = scale.value(Number(range.value));
    field.value = whole ? Math.round(value) : Number(value.toPrecision(4));
    set(field.value);
  });
  field.addEventListener("change", () => {
    range.value = scale.place(Number(field.value));
    set(field.value);
  });
  const row = element("div", { className: "pair-row" });
  row.append(range, field);
  return { row, show: (text) => {
    if (document.activeElement !== field && field.value !== text) field.value = text;
    if (document.activeElement !== range) range.value = scale.place(Number(text));
  } };
}

function choice(key, set) {
  const row = element("select", { id: key.name });
  for (const entry of key.choices) row.append(element("option", { value: entry.name, textContent: entry.name, title: entry.help }));
  row.addEventListener("change", () => set(row.value));
  return { row, show: (text) => { row.value = text; } };
}

function flag(key, set) {
  const row = element("input", { type: "checkbox", id: key.name });
  row.addEventListener("change", () => set(row.checked ? "yes" : "no"));
  return { row, show: (text) => { row.checked = text === "yes"; } };
}

/** What texts can be chosen for a key; a catalog of the studio. */
const catalogOf = { "mask.pdf": "distributions", "loss.target.spectrum": "spectra" };

function text(key, set, catalogs) {
  const row = element("input", { type: "text", id: key.name, spellcheck: false, autocomplete: "off" });
  const list = catalogs[catalogOf[key.name]];
  row.addEventListener("change", () => set(row.value.trim()));
  const holder = element("div");
  holder.append(row);
  if (list) {
    const words = element("datalist", { id: "words " + key.name });
    for (const entry of list) words.append(element("option", { value: entry.name, label: entry.help }));
    row.setAttribute("list", words.id);
    holder.append(words);
  }
  return { row: holder, show: (value) => { if (document.activeElement !== row) row.value = value; } };
}

function seed(key, set) {
  const row = element("div", { className: "pair-row" });
  const field = element("input", { type: "text", inputMode: "numeric", id: key.name });
  const dice = element("button", { type: "button", textContent: "Another" });
  field.addEventListener("change", () => set(field.value));
  dice.addEventListener("click", () => {
    field.value = Math.floor(Math.random() * 2 ** 31);
    set(field.value);
  });
  row.append(field, dice);
  return { row, show: (value) => { if (document.activeElement !== field) field.value = value; } };
}

const makers = { real: slider, count: slider, choice, flag, text, size: text, seed };

const open = ["mask", "loss.spectral", "loss.dither", "loss.target"];

/** Builds all controls; `change(name, value)` is called when one moves. Returns how to show values. */
export function buildControls(about, holder, change) {
  const shows = {}, sections = {};
  for (const key of about.keys) {
    const section = key.name.replace(/\.[^.]*$/, "");
    if (!sections[section]) {
      const details = element("details", { className: "card", open: open.includes(section) });
      details.append(element("summary", { textContent: section }));
      holder.append(details);
      sections[section] = details;
    }
    const control = element("div", { className: "control" });
    const made = makers[key.type](key, (value) => change(key.name, value), about.catalogs);
    const label = element("label", { htmlFor: key.name, textContent: key.name.slice(section.length + 1) });
    const help = element("p", { className: "help", textContent: key.help, id: "help " + key.name });
    control.append(label, made.row, help);
    sections[section].append(control);
    shows[key.name] = made.show;
  }
  return (values) => { for (const name in values) shows[name]?.(values[name]); };
}

export function buildPresets(about, change) {
  const select = document.getElementById("preset"), help = document.getElementById("preset-help");
  select.append(element("option", { value: "", textContent: "choose" }));
  for (const preset of about.catalogs.presets)
    select.append(element("option", { value: preset.name, textContent: preset.name }));
  select.addEventListener("change", async () => {
    help.textContent = about.catalogs.presets.find((p) => p.name === select.value)?.help ?? "";
    if (select.value) change(await post("api/settings?start=fresh&preset=" + encodeURIComponent(select.value)));
  });
}
