// Proportional symbols: the AREA of a circle is in proportion to its value, so its radius to the square root.

import { narrow } from "./page.js";

const LEAST_PX = 4;
const largestPx = () => (narrow.matches ? 17 : 26);

/** The scale for some values: the largest circle stands for the largest of them; null without any. */
export function scaleOf(values) {
  const most = Math.max(0, ...values.filter((value) => value !== null));
  return most > 0 ? { most } : null;
}

/** The radius in pixels; where nothing is known, the least that can be seen and hit. */
export function radiusOf(value, scale) {
  if (!scale || !value) return LEAST_PX;
  return Math.max(largestPx() * Math.sqrt(value / scale.most), LEAST_PX);
}
