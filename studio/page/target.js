// target.js - the target spectrum, to paint on and as a curve over the radius.
import { newest, post } from "./api.js";

const SIDE = 128, POINTS = 24, END = Math.SQRT1_2;

/** A painted spectrum: SIDE x SIDE powers, symmetric, zero frequency at [SIDE / 2][SIDE / 2]. */
export class Painting {
  constructor(canvas) {
    this.canvas = canvas;
    this.powers = new Uint8Array(SIDE * SIDE).fill(0);
    this.cursor = [SIDE / 2, SIDE / 4];
  }

  /** Sets a disc of powers and its mirror. */
  dab(x, y, radius, power) {
    for (const [u, v] of [[x, y], [SIDE - x, SIDE - y]]) {
      for (let j = Math.max(0, Math.floor(v - radius)); j <= Math.min(SIDE - 1, v + radius); j++)
        for (let i = Math.max(0, Math.floor(u - radius)); i <= Math.min(SIDE - 1, u + radius); i++)
          if ((i - u) ** 2 + (j - v) ** 2 <= radius ** 2) this.powers[j * SIDE + i] = power;
    }
  }

  fill(of) {
    for (let j = 0; j < SIDE; j++)
      for (let i = 0; i < SIDE; i++)
        this.powers[j * SIDE + i] = of(Math.hypot(i - SIDE / 2, j - SIDE / 2) / SIDE);
  }

  picture() {
    const canvas = new OffscreenCanvas(SIDE, SIDE), context = canvas.getContext("2d");
    const image = context.createImageData(SIDE, SIDE), words = new Uint32Array(image.data.buffer);
    this.powers.forEach((power, i) => { words[i] = (power * 0x10101) | 0xff000000; });
    context.putImageData(image, 0, 0);
    return canvas;
  }

  draw(brush) {
    const context = this.canvas.getContext("2d"), scale = this.canvas.width / SIDE;
    context.imageSmoothingEnabled = false;
    context.drawImage(this.picture(), 0, 0, this.canvas.width, this.canvas.height);
    context.strokeStyle = "#e07a1f";
    context.beginPath();
    context.arc(this.cursor[0] * scale, this.cursor[1] * scale, brush * scale, 0, 7);
    context.stroke();
  }
}

const send = newest(async (kind, body, start, done) => done(await post(`api/target?kind=${kind}&start=${start}`, body)));

function buildPainting(change, start) {
  const canvas = document.getElementById("paint"), painting = new Painting(canvas);
  const brush = document.getElementById("brush"), ink = document.getElementById("ink");
  const draw = () => painting.draw(Number(brush.value) / 2);
  const publish = async () => {
    draw();
    if (!painting.powers.some((p) => p > 0)) return; // a target without power is none
    send("image", await painting.picture().convertToBlob({ type: "image/png" }), start(), change);
  };
  const paint = (power) => {
    painting.dab(...painting.cursor, Number(brush.value) / 2, power);
    publish();
  };
  const move = (event) => {
    const box = canvas.getBoundingClientRect();
    painting.cursor = [(event.clientX - box.left) / box.width * SIDE, (event.clientY - box.top) / box.height * SIDE];
    if (event.buttons) paint(event.shiftKey || event.buttons === 2 ? 0 : Number(ink.value));
    else draw();
  };
  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); move(event); });
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  const keys = { ArrowLeft: [-2, 0], ArrowRight: [2, 0], ArrowUp: [0, -2], ArrowDown: [0, 2] };
  canvas.addEventListener("keydown", (event) => {
    const step = keys[event.key];
    if (step) painting.cursor = painting.cursor.map((c, i) => Math.max(0, Math.min(SIDE, c + step[i])));
    else if (event.key === " ") paint(Number(ink.value));
    else if (event.key === "Delete" || event.key === "Backspace") paint(0);
    else return;
    event.preventDefault();
    event.stopPropagation();
    draw();
  });
  brush.addEventListener("input", draw);
  document.getElementById("ring").addEventListener("click", () => {
    painting.fill((f) => (Math.abs(f - 0.25) < 0.06 ? 255 : 0));
    publish();
  });
  document.getElementById("clear").addEventListener("click", () => {
    painting.powers.fill(0);
    draw();
  });
  draw();
}

function buildCurve(change, start) {
  const canvas = document.getElementById("curve"), text = document.getElementById("curve-text");
  const powers = Array.from({ length: POINTS }, (_, i) => (i / (POINTS - 1) * END < 0.3 ? 0 : 1));
  let chosen = 8;
  const frequency = (i) => i / (POINTS - 1) * END;
  const draw = () => {
    const context = canvas.getContext("2d"), { width, height } = canvas;
    const place = (i) => [8 + i / (POINTS - 1) * (width - 16), height - 8 - powers[i] / 3 * (height - 16)];
    const style = getComputedStyle(document.documentElement);
    context.clearRect(0, 0, width, height);
    context.strokeStyle = context.fillStyle = style.getPropertyValue("--a");
    context.lineWidth = 2;
    context.beginPath();
    powers.forEach((_, i) => context.lineTo(...place(i)));
    context.stroke();
    powers.forEach((_, i) => {
      context.fillStyle = style.getPropertyValue(i === chosen ? "--b" : "--a");
      context.fillRect(place(i)[0] - 3, place(i)[1] - 3, 6, 6);
    });
    text.textContent = `power ${powers[chosen].toFixed(2)} at ${frequency(chosen).toFixed(3)} cycles per pixel`;
  };
  const publish = () => {
    draw();
    if (!powers.some((p) => p > 0)) return;
    const lines = powers.map((p, i) => `${frequency(i).toFixed(5)},${p.toFixed(4)}\n`).join("");
    send("profile", lines, start(), change);
  };
  const move = (event) => {
    if (!event.buttons) return;
    const box = canvas.getBoundingClientRect();
    chosen = Math.max(0, Math.min(POINTS - 1, Math.round((event.clientX - box.left) / box.width * (POINTS - 1))));
    powers[chosen] = Math.max(0, Math.min(3, (1 - (event.clientY - box.top) / box.height) * 3));
    publish();
  };
  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); move(event); });
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key], rise = { ArrowUp: 0.1, ArrowDown: -0.1 }[event.key];
    if (step) chosen = Math.max(0, Math.min(POINTS - 1, chosen + step));
    else if (rise) powers[chosen] = Math.max(0, Math.min(3, powers[chosen] + rise));
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (rise) publish(); else draw();
  });
  document.getElementById("use-curve").addEventListener("click", publish);
  draw();
}

/** `start()` says how a changed target starts the design. */
export function buildTarget(change, start) {
  buildPainting(change, start);
  buildCurve(change, start);
}
