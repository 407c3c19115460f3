// The address is the state: what it says, and addresses that say something else.

/** What the script keeps in the address and the server is not asked about. */
const OWN = ["view", "cluster", "area", "street"];

export const asked = (name) => new URLSearchParams(location.search).get(name);

/** Write the query with some parameters changed; null takes one out. */
export function but(changes, search = location.search) {
  const parameters = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") parameters.delete(name);
    else parameters.set(name, value);
  }
  return written(parameters);
}

/** Write parameters as the server does: commas stay as they are. */
export function written(parameters) {
  const query = String(parameters).replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("+", "%20");
  return query && `?${query}`;
}

/** What the server is asked: the address without what the script keeps for itself. */
export const questionOf = (search = location.search) => but(Object.fromEntries(OWN.map((name) => [name, null])), search);

/** Tell whether two addresses ask the server the same. */
export function isSameQuestion(one, other) {
  const [here, there] = [one, other].map((search) => new URLSearchParams(questionOf(search)));
  here.sort();
  there.sort();
  return String(here) === String(there);
}

/** A link was made for the address `base`; what has changed there since goes along, unless the link itself changes it. */
export function carriedOver(wanted, base) {
  const [before, after] = [new URLSearchParams(base), new URLSearchParams(wanted)];
  const result = new URLSearchParams(location.search);
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(name) === after.get(name)) continue;
    if (after.has(name)) result.set(name, after.get(name));
    else result.delete(name);
  }
  if (after.has("cluster")) result.delete("area");
  return written(result);
}

/** Go to a query as a new step of the history. */
export function push(query) {
  if (query === location.search) return;
  history.pushState(null, "", location.pathname + query);
  dressLinks();
}

/** Change the query of this step. */
export function replace(query) {
  if (query === location.search) return;
  history.replaceState(null, "", location.pathname + query);
  dressLinks();
}

/** Links to other pages about the same question follow the address. */
export function dressLinks() {
  for (const link of document.querySelectorAll("[data-keeps-query]")) link.search = location.search;
  for (const link of document.querySelectorAll("[data-at]")) {
    link.href = link.dataset.at + but(Object.fromEntries(new URLSearchParams(link.dataset.with)));
  }
}
