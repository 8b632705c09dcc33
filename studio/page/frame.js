// frame.js - a frame as the studio sends it (studio/frame.c and studio/spectrum.c), little-endian.
const TERMS = 16;

/** The mask, its spectrum and its radial profile, from a place in a buffer. */
export function readMask(buffer, at = 0) {
  const [width, height, depth, channels, count] = new Uint32Array(buffer.slice(at, at + 20));
  at += 20;
  const floats = () => {
    const values = new Float32Array(buffer.slice(at, at + 4 * count));
    at += 4 * count;
    return values;
  };
  const frequency = floats(), power = floats(), anisotropy = floats(), area = width * height;
  const thresholds = new Uint16Array(buffer.slice(at, at + 2 * area));
  const spectrum = new Uint8Array(buffer, at + 2 * area, area);
  return { width, height, depth, channels, frequency, power, anisotropy, thresholds, spectrum };
}

export function readFrame(buffer) {
  const n = new Uint32Array(buffer, 0, 12), size = n[1];
  if (n[0] !== 0x31464f57) throw new Error("this is no frame");
  const d = new Float64Array(buffer, 48, 3 + TERMS);
  const text = new Uint8Array(buffer, 48 + 8 * (3 + TERMS), 256);
  return {
    number: n[2], state: n[3], stage: n[4], iteration: n[5], iterations: n[6], run: n[7],
    settings: n[8], photo: n[9], past: n[10], seconds: d[0], rate: d[1], total: d[2],
    terms: Array.from(d.slice(3)),
    sentence: new TextDecoder().decode(text.subarray(0, text.indexOf(0))),
    mask: n[11] ? readMask(buffer, size) : null,
  };
}
