// What the script adds to the trust map, which works without it: choosing without a reload, moving
// about, keys, and time as a slider. No text is written here: words come from the page.

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const still = matchMedia("(prefers-reduced-motion: reduce)");
const stacked = matchMedia("(max-width: 1020px)"); // the parts stand one below the other
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

let focused = "";   // the key of the node that had the focus before a swap
let sought = "";    // the id of the part that the link followed leads to
let kept = null;    // how near one was, and to which drawing
let surface = null; // all nodes at once, where a drawing surface is needed

/* Choosing, without a reload */

function go(link) {
  const node = link.closest("[data-key]");
  focused = node ? node.dataset.key : "";
  const [address, part] = link.getAttribute("href").split("#");
  sought = part ?? "";
  htmx.ajax("GET", address, { target: "#map-view", swap: "outerHTML", push: "true" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#map-view a[data-go]");
  if (!link || event.defaultPrevented || event.button) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (dragged) return;
  if (link.dataset.zoom) zoomBy(link.dataset.zoom);
  else go(link);
});

// Space presses what looks like a button; a link knows Enter only.
document.addEventListener("keydown", (event) => {
  if (event.key === " " && event.target.matches?.(".zoom a")) {
    event.preventDefault();
    event.target.click();
  }
});

/* Moving about the drawing */

let svg = null;
let whole = null;  // its view box as it came
let box = null;    // as it is
let dragged = false;

const numbers = (text) => text.split(/[ ,]+/).map(Number);

function show(next) {
  box = next;
  svg.setAttribute("viewBox", box.join(" "));
  const near = box[2] / whole[2];
  // Letters keep their size on the screen; inside people they appear when there is room.
  svg.setAttribute("font-size", (Number(svg.dataset.letter) * near).toFixed(1));
  const canvas = svg.closest("[data-canvas]");
  const scale = svg.getBoundingClientRect().width / box[2];
  canvas.classList.toggle("crowded", scale < 0.5);
  svg.classList.toggle("grab", near < 0.995);
  kept = { whole: whole.join(" "), box };
}

function glide(target) {
  if (still.matches) return show(target);
  const start = box;
  const begun = performance.now();
  const drawing = svg;
  const step = (now) => {
    if (drawing !== svg) return;
    const t = Math.min((now - begun) / 180, 1);
    const eased = 1 - (1 - t) ** 3;
    show(start.map((value, i) => value + (target[i] - value) * eased));
    if (t < 1) requestAnimationFrame(step);
  };
  return requestAnimationFrame(step);
}

function scaled(factor, x, y) {
  const width = Math.min(Math.max(box[2] * factor, whole[2] / 12), whole[2] * 1.3);
  const ratio = width / box[2];
  return [x - (x - box[0]) * ratio, y - (y - box[1]) * ratio, width, box[3] * ratio];
}

function zoomBy(how) {
  if (surface) return surface.zoom(how);
  if (!svg) return null;
  if (how === "fit") return glide(whole);
  const factor = how === "in" ? 2 / 3 : 3 / 2;
  return glide(scaled(factor, box[0] + box[2] / 2, box[1] + box[3] / 2));
}

function pointAt(event) {
  const point = new DOMPoint(event.clientX, event.clientY);
  return point.matrixTransform(svg.getScreenCTM().inverse());
}

function movable(drawing) {
  const fingers = new Map();
  let from = null;
  let engaged = false;
  let spread = 0;

  drawing.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    engaged = true;
    dragged = false;
    if (event.pointerType === "touch" && fingers.size < 2 && !drawing.classList.contains("grab")) return;
    from = { x: event.clientX, y: event.clientY };
  });
  drawing.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event);
    if (fingers.size === 2) {
      const [a, b] = [...fingers.values()];
      const apart = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
      if (spread) {
        const middle = pointAt({ clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 });
        show(scaled(spread / apart, middle.x, middle.y));
      }
      spread = apart;
      dragged = true;
      return;
    }
    if (!from) return;
    const [across, down] = [event.clientX - from.x, event.clientY - from.y];
    if (!dragged && Math.hypot(across, down) < 5) return;
    if (!dragged) drawing.setPointerCapture(event.pointerId);
    dragged = true;
    drawing.classList.add("grabbing");
    const unit = drawing.getScreenCTM().a;
    show([box[0] - across / unit, box[1] - down / unit, box[2], box[3]]);
    from = { x: event.clientX, y: event.clientY };
  });
  const left = (event) => {
    fingers.delete(event.pointerId);
    spread = 0;
    from = null;
    drawing.classList.remove("grabbing");
    // The click that follows a drag chooses nothing.
    setTimeout(() => { dragged = false; }, 0);
  };
  drawing.addEventListener("pointerup", left);
  drawing.addEventListener("pointercancel", left);
  drawing.addEventListener("pointerleave", () => { engaged = false; });
  drawing.addEventListener("dragstart", (event) => event.preventDefault());
  drawing.addEventListener("wheel", (event) => {
    // The page scrolls over a drawing that nobody touched.
    if (!engaged && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { x, y } = pointAt(event);
    show(scaled(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.004), x, y));
  }, { passive: false });
}

/* Keys: one stop for the whole drawing, then arrows */

function middleOf(node) {
  const at = node.getBoundingClientRect();
  return [at.left + at.width / 2, at.top + at.height / 2];
}

