// api.js - what the page asks of the studio.
const base = location.pathname.replace(/[^/]*$/, "");

export const address = (path) => base + path;

let hiding = 0;

/** Shows a sentence for a while; none hides the last. */
export function tell(sentence) {
  const alert = document.getElementById("alert");
  clearTimeout(hiding);
  if (sentence) hiding = setTimeout(() => tell(""), 12000);
  alert.textContent = sentence || "";
  alert.hidden = !sentence;
}

async function answer(response) {
  if (!response.ok) throw new Error((await response.text()).trim());
  return response;
}

export async function get(path, signal) {
  return answer(await fetch(base + path, { signal }));
}

/** Posts, and tells what was refused: null then. */
export async function post(path, body = "") {
  try {
    const response = await answer(await fetch(base + path, { method: "POST", body }));
    return await response.json();
  } catch (error) {
    tell(error.message === "Failed to fetch" ? "The studio does not answer." : error.message);
    return null;
  }
}

/** Runs one call of `work` at a time, with the newest of what was asked meanwhile. */
export function newest(work) {
  let running = false, waiting = null;
  return async (...what) => {
    waiting = what;
    if (running) return;
    running = true;
    while (waiting) {
      const now = waiting;
      waiting = null;
      await work(...now);
    }
    running = false;
  };
}
