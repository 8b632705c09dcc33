// photo.js - the user's picture, dithered by the mask of the moment.
import { address, get, tell } from "./api.js";

const value = (id) => document.getElementById(id).value;

export function photoQuery(more = {}) {
  return new URLSearchParams({ levels: value("levels"), palette: value("palette"), space: value("space"),
    strength: value("strength"), ...more }).toString();
}

/** The dithered photo as a canvas, or null when there is none. */
export async function fetchPhoto(of) {
  try {
    const buffer = await (await get("api/dithered?" + photoQuery({ of }))).arrayBuffer();
    const [width, height] = new Uint32Array(buffer, 0, 2), rgb = new Uint8Array(buffer, 8);
    const canvas = new OffscreenCanvas(width, height), context = canvas.getContext("2d");
    const image = context.createImageData(width, height), words = new Uint32Array(image.data.buffer);
    for (let i = 0, j = 0; i < words.length; i++, j += 3)
      words[i] = rgb[j] | (rgb[j + 1] << 8) | (rgb[j + 2] << 16) | 0xff000000;
    context.putImageData(image, 0, 0);
    return canvas;
  } catch (error) {
    if (!/there is no/.test(error.message)) tell(error.message);
    return null;
  }
}

/** Returns what draws the photo anew; it waits for the last one. */
export function buildPhoto(about) {
  const canvas = document.getElementById("photo"), palette = document.getElementById("palette");
  for (const entry of about.catalogs.palettes)
    palette.append(new Option(entry.name, entry.name));
  let busy = false, again = false;
  const draw = async () => {
    again = busy;
    if (busy) return;
    busy = true;
    const picture = await fetchPhoto("mask");
    canvas.hidden = !picture;
    document.getElementById("no-photo").hidden = !!picture;
    if (picture) {
      if (canvas.width !== picture.width || canvas.height !== picture.height)
        Object.assign(canvas, { width: picture.width, height: picture.height });
      canvas.getContext("2d").drawImage(picture, 0, 0);
    }
    busy = false;
    if (again) draw();
  };
  for (const id of ["levels", "palette", "space", "strength"])
    document.getElementById(id).addEventListener("input", () => {
      document.getElementById("take-photo").href = address("api/dithered?as=png&" + photoQuery());
      draw();
    });
  return draw;
}
