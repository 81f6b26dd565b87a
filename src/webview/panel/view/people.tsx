import { t } from '../../../base/l10n.ts';
import { h, type Child, type VNode } from '../../dom/h.ts';
import type { Person } from '../model/section.ts';
import { Details, splitList } from './details.tsx';
import type { Page } from './page.ts';
import { Dotted, Pieces, Value } from './values.tsx';

/** Maximum number of people that are visible at once. */
const maxVisible = 12;

export function People({ of: people, path }: { of: readonly Person[]; path: string }): Child {
  const [first, more] = splitList(people, maxVisible);
  return [
    <Cards of={first} />,
    more.length > 0 && (
      <Details summary={t('More people')} path={path} size={people.length - first.length}>
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
            {email && (
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
