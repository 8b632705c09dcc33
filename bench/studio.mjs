// studio.mjs - how fast the studio's page is: node bench/studio.mjs [SECONDS], where `npm ci` was
// run in tests/studio. From the command to a page that can be used; frames a second while 128x128
// is designed, and the iterations a second beside those without a page, in turns; from a slider's
// move to the first frame of the design that it starts; memory of both sides over the time.
import { readFileSync } from "node:fs";
import { begin, context, launch, show } from "../tests/studio/browser.mjs";

const seconds = Number(process.argv[2] ?? 5), turns = 5, browser = await launch();
const sleep = (s) => new Promise((resolve) => setTimeout(resolve, 1000 * s));
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

async function visit(address) {
  const page = await (await context(browser)).newPage();
  await show(page, address);
  return page;
}
const megabytes = (pid) => Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;

const usable = [];
for (let i = 0; i < turns; i++) {
  const before = performance.now(), { studio, address } = await begin("--size", "64"), page = await visit(address);
  usable.push((performance.now() - before) / 1000);
  await page.context().close();
  studio.kill();
}
console.log(`usable after the command: ${median(usable).toFixed(2)} s, median of ${turns}`);

const { studio, address } = await begin("--preset", "notebook", "--size", "128", "--iterations", "1000000000");
/** Iterations so far, as a frame's head has them. */
async function iterations() {
  return new Uint32Array(await (await fetch(address + "api/frame?wait=0")).arrayBuffer(), 0, 12)[5];
}
async function rate() {
  const before = await iterations(), begun = performance.now();
  await sleep(seconds);
  return (await iterations() - before) / (performance.now() - begun) * 1000;
}
await sleep(1);
const slowed = [], frames = [];
for (let i = 0; i < turns; i++) {
  const alone = await rate(), page = await visit(address), count = () => page.evaluate(() => Number(document.body.dataset.frames));
  await sleep(1);
  const before = await count(), watched = await rate();
  frames.push((await count() - before) / seconds);
  slowed.push(1 - watched / alone);
  await page.context().close();
}
console.log(`frames a second: ${median(frames).toFixed(1)}; the design slower by ${(100 * median(slowed)).toFixed(1)} %`
  + ` (${slowed.map((s) => (100 * s).toFixed(1)).join(", ")}), ${turns} turns of ${seconds} s`);

const page = await visit(address), moved = [], heap = () => page.evaluate(() => performance.memory.usedJSHeapSize / 2 ** 20);
for (let i = 0; i < 20; i++) {
  await sleep(0.3);
  moved.push(await page.evaluate((value) => new Promise((resolve) => {
    const range = document.getElementById("range loss.spectral.weight"), run = document.body.dataset.run, begun = performance.now();
    new MutationObserver((_, observer) => {
      if (document.body.dataset.run === run) return;
      observer.disconnect();
      resolve(performance.now() - begun);
    }).observe(document.body, { attributes: true });
    range.value = value;
    range.dispatchEvent(new Event("input", { bubbles: true }));
  }), 700 + i));
}
console.log(`from a slider to the first changed frame: ${median(moved).toFixed(0)} ms, at most ${Math.max(...moved).toFixed(0)}, of 20`);
for (let i = 0; i < turns; i++) {
  console.log(`memory: woad ${megabytes(studio.pid).toFixed(1)} MB, the page's heap ${(await heap()).toFixed(1)} MB`);
  await sleep(seconds);
}
studio.kill();
await browser.close();
