// seen.js - what is not seen is not drawn again: most of the page is out of the window.

/** Returns what draws an element with what it is given: at first in any case, as its size may come
 * of it, and then, where it is out of sight, once it comes into sight, with the last of it. */
export function whenSeen(element, draw) {
  let seen = false, drawn = false, waiting = null;
  new IntersectionObserver((entries) => {
    seen = entries.at(-1).isIntersecting;
    if (!seen || !waiting) return;
    draw(...waiting);
    waiting = null;
  }, { rootMargin: "100px" }).observe(element);
  return (...what) => {
    if (seen || !drawn) draw(...what, element);
    else waiting = [...what, element];
    drawn = true;
  };
}
