// A map of thousands of nodes on a WebGL surface (sigma over graphology). Positions come from the
// server: nothing is simulated here. Loaded by map.js where a drawing is too large to be an SVG.

const one = (selector, root = document) => root.querySelector(selector);
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const PERSON = 8; // the number of a shape that no badge has; badges are numbered as in FRAGMENT

const loaded = new Map();
function script(address) {
  if (!loaded.has(address)) {
    loaded.set(address, new Promise((done, failed) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = done;
      element.onerror = failed;
      document.head.append(element);
    }));
  }
  return loaded.get(address);
}

/* A point of the surface in the shape of its family, and people as rings */

const VERTEX = `
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute vec4 a_color;
attribute vec4 a_id;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform mat3 u_matrix;
varying vec4 v_color;
varying float v_shape;
varying float v_pixels;
const float bias = 255.0 / 254.0;
void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  float least = (a_shape > 7.5 ? 2.0 : 3.4) * u_pixelRatio;
  gl_PointSize = max(a_size / u_sizeRatio * u_pixelRatio * 2.0, least);
  v_pixels = gl_PointSize;
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

// Distances to each shape's edge, in half sides of the point; negative within.
const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying float v_shape;
varying float v_pixels;
uniform vec4 u_ground;
float box(vec2 p, vec2 b, float r) {
  vec2 q = abs(p) - b + r;
  return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - r;
}
float gon(vec2 p, float n, float r) {
  float turn = 6.2831853 / n;
  float a = atan(p.x, p.y);
  return cos(floor(0.5 + a / turn) * turn - a) * length(p) - r;
}
float edge(vec2 p) {
  if (v_shape < 0.5) return length(p) - 0.84;
  if (v_shape < 1.5) return gon(p, 6.0, 0.76);
  if (v_shape < 2.5) return box(p, vec2(0.74), 0.22);
  if (v_shape < 3.5) return p.y > -0.05 ? box(p - vec2(0.0, 0.1), vec2(0.72, 0.78), 0.16)
    : length(p * vec2(1.0, 0.82) + vec2(0.0, -0.02)) - 0.72;
  if (v_shape < 4.5) return (abs(p.x) + abs(p.y) - 0.94) * 0.7071;
  if (v_shape < 5.5) return length(p) - 0.78 - 0.07 * cos(atan(p.x, p.y) * 10.0);
  if (v_shape < 6.5) return gon(p, 5.0, 0.72);
  if (v_shape < 7.5) return p.y > 0.0 ? box(p, vec2(0.7, 0.86), 0.68) : box(p, vec2(0.7, 0.84), 0.16);
  return length(p) - 0.84;
}
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  p.y = -p.y;
  float d = edge(p);
  #ifdef PICKING_MODE
  if (d > 0.08) discard;
  gl_FragColor = v_color;
  #else
  float soft = 1.6 / v_pixels;
  float cover = 1.0 - smoothstep(-soft, soft, d);
  if (cover < 0.01) discard;
  vec4 ink = v_color;
  if (v_shape > 7.5 && v_pixels > 9.0) {
    float ring = smoothstep(-soft, soft, d + 0.2);
    ink = mix(mix(u_ground, v_color, 0.2), v_color, ring);
  }
  gl_FragColor = vec4(ink.rgb, 1.0) * cover * v_color.a;
  #endif
}`;

function shapedProgram(theme) {
  const { FLOAT, UNSIGNED_BYTE } = WebGLRenderingContext;
  return class extends Sigma.rendering.NodePointProgram {
    getDefinition() {
      return {
        VERTICES: 1,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: WebGLRenderingContext.POINTS,
        UNIFORMS: ["u_sizeRatio", "u_pixelRatio", "u_matrix", "u_ground"],
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT },
          { name: "a_size", size: 1, type: FLOAT },
          { name: "a_shape", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        ],
      };
    }

    processVisibleItem(index, start, data) {
      const { array } = this;
      array[start] = data.x;
      array[start + 1] = data.y;
      array[start + 2] = data.size;
      array[start + 3] = data.shape;
      array[start + 4] = Sigma.utils.floatColor(data.color);
      array[start + 5] = index;
    }

    setUniforms(params, context) {
      super.setUniforms(params, context);
      context.gl.uniform4fv(context.uniformLocations.u_ground, theme.ground);
    }
  };
}