function towards(nodes, from, [dx, dy]) {
  let best = null;
  let least = Infinity;
  const [x, y] = middleOf(from);
  for (const node of nodes) {
    if (node === from) continue;
    const [nx, ny] = middleOf(node);
    const along = (nx - x) * dx + (ny - y) * dy;
    const aside = Math.abs((nx - x) * dy) + Math.abs((ny - y) * dx);
    if (along <= 1 || aside > along * 2) continue;
    const far = along + aside * 2;
    if (far < least) [least, best] = [far, node];
  }
  return best;
}

function reachable(drawing) {
  const nodes = all("a.n:not(.later)", drawing);
  if (!nodes.length) return;
  const first = one("a.n.on", drawing) ?? nodes[0];
  all("a.n", drawing).forEach((node) => node.setAttribute("tabindex", node === first ? "0" : "-1"));
  drawing.addEventListener("keydown", (event) => {
    const from = event.target.closest("a.n");
    if (!from) return;
    if (event.key === "Escape") {
      one("#map-told").focus();
      return;
    }
    const direction = DIRECTIONS[event.key];
    if (!direction) return;
    event.preventDefault();
    const next = towards(all("a.n:not(.later)", drawing), from, direction);
    if (!next) return;
    from.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus({ preventScroll: true });
  });
}

function drawn() {
  svg = one("[data-net]");
  surface?.end();
  surface = null;
  if (!svg) return;
  whole = numbers(svg.getAttribute("viewBox"));
  box = whole;
  movable(svg);
  reachable(svg);
  show(kept && kept.whole === whole.join(" ") ? kept.box : whole);
  if (focused) one(`[data-key="${CSS.escape(focused)}"]`, svg)?.focus({ preventScroll: true });
  focused = "";
}

/* Time: a list of months becomes a slider that plays */

function timely(time) {
  const select = one("select", time);
  const slide = one("[data-slide]", time);
  const says = one("[data-month]", time);
  const play = one("[data-play]", time);
  const months = [...select.options].map((option) => ({ value: option.value, text: option.text.trim() }));
  const dated = all("[data-net] [data-on]");
  let playing = 0;

  if (!dated.length) {
    // Not a slider: the list asks at once, as the other filters do.
    select.addEventListener("change", () => select.form.requestSubmit());
    return;
  }
  time.classList.add("live");
  for (const part of [slide, says, play]) part.hidden = false;
  for (const part of [select, ...all("[data-step]", time)]) part.hidden = true;
  slide.value = select.selectedIndex;

  const see = () => {
    const { value, text } = months[slide.value];
    dated.forEach((part) => part.classList.toggle("later", value !== "" && part.dataset.on > value));
    says.textContent = text;
    one("[data-past]")?.toggleAttribute("hidden", value === "");
    slide.setAttribute("aria-valuetext", text);
  };
  const settle = () => {
    const { value } = months[slide.value];
    select.value = value;
    all("#map-view a[data-go], #map-view a[download]").forEach((link) => {
      const to = new URL(link.getAttribute("href"), location.href);
      if (value) to.searchParams.set("jusqu", value);
      else to.searchParams.delete("jusqu");
      link.setAttribute("href", `${to.pathname}${to.search || "?"}${to.hash}`);
    });
    const here = new URL(location.href);
    if (value) here.searchParams.set("jusqu", value);
    else here.searchParams.delete("jusqu");
    history.replaceState(history.state, "", here);
  };
  const stop = () => {
    clearInterval(playing);
    playing = 0;
    play.setAttribute("aria-pressed", "false");
    one("use", play).setAttribute("href", play.dataset.playIcon);
    one(".sr", play).textContent = play.dataset.start;
    settle();
  };
  const start = () => {
    if (Number(slide.value) >= months.length - 1) slide.value = 0;
    see();
    play.setAttribute("aria-pressed", "true");
    one("use", play).setAttribute("href", play.dataset.pauseIcon);
    one(".sr", play).textContent = play.dataset.stop;
    playing = setInterval(() => {
      if (!time.isConnected) return clearInterval(playing);
      slide.value = Number(slide.value) + 1;
      see();
      return Number(slide.value) >= months.length - 1 ? stop() : null;
    }, still.matches ? 1200 : 420);
  };
  play.addEventListener("click", () => (playing ? stop() : start()));
  slide.addEventListener("input", () => {
    if (playing) stop();
    see();
  });
  slide.addEventListener("change", settle);
  // The slider has no name and asks for nothing: the form would take its moves for a filter.
  for (const part of [slide, play]) {
    part.addEventListener("change", (event) => event.stopPropagation());
  }
  see();
}

/* All nodes at once */

async function surfaced(place) {
  const probe = document.createElement("canvas");
  if (!probe.getContext("webgl2")) return;
  const { draw } = await import(place.dataset.module);
  if (!place.isConnected) return;
  const made = await draw(place, still);
  if (!place.isConnected) return made.end();
  surface = made;
  return null;
}

/* Once for the page, then for each part that htmx brings */

function enhance() {
  drawn();
  all("[data-time]").forEach(timely);
  all("[data-webgl]").forEach(surfaced);
  if (sought && stacked.matches) {
    document.getElementById(sought)?.scrollIntoView({ behavior: still.matches ? "auto" : "smooth" });
  }
  sought = "";
}

document.addEventListener("htmx:after:settle", (event) => {
  if (event.detail.newContent.some((node) => node instanceof Element && node.id === "map-view")) enhance();
});
enhance();
