import { h, type VNode } from '../../dom/h.ts';
import { endOfDay } from '../../../referral/when.ts';
import type { Block, Branch, Section, Statement, TimelineEntry } from '../model/section.ts';
import type { Line } from '../model/shown.ts';
import { Engagement } from './engagement.tsx';
import { Icon } from '../../common/buttons.tsx';
import { Details } from './details.tsx';
import type { Page } from './page.ts';
import { People } from './people.tsx';
import { Rows } from './rows.tsx';
import { Pieces, RelativeTime, Value } from './values.tsx';

export function SectionView({ of: { key, title, blocks } }: { of: Section }): VNode {
  const id = `section-${key}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {blocks.map((block, index) => (
        <BlockView key={`${block.kind}${index}`} of={block} path={`${key}${index}`} />
      ))}
    </section>
  );
}

function BlockView({ of: block, path }: { of: Block; path: string }): VNode {
  switch (block.kind) {
    case 'note':
      return (
        <p class={block.quoted ? 'note quoted' : 'note'}>
          <Value key={block.text.pointer} of={block.text} />
        </p>
      );
    case 'line':
      return (
        <p class="quiet">
          <Pieces of={block.line} />
        </p>
      );
    case 'address':
      return (
        <p>
          {block.lines.map((line) => (
            <span class="line">
              <Pieces of={line} />
            </span>
          ))}
        </p>
      );
    case 'tags':
      return (
        <ul class="tags">
          {block.tags.map((tag) => (
            <li key={tag.pointer}>
              <Value of={tag} />
            </li>
          ))}
        </ul>
      );
    case 'rows':
      return <Rows of={block.rows} path={path} copyable={block.copyable} />;
    case 'table':
      return <Table columns={block.columns} rows={block.rows} />;
    case 'people':
      return <People of={block.people} path={path} />;
    case 'statements':
      return (
        <ul class="statements">
          {block.statements.map((statement) => (
            <StatementView of={statement} />
          ))}
        </ul>
      );
    case 'timeline':
      return (
        <ol class="timeline">
          {block.entries.map((entry) => (
            <TimelineItem key={entry.label} of={entry} />
          ))}
        </ol>
      );
    case 'card':
      return (
        <div class="card">
          <h3>
            <Pieces of={block.title} />
          </h3>
          {block.blocks.map((inner, index) => (
            <BlockView key={index} of={inner} path={`${path}.${index}`} />
          ))}
        </div>
      );
    case 'engagement':
      return <Engagement own={block.own} related={block.related} />;
    case 'branch':
      return <BranchView of={block.branch} path={path} />;
  }
}

/** A level of the record with its own names. A refresh keeps it open or closed. */
function BranchView({ of: branch, path }: { of: Branch; path: string }): VNode {
  const here = `${path}/${branch.name}`;
  return (
    <Details summary={branch.name} path={here} size={branch.size} open={branch.size <= 3}>
      {branch.rows.length > 0 && <Rows of={branch.rows} path={here} />}
      {branch.branches.map((child) => (
        <BranchView key={child.name} of={child} path={here} />
      ))}
    </Details>
  );
}

function Table({ columns, rows }: { columns: readonly string[]; rows: readonly (readonly Line[])[] }): VNode {
  return (
    <table>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr>
            {cells.map((cell, column) => (
              <td key={columns[column]} class={cell.length === 0 ? 'empty' : undefined}>
                {/* In narrow panels each cell shows its column's name. */}
                <span class="cell-label">{columns[column]}</span>
                <span>
                  <Pieces of={cell} />
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function TimelineItem({ of: { at, as, label, value } }: { of: TimelineEntry }, { now, until }: Page): VNode {
  const over = at === undefined ? -Infinity : as === 'day' ? endOfDay(at) : at;
  const ahead = over > now;
  if (ahead) until(over);
  return (
    <li class={ahead ? 'ahead' : undefined}>
      {label}
      {at !== undefined && (
        <span class="quiet">
          {' · '}
          <RelativeTime of={{ at, as }} />
        </span>
      )}
      <span class="when">
        <Pieces of={value} />
      </span>
    </li>
  );
}

function StatementView({ of: { state, line } }: { of: Statement }): VNode {
  return (
    <li class={state}>
      {state === 'open' ? (
        <span class="mark" aria-hidden="true">
          ?
        </span>
      ) : (
        <Icon name={state === 'yes' ? 'check' : 'cross'} />
      )}
      <span>
        <Pieces of={line} />
      </span>
    </li>
  );
}
