// Figures, and the table that they are shown in.

/**
 * What was measured, as a person reads it, and what it must keep to.
 * @typedef {{ name: string, value: number, unit: string, atMost?: number }} Figure
 */

/** The value in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The figures as a table in Markdown, which reads well as plain text too.
 * @param {Figure[]} figures
 */
export function table(figures) {
  const header = ['Measured', 'Figure', 'Goal', ''];
  const rows = figures.map(({ name, value, unit, atMost }) => [
    name,
    `${Number.isInteger(value) ? value : value.toFixed(1)} ${unit}`,
    atMost === undefined ? '' : `≤ ${atMost} ${unit}`,
    atMost === undefined ? '' : value <= atMost ? 'kept' : 'MISSED',
  ]);
  const widths = header.map((_, at) => Math.max(...[header, ...rows].map((row) => row[at].length)));
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |\n`;
  return [header, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('');
}
