// The page at work: what the server says is shown, what is chosen opens, and the address holds all of it.

import { drawAreas } from "./areas.js";
import { asked, but, dressLinks, questionOf, replace } from "./address.js";
import { go, listenToSteps } from "./ask.js";
import { drawBackground } from "./background.js";
import { addClose, lookAt, viewOf } from "./controls.js";
import { ringDistricts } from "./district.js";
import { offerEmbedding } from "./embed.js";
import { showLots } from "./lots.js";
import { byId, nameOf, narrow, number, page, text } from "./page.js";
import { closePanel, openPanel } from "./panel.js";
import { printWhole } from "./paper.js";
import { placeParts } from "./parts.js";
import { freeRoom } from "./room.js";
import { startSearch } from "./search.js";
import { offerShapes } from "./shape.js";
import { offerLink } from "./share.js";
import { closeSheets, listenToSheets } from "./sheets.js";
import { offerStreetMap } from "./street.js";
import { refreshTimeline, startTimeline } from "./time.js";

const { addresses } = page;
const HELD_IN_PLACE = "#part-table [data-id], #part-unplaced [data-id], #panel [data-id]";

/** What is shown, and what is chosen: a cluster, or a district or ward. */
export class Screen {
  constructor(map, { clusters, units, drawing, load }) {
    Object.assign(this, { map, clusters, units, drawing, load, chosen: null });
    this.ring = ringDistricts(map, units.districts);
    this.areas = drawAreas(map, (id) => this.choose({ area: id }));
    this.shapes = offerShapes(map);
    this.draw();
    this.redraw = drawBackground(
      map, clusters.features(), units, () => this.isOfClusters ? null : this.areas.circles(), (id) => clusters.isShown(id),
    );
    addClose(map, () => this.selected(), freeRoom);
    offerStreetMap(map);
    offerLink();
    offerEmbedding();
    this.offerSearch();
    startTimeline();
    new ResizeObserver(showPeriod).observe(byId("part-time"));
    printWhole(map);
    this.listen();
    this.begin();
  }

  get isOfClusters() {
    return this.drawing.kind === "clusters";
  }

  /** The part of the map that is shown: the clusters, or the areas. */
  get part() {
    return this.isOfClusters ? this.clusters : this.areas;
  }

  /** What is selected: clusters, or the areas that have some. */
  selected() {
    const { rows, kind, clusters } = this.drawing;
    const all = this.isOfClusters ? this.clusters.features() : this.units[kind];
    return rows.filter((_, turn) => this.isOfClusters || clusters[turn]).map((row) => all[row]).filter(({ geometry }) => geometry);
  }

  listen() {
    listenToSteps({
      show: (answer) => this.show(answer),
      arrive: () => this.arrive(),
      look: (view) => lookAt(this.map, view),
    });
    listenToSheets(() => this.close());
    document.addEventListener("click", ({ target }) => {
      const row = target.closest(HELD_IN_PLACE);
      if (row && !target.closest("a, button, input, summary")) this.choose({ cluster: row.dataset.id }, { fly: true });
    });
    for (const type of ["mouseover", "focusin"]) {
      document.addEventListener(type, ({ target }) => this.point(target.closest?.(HELD_IN_PLACE)?.dataset.id ?? null));
    }
  }

  /** What is found is chosen if it is a cluster, else selected by. */
  offerSearch() {
    if (!byId("search-box")) return;
    const { suggest, failed } = byId("search-box").dataset;
    const onChoose = (change) => change.cluster ? this.choose(change, { fly: true }) : go(but({ ...change, page: null }));
    startSearch(byId("search-words"), byId("search-options"), { address: suggest, onChoose, text: { failed } });
  }

  /** Take up what the address says was looked at and chosen. */
  begin() {
    if (page.refused.length) replace(but(Object.fromEntries(page.refused.map((name) => [name, null]))));
    const viewed = lookAt(this.map, asked("view"));
    if (!viewed && asked("extent")) this.fitExtent();
    this.flies = !viewed;
    this.arrive({ focus: false });
    this.setBeside();
    this.setRaster();
    this.map.on("moveend", () => replace(but({ view: viewOf(this.map) })));
    dressLinks();
  }

  fitExtent() {
    const [west, south, east, north] = asked("extent").split(",").map(Number);
    this.map.fitBounds([[south, west], [north, east]], { animate: false });
  }

  /** Show an answer of the server. */
  async show(answer) {
    if (answer.revision !== this.drawing.revision) await this.renew();
    document.title = document.title.replace(this.drawing.title, answer.title);
    this.drawing = answer;
    placeParts(answer.parts);
    this.draw();
    // names may follow a moment later than what they name
    requestAnimationFrame(() => setTimeout(this.redraw));
    refreshTimeline();
    showPeriod();
    if (!asked("cluster") && asked("area") && !this.openArea()) this.close();
    dressLinks();
    this.setBeside();
    this.setRaster();
    byId("live").textContent = text("found", { shown: number(answer.found), total: number(this.clusters.features().length) });
  }

