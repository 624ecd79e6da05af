// Texts and names that tell themselves apart.

/** `what 1`, `what 2`, … */
export function numbered(what: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${what} ${n + 1}`);
}
