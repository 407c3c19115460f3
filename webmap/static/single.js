// The selection in one file: draws its map, and makes its table sortable and searchable. No request is ever made.

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { texts } = data;
  drawMap();
  prepareTable();

  function drawMap() {
    const map = L.map("map", { zoomControl: false, attributionControl: false, preferCanvas: data.clusters.length > 1500 });
    L.control.zoom({ zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    for (const outline of data.background.outlines) {
      L.geoJSON(outline, { interactive: false, style: { color: "#84959e", weight: 0.8, fill: true, fillColor: "#fff", fillOpacity: 0.6 } }).addTo(map);
    }
    map.createPane("names").style.zIndex = 350;
    const names = data.background.names.map(([name, lat, lon]) => nameAt(name, [lat, lon]).addTo(map));
    const drawn = L.featureGroup(data.clusters.flatMap(shapesOf)).addTo(map);
    drawn.bindTooltip(({ cluster }) => said(cluster), { sticky: true });
    drawn.on("click", ({ propagatedFrom }) => open(propagatedFrom.cluster));
    if (data.clusters.length) map.fitBounds(drawn.getBounds(), { padding: [16, 16], maxZoom: 14 });
    else map.setView([21.03, 105.85], 9);
    thin(names);
    map.on("zoomend", () => thin(names));
  }

  function nameAt(name, at) {
    const label = document.createElement("span");
    label.textContent = name;
    const icon = L.divIcon({ className: "name", html: label, iconSize: null });
    return L.marker(at, { interactive: false, keyboard: false, pane: "names", icon });
  }

  /** Hide names that would lie over others. */
  function thin(names) {
    const taken = [];
    for (const name of names) {
      const element = name.getElement();
      element.hidden = false;
      const box = element.firstChild.getBoundingClientRect();
      const free = taken.every((other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom);
      if (free) taken.push(box);
      element.hidden = !free;
    }
  }

  function shapesOf(cluster) {
    const { colour, hollow } = data.classes[cluster.mark];
    const paint = { color: hollow ? colour : "#37474f", weight: hollow ? 3 : 1, fillColor: hollow ? "#fff" : colour, fillOpacity: 0.9 };
    const shape = L.GeoJSON.geometryToLayer({ type: "Feature", geometry: cluster.at, properties: {} }, {
      pointToLayer: (_, at) => L.circleMarker(at, { ...paint, radius: 4.5 }),
    });
    const shapes = [shape];
    if (cluster.at.type !== "Point") {
      shape.setStyle({ ...paint, weight: 1.5, fillOpacity: 0.6, dashArray: cluster.dashed ? "5 4" : null });
      shapes.push(L.circleMarker(shape.getBounds().getCenter(), { ...paint, radius: 6 }));
    }
    for (const one of shapes) one.cluster = cluster;
    return shapes;
  }

  function said({ name, said: value }) {
    const words = document.createElement("span");
    const title = document.createElement("b");
    title.textContent = name;
    words.append(title, document.createElement("br"), `${texts.title}: ${value}`);
    return words;
  }

  function open({ id }) {
    const target = document.getElementById(`c-${id}`) ?? document.getElementById(`r-${id}`);
    location.hash = target.id;
    target.focus?.({ preventScroll: true });
  }

  function prepareTable() {
    const body = document.querySelector("#table tbody");
    const rows = [...body.rows].map((row) => ({ row, words: fold(row.textContent) }));
    const words = document.getElementById("words");
    words.closest("p").hidden = false;
    words.addEventListener("input", () => find(rows, fold(words.value).split(/\s+/)));
    document.querySelectorAll("#table thead th").forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(body, head, column));
    });
    find(rows, [""]);
  }

  function find(rows, wanted) {
    for (const one of rows) one.row.hidden = !wanted.every((word) => one.words.includes(word));
    const shown = rows.filter(({ row }) => !row.hidden).length;
    const values = { shown, total: rows.length };
    document.getElementById("count").textContent = texts.found.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /** Order the rows by a column; what has no number stands last, whichever way. */
  function sort(body, head, column) {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const collator = new Intl.Collator("vi", { numeric: true });
    const rows = [...body.rows];
    const numeric = rows.some((row) => row.cells[column].dataset.n !== undefined);
    const keyed = rows.map((row) => ({ row, cell: row.cells[column] }));
    const turn = down ? -1 : 1;
    keyed.sort((one, other) => {
      if (!numeric) return turn * collator.compare(one.cell.textContent, other.cell.textContent);
      const [a, b] = [one.cell.dataset.n, other.cell.dataset.n];
      if (a === undefined || b === undefined) return (a === undefined) - (b === undefined);
      return turn * (a - b);
    });
    body.append(...keyed.map(({ row }) => row));
  }

  function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase().trim();
  }
})();
