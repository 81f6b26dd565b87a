/** Thrown if the user's input or settings are wrong. The message says what to do. */
export class HumanError extends Error {
  override readonly name = 'HumanError';
}
