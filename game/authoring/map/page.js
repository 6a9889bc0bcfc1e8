"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const view = byId("view"), map = byId("map"), world = byId("world"), search = byId("search"), found = byId("found"), said = byId("said");
  const size = { width: Number(map.dataset.width), height: Number(map.dataset.height) };
  const nodes = new Map([...map.querySelectorAll("[data-node]")].map((node) => [node.dataset.node, node]));
  const edges = [...map.querySelectorAll(".edge")];
  const MOST = 4;
  let at = { x: 0, y: 0, scale: 1 };

  document.body.classList.add("scripted");
  map.removeAttribute("viewBox");

  // Where the picture stands: a scale, and the offset of its upper left corner in the view.

  const show = () => world.setAttribute("transform", `translate(${at.x} ${at.y}) scale(${at.scale})`);

  const place = (x, y, scale) => {
    const { width, height } = view.getBoundingClientRect();
    const keep = 60; // so much of the picture always stays in sight
    at = {
      scale,
      x: Math.min(width - keep, Math.max(keep - size.width * scale, x)),
      y: Math.min(height - keep, Math.max(keep - size.height * scale, y)),
    };
    show();
  };

  const whole = () => Math.min(view.clientWidth / size.width, view.clientHeight / size.height, 1);

  const zoom = (factor, x, y) => {
    const { width, height } = view.getBoundingClientRect();
    const scale = Math.min(MOST, Math.max(whole() / 2, at.scale * factor));
    const cx = x ?? width / 2, cy = y ?? height / 2;
    place(cx - (cx - at.x) * (scale / at.scale), cy - (cy - at.y) * (scale / at.scale), scale);
  };

  const fit = () => {
    const { width, height } = view.getBoundingClientRect(), scale = whole();
    place((width - size.width * scale) / 2, (height - size.height * scale) / 2, scale);
  };

  const boxOf = (node) => {
    const box = node.querySelector(".box").getBBox(), moved = node.transform.baseVal.getItem(0).matrix;
    return { x: moved.e, y: moved.f, width: box.width, height: box.height };
  };

  // Brings a node into sight, and no further than needed unless it is asked to the middle.
  const reveal = (node, middle) => {
    const { width, height } = view.getBoundingClientRect(), box = boxOf(node), edge = 40;
    const scale = middle ? Math.max(at.scale, 0.8) : at.scale;
    const left = at.x + box.x * scale, top = at.y + box.y * scale;
    const inside = left > edge && top > edge && left + box.width * scale < width - edge && top + box.height * scale < height - edge;
    if (inside && scale === at.scale) return;
    place(width / 2 - (box.x + box.width / 2) * scale, height / 2 - (box.y + box.height / 2) * scale, scale);
  };

  const begin = () => {
    const { width } = view.getBoundingClientRect(), start = map.querySelector(".start");
    const scale = Math.max(Math.min(width / size.width, 1), 0.45), box = boxOf(start);
    place(size.width * scale <= width ? (width - size.width * scale) / 2 : width / 2 - (box.x + box.width / 2) * scale, 8, scale);
    if (at.y + box.y * scale > view.clientHeight) reveal(start, true);
  };

  // Choosing: the address of the page says which scene, so that going back works, and links do.

  const choose = () => {
    const id = decodeURIComponent(location.hash.slice(1)), node = nodes.get(id);
    document.querySelectorAll(".chosen").forEach((each) => each.classList.remove("chosen"));
    document.body.classList.toggle("chosen-one", Boolean(node));
    map.classList.toggle("choosing", Boolean(node));
    nodes.forEach((each) => each.removeAttribute("aria-current"));
    edges.forEach((each) => each.classList.toggle("near", each.dataset.from === id || each.dataset.to === id));
    if (!node) return;
    node.classList.add("chosen");
    node.setAttribute("aria-current", "true");
    const article = byId(id);
    article.classList.add("chosen");
    byId("panel").scrollTop = 0;
    reveal(node, true);
  };

  const clear = () => {
    search.value = "";
    seek();
    if (location.hash) history.pushState(null, "", location.pathname + location.search);
    choose();
  };

  // Searching: in titles, ids and all of the text.

  let texts = null;
  const seek = () => {
    const wanted = search.value.trim().toLowerCase();
    texts ??= [...nodes].map(([id, node]) => ({ id, node, words: byId(id).textContent.toLowerCase() }));
    const hits = wanted ? texts.filter((each) => each.words.includes(wanted)) : [];
    const named = (each) => Number(!each.node.getAttribute("aria-label").toLowerCase().includes(wanted));
    hits.sort((one, other) => named(one) - named(other));
    texts.forEach((each) => each.node.classList.remove("hit"));
    hits.forEach((each) => each.node.classList.add("hit"));
    map.classList.toggle("searching", wanted !== "");
    said.textContent = wanted ? `${hits.length} of ${nodes.size} have it.` : "";
    found.replaceChildren(
      ...hits.slice(0, 50).map((each) => {
        const item = document.createElement("li"), link = document.createElement("a");
        link.href = `#${each.id}`;
        link.textContent = byId(`${each.id}-title`).textContent;
        const name = document.createElement("code");
        name.textContent = each.id.replace(/^[a-z]+-/, "");
        item.append(link, " ", name);
        return item;
      }),
    );
    return hits;
  };

  // Mouse, pen and fingers: one drags, two zoom.

  const fingers = new Map();
  let dragged = 0;
  view.addEventListener("pointerdown", (event) => {
    if (event.button > 1) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    dragged = 0;
  });
  view.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const now = { x: event.clientX, y: event.clientY }, frame = view.getBoundingClientRect();
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const spread = (point) => Math.max(Math.hypot(point.x - other.x, point.y - other.y), 1);
      zoom(spread(now) / spread(last), (now.x + other.x) / 2 - frame.left, (now.y + other.y) / 2 - frame.top);
      dragged = 99;
    }
    const share = other ? 2 : 1;
    dragged += Math.hypot(now.x - last.x, now.y - last.y);
    if (dragged > 4) {
      // only now: a captured pointer would take the click from the link of a node
      view.classList.add("moving");
      view.setPointerCapture(event.pointerId);
      place(at.x + (now.x - last.x) / share, at.y + (now.y - last.y) / share, at.scale);
    }
    fingers.set(event.pointerId, now);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    view.addEventListener(name, (event) => {
      fingers.delete(event.pointerId);
      if (!fingers.size) view.classList.remove("moving");
    });
  }
  // where a captured pointer does not take the click along, a drag that ends on a scene would open it
  view.addEventListener("click", (event) => dragged > 4 && event.preventDefault(), true);
  view.addEventListener("dragstart", (event) => event.preventDefault());
  view.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const frame = view.getBoundingClientRect(), lines = event.deltaMode === 1 ? 16 : 1;
      if (event.shiftKey) place(at.x - event.deltaX * lines - event.deltaY * lines, at.y, at.scale);
      else zoom(Math.exp(-event.deltaY * lines * 0.0015), event.clientX - frame.left, event.clientY - frame.top);
    },
    { passive: false },
  );

  // Keys.

  const STEP = 80;
  const moves = {
    ArrowLeft: () => place(at.x + STEP, at.y, at.scale),
    ArrowRight: () => place(at.x - STEP, at.y, at.scale),
    ArrowUp: () => place(at.x, at.y + STEP, at.scale),
    ArrowDown: () => place(at.x, at.y - STEP, at.scale),
    "+": () => zoom(1.25),
    "=": () => zoom(1.25),
    "-": () => zoom(0.8),
    0: fit,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return clear();
    if (event.target === search) return;
    if (event.key === "/") {
      event.preventDefault();
      return search.focus();
    }
    const inPanel = byId("panel").contains(event.target);
    const move = Object.hasOwn(moves, event.key) && !(inPanel && event.key.startsWith("Arrow")) ? moves[event.key] : null;
    if (move) {
      event.preventDefault();
      move();
    }
  });
  search.addEventListener("keydown", (event) => {
    const hits = event.key === "Enter" ? seek() : [];
    if (hits.length) location.hash = hits[0].id;
  });
  search.addEventListener("input", seek);
  map.addEventListener("focusin", (event) => {
    const node = event.target.closest("[data-node]");
    if (node && !fingers.size) reveal(node, false);
  });
  byId("zoom-in").addEventListener("click", () => zoom(1.25));
  byId("zoom-out").addEventListener("click", () => zoom(0.8));
  byId("zoom-fit").addEventListener("click", fit);
  byId("runs")?.addEventListener("change", (event) => map.classList.toggle("plain", !event.target.checked));
  window.addEventListener("hashchange", choose);
  window.addEventListener("resize", () => place(at.x, at.y, at.scale));

  begin();
  choose();
})();
