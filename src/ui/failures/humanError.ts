/** A mistake of the person who asked, or of their settings; its text tells the next step. */
export class HumanError extends Error {
  override readonly name = 'HumanError';
}
