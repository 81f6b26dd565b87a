/** True if a JavaScript number can represent the literal exactly, i.e. it is in range and not rounded. */
export function isExactNumber(literal: string): boolean {
  const value = Number(literal);
  return Number.isFinite(value) && digitsOf(String(value)) === digitsOf(literal);
}

/**
 * The digits without leading and trailing zeros, and the power of ten of the last digit. Equal numbers have equal
 * results.
 */
function digitsOf(literal: string): string {
  const [mantissa = '', exponent = '0'] = literal.toLowerCase().replace(/^-/, '').split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  return `${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}
