import { closestName } from '../../referral/rules/closestName.ts';

/** The methods by which calls are told apart. Another one would be a typing error that no call meets. */
export const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** A regular expression for a method in any case, without flags, for schemas. */
export const methodPattern = `^(${methods.map(inAnyCase).join('|')})$`;

/** True for a method in any case. */
export function isMethod(name: string): boolean {
  return methods.some((method) => method === name.toUpperCase());
}

/** The method that was probably meant. */
export function meantMethod(name: string): string | undefined {
  return closestName(name, methods);
}

function inAnyCase(method: string): string {
  return Array.from(method, (letter) => `[${letter}${letter.toLowerCase()}]`).join('');
}
