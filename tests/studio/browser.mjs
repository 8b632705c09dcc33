// browser.mjs - a studio, and Chromium to look at it: for the test here and for bench/studio.mjs.
// WOAD and CHROMIUM name the two programs.
import { spawn } from "node:child_process";
import path from "node:path";
import { chromium } from "playwright-core";

export const woad = path.resolve(process.env.WOAD ?? "build/cli/woad");

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** Starts `woad studio`: its process, and the address that it prints. */
export function begin(...words) {
  const studio = spawn(woad, ["studio", ...words], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    studio.stdout.once("data", (bytes) => resolve({ studio, address: String(bytes).trim() }));
    studio.once("exit", (code) => reject(new Error(`the studio ended with ${code}`)));
  });
}

/** Waits until the page of a studio shows a frame. */
export async function show(page, address) {
  await page.goto(address);
  await page.waitForFunction(() => document.body.dataset.frames > 0);
}

/** A context of its own for a page of the usual size. */
export const context = (browser, options = {}) => browser.newContext({ viewport: { width: 1360, height: 900 }, ...options });