/* Colours are the page's own, read again when the theme changes */

function rgb(text) {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  paint.fillStyle = text;
  paint.fillRect(0, 0, 1, 1);
  return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

function mixed(one, other, share) {
  const values = one.map((value, i) => Math.round(value + (other[i] - value) * share));
  return `#${values.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function themeOf(place, dyes) {
  const style = getComputedStyle(place);
  const value = (name) => style.getPropertyValue(name).trim();
  const ground = rgb(value("--bg"));
  const marks = dyes.map((dye) => rgb((dye === "gaude" && value("--gaude-mark")) || value(`--${dye}`)));
  return {
    ink: value("--ink"),
    paper: value("--bg"),
    line: mixed(rgb(value("--line-strong")), ground, 0.72),
    dim: mixed(rgb(value("--line-strong")), ground, 0.88),
    ground: [...ground.map((part) => part / 255), 1],
    nodes: dyes.map((dye) => mixed(rgb(value(`--${dye}`)), ground, 0)),
    people: marks.map((mark) => mixed(mark, ground, 0)),
    edges: marks.map((mark) => mixed(mark, ground, 0.66)),
    strong: marks.map((mark) => mixed(mark, ground, 0)),
    faint: mixed(rgb(value("--line-strong")), ground, 0.3),
    font: style.getPropertyValue("--text"),
  };
}

function built(data) {
  const graph = new graphology.Graph({ type: "undirected", multi: false });
  const { nodes, edges } = data;
  nodes.name.forEach((name, i) => {
    const badge = nodes.shape[i] !== PERSON;
    graph.addNode(i, {
      x: nodes.x[i] / 10,
      y: -nodes.y[i] / 10,
      size: nodes.size[i] / 10,
      shape: nodes.shape[i],
      label: name,
      dye: nodes.dye[i],
      zIndex: badge ? 1 : 0,
      type: "shaped",
    });
  });
  edges.from.forEach((from, i) => {
    if (!graph.hasEdge(from, edges.to[i])) {
      graph.addEdge(from, edges.to[i], { dye: edges.dye[i], type: "line" });
    }
  });
  return graph;
}

export async function draw(place, still) {
  const [answer] = await Promise.all([
    fetch(place.dataset.source, { headers: { Accept: "application/json" } }),
    script(place.dataset.graphology).then(() => script(place.dataset.sigma)),
  ]);
  if (!answer.ok) throw new Error(`the map answered ${answer.status}`);
  const data = await answer.json();
  const graph = built(data);
  const stage = one(".gl-surface", place);
  const says = one("[data-gl-said]", place);
  const lit = new Set(data.lit);
  let theme = themeOf(place, data.dyes);
  let at = data.nodes.key.indexOf(place.dataset.chosen); // where the focus is
  let over = -1;
  let around = new Set();

  place.hidden = false;
  for (const part of ["[data-regions]", "[data-regions-caps]"]) {
    one(part, place.parentElement)?.setAttribute("hidden", "");
  }
  one("[data-gl-caps]", place.parentElement).hidden = false;

  const settle = () => {
    const middle = over >= 0 ? over : at;
    around = new Set(middle >= 0 ? graph.neighbors(middle).map(Number) : []);
    if (middle >= 0) around.add(middle);
  };
  settle();

  const label = (context, node, settings) => {
    if (!node.label) return;
    const size = settings.labelSize;
    context.font = `600 ${size}px ${theme.font}`;
    context.textAlign = "center";
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = theme.paper;
    context.fillStyle = theme.ink;
    const y = node.y + node.size + size;
    context.strokeText(node.label, node.x, y);
    context.fillText(node.label, node.x, y);
  };
  const ringed = (context, node, settings) => {
    context.beginPath();
    context.arc(node.x, node.y, Math.max(node.size, 4) + 4, 0, Math.PI * 2);
    context.lineWidth = 2.5;
    context.strokeStyle = theme.ink;
    context.stroke();
    label(context, node, { ...settings, labelSize: settings.labelSize + 1 });
  };

  const theming = { get ground() { return theme.ground; } };
  const sigma = new Sigma(graph, stage, {
    itemSizesReference: "positions",
    zoomToSizeRatioFunction: (ratio) => ratio,
    nodeProgramClasses: { shaped: shapedProgram(theming) },
    edgeProgramClasses: { line: Sigma.rendering.EdgeLineProgram, thick: Sigma.rendering.EdgeRectangleProgram },
    defaultDrawNodeLabel: label,
    defaultDrawNodeHover: ringed,
    labelSize: 12,
    labelDensity: 0.6,
    labelGridCellSize: 130,
    labelRenderedSizeThreshold: 8,
    hideEdgesOnMove: true,
    hideLabelsOnMove: true,
    enableCameraRotation: false,
    minCameraRatio: 0.004,
    maxCameraRatio: 1.6,
    zIndex: true,
    stagePadding: 40,
    nodeReducer: (node, given) => {
      const index = Number(node);
      const person = given.shape === PERSON;
      const shown = { ...given, color: (person ? theme.people : theme.nodes)[given.dye] };
      if ((around.size || lit.size) && !around.has(index) && !lit.has(index)) {
        shown.color = theme.line;
        shown.label = "";
      }
      if (around.has(index) || lit.has(index)) shown.zIndex = 2;
      if (index === at || index === over) shown.highlighted = true;
      if (lit.size && lit.has(index) && lit.size < 40) shown.forceLabel = true;
      return shown;
    },
    edgeReducer: (edge, given) => {
      const strong = around.size && graph.extremities(edge).every((end) => around.has(Number(end)))
        && graph.extremities(edge).some((end) => Number(end) === (over >= 0 ? over : at));
      if (strong) {
        const color = given.dye < 0 ? theme.faint : theme.strong[given.dye];
        return { ...given, type: "thick", size: given.dye < 0 ? 1 : 2.2, color, zIndex: 2 };
      }
      if (around.size || lit.size) return { ...given, color: theme.dim, zIndex: 0, hidden: graph.size > 15000 };
      return { ...given, color: given.dye < 0 ? theme.line : theme.edges[given.dye], zIndex: given.dye < 0 ? 0 : 1 };
    },
  });
  const camera = sigma.getCamera();
  const glide = (state) => (still.matches ? camera.setState(state) : camera.animate(state, { duration: 260 }));

  const named = (index) => {
    const kind = data.nodes.shape[index] === PERSON ? place.dataset.person : place.dataset.badge;
    return [data.nodes.name[index], kind].filter(Boolean).join(", ");
  };
  const stand = (index, { near = false } = {}) => {
    at = index;
    over = -1;
    settle();
    sigma.refresh({ skipIndexation: true });
    if (index < 0) return;
    says.textContent = named(index);
    stage.dataset.at = data.nodes.key[index];
    const spot = sigma.getNodeDisplayData(index);
    const seen = sigma.framedGraphToViewport(spot);
    const { width, height } = sigma.getDimensions();
    const inside = seen.x > 60 && seen.y > 90 && seen.x < width - 60 && seen.y < height - 110;
    if (near || !inside) glide({ x: spot.x, y: spot.y, ratio: near ? Math.min(camera.ratio, near) : camera.ratio });
  };
  const open = (index) => {
    const key = data.nodes.key[index];
    if (!key) return;
    const asked = new URLSearchParams(place.dataset.choose.slice(1));
    asked.set("choisi", key);
    const address = `${location.pathname}?${asked}`;
    htmx.ajax("GET", address, { target: "#map-told", swap: "outerHTML", select: "#map-told", push: "true" });
  };
  // Near enough to tell one node from another: about 900 of them in view.
  const readable = Math.min(1, Math.sqrt(260 / graph.order));

  sigma.on("enterNode", ({ node }) => {
    over = Number(node);
    settle();
    stage.classList.add("over");
    sigma.refresh({ skipIndexation: true });
  });
  sigma.on("leaveNode", () => {
    over = -1;
    settle();
    stage.classList.remove("over");
    sigma.refresh({ skipIndexation: true });
  });
  sigma.on("clickNode", ({ node }) => {
    stand(Number(node));
    open(Number(node));
  });
  sigma.on("clickStage", () => stand(-1));

  /* Keys: neighbours first, then whoever is nearest that way */
  const towards = ([dx, dy], candidates) => {
    const from = graph.getNodeAttributes(at);
    let best = -1;
    let least = Infinity;
    for (const index of candidates) {
      if (index === at) continue;
      const x = graph.getNodeAttribute(index, "x") - from.x;
      const y = graph.getNodeAttribute(index, "y") - from.y;
      const along = x * dx + y * dy;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (along <= 0 || aside > along * 1.8) continue;
      if (along + aside * 1.5 < least) [least, best] = [along + aside * 1.5, index];
    }
    return best;
  };
  stage.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && at >= 0) open(at);
    if (event.key === "Escape") {
      stand(-1);
      delete stage.dataset.at;
      says.textContent = "";
      one("#map-told").focus();
    }
    if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? "in" : "out");
    const direction = DIRECTIONS[event.key];
    if (!direction) return;
    event.preventDefault();
    if (at < 0) return void stand(first(), { near: readable });
    let next = towards(direction, graph.neighbors(at).map(Number));
    if (next < 0) next = towards(direction, graph.nodes().map(Number));
    if (next >= 0) stand(next);
  });
  const first = () => {
    const middle = sigma.viewportToGraph({ x: stage.clientWidth / 2, y: stage.clientHeight / 2 });
    let best = 0;
    let least = Infinity;
    graph.forEachNode((node, { x, y, shape }) => {
      const far = Math.hypot(x - middle.x, y - middle.y) + (shape === PERSON ? 1e4 : 0);
      if (far < least) [least, best] = [far, Number(node)];
    });
    return best;
  };

  /* Search by name */
  const field = one("#gl-q", place);
  const list = one("#gl-names", place);
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const folded = data.nodes.name.map(plain);
  field.addEventListener("input", () => {
    const wanted = plain(field.value.trim());
    const found = [];
    for (let i = 0; wanted && i < folded.length && found.length < 20; i += 1) {
      if (folded[i].includes(wanted)) found.push(i);
    }
    list.replaceChildren(...[...new Set(found.map((i) => data.nodes.name[i]))].map((name) => new Option(name, name)));
    const exact = found.find((i) => folded[i] === wanted);
    if (exact !== undefined) stand(exact, { near: readable });
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const wanted = plain(field.value.trim());
    const index = wanted ? folded.findIndex((name) => name.includes(wanted)) : -1;
    if (index < 0) return;
    stand(index, { near: readable });
    stage.focus();
  });
  // A search is not a filter of the form around.
  field.addEventListener("change", (event) => event.stopPropagation());

  const zoom = (how) => {
    if (how === "fit") glide({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
    else glide({ ratio: camera.ratio * (how === "in" ? 2 / 3 : 3 / 2) });
  };

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const repaint = () => {
    theme = themeOf(place, data.dyes);
    sigma.refresh({ skipIndexation: true });
  };
  dark.addEventListener("change", repaint);
  place.dataset.ready = "true";
  if (at >= 0) stand(at, { near: readable });

  return {
    zoom,
    end() {
      dark.removeEventListener("change", repaint);
      sigma.kill();
    },
  };
}
