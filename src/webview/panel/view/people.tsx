import type { Child, VNode } from '../../dom/jsx-runtime.ts';
import type { Person } from '../model/section.ts';
import type { Page } from './page.ts';
import { Dotted, Pieces, Value } from './pieces.tsx';
import { Details, inTwo } from './tree.tsx';

/** As many as fit beside the other sections. */
const atOnce = 12;

export function People({ of: people, path }: { of: readonly Person[]; path: string }): Child {
  const [first, more] = inTwo(people, atOnce);
  return [
    <Cards of={first} />,
    more.length > 0 && (
      <Details summary="More people" path={path} size={people.length - first.length}>
        {more.map((chunk) => (
          <Cards of={chunk} />
        ))}
      </Details>
    ),
  ];
}

function Cards({ of: people }: { of: readonly Person[] }, { masked }: Page): VNode {
  return (
    <ul class="people">
      {people.map(({ key, initials, name, email, more }) => (
        <li key={key} class="person">
          <span class="face" aria-hidden="true">
            {masked ? '' : initials}
          </span>
          <div>
            <div>
              <Pieces of={name} />
            </div>
            {email !== undefined && (
              <div>
                <Value of={email} />
              </div>
            )}
            <div class="more dots">
              <Dotted of={more} />
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