  /** The second map is loaded when it is first asked for. */
  async setBeside() {
    if (!this.beside && !this.drawing.beside) return;
    const { offerBeside } = await import("./beside.js");
    this.beside ??= offerBeside(this.map, () => this.clusters.features(), this.units, (chosen) => this.choose(chosen));
    await this.beside.show(this.drawing);
    this.beside.select(asked("cluster"));
  }

  /** So is what draws a raster. */
  async setRaster() {
    if (!this.raster && !byId("raster-shown")) return;
    const { offerRaster } = await import("./rasters.js");
    this.raster ??= offerRaster(this.map);
    this.raster.show();
  }

  /** A newer snapshot counts its clusters anew. */
  async renew() {
    const { features } = await this.load("clusters");
    this.clusters.replace(features);
  }

  draw() {
    this.map.getContainer().classList.toggle("with-areas", !this.isOfClusters);
    this.clusters.apply(this.drawing);
    this.clusters.hide(!this.isOfClusters);
    if (this.isOfClusters) this.areas.clear();
    else this.areas.show(this.drawing, this.units[this.drawing.kind]);
    this.shapes.show();
    byId("in-view").checked = asked("extent") !== null;
    this.mark();
  }

  point(id) {
    if (id === this.pointed) return;
    this.pointed = id;
    if (this.isOfClusters) this.clusters.highlight(id);
  }

  /** Choose a cluster or an area: a step of the history. */
  choose(chosen, { fly = false } = {}) {
    if (this.shapes.isDrawing()) return;
    this.flies = fly;
    const leavesAreas = chosen.cluster && !this.isOfClusters ? { areas: null } : {};
    go(but({ cluster: null, area: null, ...leavesAreas, ...chosen }));
  }

  /** Show what the address says is chosen. */
  arrive({ focus = true } = {}) {
    const [cluster, area] = [asked("cluster"), asked("area")];
    const chosen = cluster ? `cluster ${cluster}` : area && `area ${area}`;
    if (chosen === this.chosen) return;
    this.chosen = chosen;
    this.ring.clear();
    const found = cluster && this.clusters.find(cluster);
    if (found) this.openCluster(found, this.flies);
    else if (!this.openArea()) return this.forget();
    this.flies = false;
    if (narrow.matches) closeSheets({ focus: false });
    if (focus) byId("panel-title")?.focus({ preventScroll: true });
  }

  openCluster(cluster, fly) {
    const page = `${addresses.factsheet}/${encodeURIComponent(cluster.id)}`;
    openPanel(`${page}/panel`, { name: nameOf(cluster), page }).then((came) => came && showLots(this.map, cluster.id));
    this.map.invalidateSize({ pan: false });
    this.mark();
    const room = freeRoom(this.map);
    if (!this.clusters.has(cluster.id)) {
      const at = this.ring.show(cluster);
      if (at) this.ring.reveal(at, room);
    } else if (fly) this.clusters.show(cluster.id, room);
    else this.clusters.reveal(cluster.id, room);
  }

  /** Open the panel of the area that is chosen; tells whether there is one. */
  openArea() {
    const id = asked("cluster") ? null : asked("area");
    const { kind } = this.drawing;
    const area = !this.isOfClusters && id && this.units[kind].find((unit) => unit.id === id)?.properties;
    if (!area) return false;
    showLots(this.map, null);
    openPanel(`${addresses.areas}/${kind}/${encodeURIComponent(id)}/panel${questionOf()}`, { name: area.full_name });
    this.map.invalidateSize({ pan: false });
    this.mark();
    this.areas.reveal(id, freeRoom(this.map));
    return true;
  }

  /** What is chosen stands out on the map and in the table. */
  mark() {
    const cluster = asked("cluster");
    this.clusters.select(cluster);
    this.areas.select(cluster ? null : asked("area"));
    this.beside?.select(cluster);
    for (const row of document.querySelectorAll("#part-table [data-id], #part-unplaced [data-id]")) {
      if (row.dataset.id === cluster) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  forget() {
    const hadFocus = byId("panel").contains(document.activeElement);
    closePanel();
    showLots(this.map, null);
    this.mark();
    this.map.invalidateSize({ pan: false });
    if (hadFocus) this.map.getContainer().focus({ preventScroll: true });
  }

  /** Close the panel: nothing is chosen any more. */
  close() {
    const id = asked("cluster");
    go(but({ cluster: null, area: null }));
    const row = id && document.querySelector(`#part-table [data-id="${CSS.escape(id)}"] :is(a, button)`);
    row?.focus({ preventScroll: true });
  }
}

/** The period that is shown is in sight among the others; where the page is scrolled to is left alone. */
function showPeriod() {
  const tick = document.querySelector("#part-time [aria-current]");
  if (!tick) return;
  const list = tick.closest("ol");
  const [outer, inner] = [list.getBoundingClientRect(), tick.getBoundingClientRect()];
  if (inner.left < outer.left || inner.right > outer.right) list.scrollLeft += inner.right - outer.right;
}
