// studio_memory.mjs - memory of the studio and of its page while 256x256 is designed and looked
// at: node bench/studio_memory.mjs [MINUTES], where `npm ci` was run in tests/studio. A slider moves
// every 15 seconds, and so the design begins again; what can be undone, 32 masks, is full after
// eight minutes. A line a minute: MB of woad, and of the page's objects after a collection.
import { readFileSync } from "node:fs";
import { begin, context, launch, show } from "../tests/studio/browser.mjs";

const minutes = Number(process.argv[2] ?? 60), browser = await launch();
const sleep = (s) => new Promise((resolve) => setTimeout(resolve, 1000 * s));
const { studio, address } = await begin("--preset", "notebook", "--size", "256", "--iterations", "1000000000");
const page = await (await context(browser)).newPage();
await show(page, address);

const move = (value) => page.evaluate((v) => {
  const range = document.getElementById("range loss.spectral.weight");
  range.value = v;
  range.dispatchEvent(new Event("input", { bubbles: true }));
}, value);
const resident = () => Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${studio.pid}/status`, "utf8"))[1]) / 1024;

console.log("minute  woad MB  page MB  frames  state");
for (let minute = 1; minute <= minutes; minute++) {
  for (let i = 0; i < 4; i++) {
    await move(500 + (4 * minute + i) % 40); // where no weight makes the values diverge
    await sleep(15);
  }
  await page.requestGC();
  const [heap, frames, state] = await page.evaluate(() => [performance.memory.usedJSHeapSize, document.body.dataset.frames,
    document.body.dataset.state]);
  console.log(`${minute}  ${resident().toFixed(1)}  ${(heap / 2 ** 20).toFixed(2)}  ${frames}  ${state}`);
}
studio.kill();
await browser.close();
