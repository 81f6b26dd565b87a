/** True if a JavaScript number can represent the literal exactly, i.e. it is in range and not rounded. */
export function isExactNumber(literal: string): boolean {
  const value = Number(literal);
  return Number.isFinite(value) && exactNumber(String(value)) === exactNumber(literal);
}

/** False if a double can only represent the literal as infinite, or as 0 although it isn't. Rounding doesn't matter. */
export function isInRange(literal: string): boolean {
  const value = Number(literal);
  return Number.isFinite(value) && (value !== 0 || exactNumber(literal) === '0');
}

/**
 * The sign, the digits without leading and trailing zeros, and the power of ten of the last digit of a JSON number.
 * Equal numbers have equal results, e.g. `5e3` and `5000.0`, also beyond the precision of a double. A number with an
 * exponent of more than 15 characters is returned as it is written.
 */
export function exactNumber(literal: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(literal) ?? [];
  const digits = whole + fraction;
  let start = 0;
  while (digits[start] === '0') start++;
  // A regular expression for zeros at the end tries each zero before it: quadratic for numbers of many zeros.
  let end = digits.length;
  while (end > start && digits[end - 1] === '0') end--;
  if (start === end) return '0';
  const shortExponent = exponent.replace(/^([+-]?)0+(?=\d)/, '$1');
  if (shortExponent.length > longestExponent) return literal.toLowerCase();
  const power = Number(shortExponent) - fraction.length + digits.length - end;
  return `${sign}${digits.slice(start, end)}e${power}`;
}

/** Characters, with the sign. A double holds so many digits exactly; a BigInt of megabytes would take seconds. */
const longestExponent = 15;
