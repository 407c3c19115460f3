// The map page: loads the features from the service, and ties map, list, legend, panel and address together.

import { areaPanelOf } from "./map/area_panel.js";
import { drawAreas } from "./map/areas.js";
import { drawBackground } from "./map/background.js";
import { layerOf } from "./map/classes.js";
import { addControls, lookAt, viewOf } from "./map/controls.js";
import { ringDistricts } from "./map/district.js";
import { drawClusters } from "./map/drawing.js";
import { showAreaLegend, showLegend } from "./map/legend.js";
import { makeList } from "./map/list.js";
import { asked, byId, narrow, notify, number, page, refuse, remember, text } from "./map/page.js";
import { closePanel, openCluster, openPanel } from "./map/panel.js";
import { printWhole } from "./map/paper.js";
import { freeRoom } from "./map/room.js";
import { listenToSheets, toggleSheet } from "./map/sheets.js";
import { offerStreetMap } from "./map/street.js";

const UNITS = ["districts", "places", "wards"];
const CODES = { districts: "district_code", wards: "ward_code" };

/** Bring the page to life on an empty Leaflet map. */
export async function start(map) {
  if (narrow.matches) byId("legend").open = false;
  addControls(map);
  offerStreetMap(map);
  try {
    const [collection, ...units] = await Promise.all(["clusters", ...UNITS].map(load));
    const layers = Object.fromEntries(UNITS.map((name, turn) => [name, units[turn].features]));
    const atlas = new Atlas(map, collection, layers);
    performance.mark("atlas:drawn");
    const redraw = drawBackground(map, collection.features, layers, () => atlas.circles);
    byId("choices").addEventListener("change", redraw);
    printWhole(map);
  } catch (error) {
    notify(text("loading_failed"));
    throw error;
  }
}

async function load(name) {
  const answer = await fetch(page.addresses[name]);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

/** What is shown, and what is chosen: a cluster, or a district or ward. */
class Atlas {
  constructor(map, { features, numberMatched }, units) {
    Object.assign(this, { map, units, clusters: features.map(({ properties }) => properties) });
    this.drawing = drawClusters(map, features, (id) => this.select(id));
    this.ring = ringDistricts(map, units.districts);
    this.areas = drawAreas(map, (id) => this.selectArea(id));
    this.list = makeList(features, (id) => this.choose(id), (id) => this.part.highlight(id));
    this.listen();
    this.show();
    this.restore();
    if (numberMatched > features.length) {
      notify(text("partial", { shown: number(features.length), total: number(numberMatched) }));
    }
  }

  get layer() {
    return layerOf(byId("layer").value);
  }

  get kind() {
    return chosen("areas");
  }

  get mean() {
    return chosen("mean");
  }

  /** The part of the map that is shown: the clusters, or the areas. */
  get part() {
    return this.kind === "clusters" ? this.drawing : this.areas;
  }

  /** The circles that stand for areas, if such are shown: names of other areas keep off them. */
  get circles() {
    return this.kind === "clusters" ? null : this.areas.circles();
  }

  show() {
    const { layer, kind, mean } = this;
    const ofClusters = kind === "clusters";
    this.map.getContainer().classList.toggle("with-areas", !ofClusters);
    byId("means").hidden = ofClusters || layer.areas.rule !== "means";
    this.drawing.colour(layer);
    this.drawing.hide(!ofClusters);
    if (ofClusters) {
      this.areas.clear();
      this.list.holdClusters(layer);
      showLegend(layer, this.clusters);
    } else {
      const shown = { layer, kind, mean, features: this.units[kind] };
      const scale = this.areas.show(shown);
      this.list.holdAreas(shown);
      showAreaLegend(layer, { ...shown, scale });
    }
    this.list.select(asked(ofClusters ? "cluster" : "area"));
  }

  choose(id) {
    if (this.kind === "clusters") this.select(id, { fly: true });
    else this.selectArea(id);
  }

  select(id, { fly = false } = {}) {
    const cluster = this.clusters.find((one) => one.id === id);
    if (!cluster) return;
    if (this.kind !== "clusters") this.leaveAreas();
    openCluster(cluster);
    this.drawing.select(id);
    this.opened("cluster", id);
    this.bringIntoView(cluster, fly);
  }

  /** What is chosen must be seen; a cluster without a place is looked for at its former district. */
  bringIntoView(cluster, fly) {
    const room = freeRoom(this.map);
    this.ring.clear();
    if (!this.drawing.has(cluster.id)) {
      const at = this.ring.show(cluster);
      if (at) this.ring.reveal(at, room);
    } else if (fly) this.drawing.show(cluster.id, room);
    else this.drawing.reveal(cluster.id, room);
  }

  selectArea(id, { focus = true } = {}) {
    const area = this.units[this.kind].find((unit) => unit.id === id)?.properties;
    if (!area) return;
    const members = this.clusters.filter((cluster) => cluster[CODES[this.kind]] === area.code);
    openPanel(areaPanelOf({ kind: this.kind, area, members, layer: this.layer }, (chosen) => this.select(chosen, { fly: true })));
    this.areas.select(id);
    this.opened("area", id, focus);
    this.areas.reveal(id, freeRoom(this.map));
  }

  opened(name, id, focus = true) {
    toggleSheet("list", false);
    if (narrow.matches) toggleSheet("legend", false);
    this.ring.clear();
    remember("cluster", null);
    remember(name, id);
    this.list.select(id);
    this.map.invalidateSize({ pan: false });
    if (focus) byId("panel-title").focus({ preventScroll: true });
  }

  close() {
    const id = asked("cluster") ?? asked("area");
    this.forget();
    this.list.focus(id);
  }

  /** Choose nothing any more. */
  forget() {
    closePanel();
    this.ring.clear();
    for (const part of [this.drawing, this.areas, this.list]) part.select(null);
    remember("cluster", null);
    remember("area", null);
  }

  leaveAreas() {
    document.querySelector("[name=areas][value=clusters]").checked = true;
    remember("areas", null);
    remember("area", null);
    this.areas.select(null);
    this.show();
  }

  /** Take up what the address says was chosen and looked at. */
  restore() {
    const viewed = lookAt(this.map, asked("view"));
    this.refuseUnknown();
    const [cluster, area] = [asked("cluster"), asked("area")];
    if (this.kind !== "clusters" && area) this.selectArea(area);
    else this.select(cluster, { fly: !viewed });
    this.map.on("moveend", () => remember("view", viewOf(this.map)));
  }

  /** What the address names and nobody knows is said, and taken out of it. */
  refuseUnknown() {
    const areas = this.kind === "clusters" ? [...this.units.districts, ...this.units.wards] : this.units[this.kind];
    const known = { layer: page.layers, cluster: this.clusters, area: areas };
    for (const [name, all] of Object.entries(known)) {
      if (asked(name) !== null && !all.some(({ id }) => id === asked(name))) refuse(name);
    }
  }

  listen() {
    byId("choices").addEventListener("change", ({ target }) => {
      remember(target.name, target.value === "clusters" ? null : target.value);
      if (target.name === "areas") this.forget();
      this.show();
      if (asked("area")) this.selectArea(asked("area"), { focus: false });
    });
    byId("choices").addEventListener("submit", (event) => event.preventDefault());
    listenToSheets(() => this.close());
  }
}

const chosen = (name) => document.querySelector(`[name=${name}]:checked`).value;
