import type { VNode } from 'preact';
import type { Person } from '../model/section.ts';
import { CopyButton } from './copyButton.tsx';
import { Dotted, Pieces, Value } from './pieces.tsx';

export function People({ of: people }: { of: readonly Person[] }): VNode {
  return (
    <ul class="people">
      {people.map((person) => (
        <li key={person.key} class="person">
          <span class="face" aria-hidden="true">
            {person.initials}
          </span>
          <div>
            {person.name.length > 0 && (
              <div>
                <Pieces of={person.name} />
              </div>
            )}
            {person.email !== undefined && (
              <div class="email">
                <Value of={person.email} />
                <CopyButton value={person.email.raw} label="e-mail address" />
              </div>
            )}
            <div class="more dots">
              <Dotted of={person.more} />
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
