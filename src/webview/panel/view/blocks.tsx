import type { Child, VNode } from '../../dom/jsx-runtime.ts';
import type { Block, Row, Section, Statement, TimelineEntry } from '../model/section.ts';
import type { Line } from '../model/shown.ts';
import { CopyButton } from './copyButton.tsx';
import { Engagement } from './engagement.tsx';
import { Icon } from './icon.tsx';
import type { Page } from './page.ts';
import { People } from './people.tsx';
import { Pieces, RelativeTime, Value } from './pieces.tsx';
import { Details, inTwo, Tree } from './tree.tsx';

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
            <Event key={entry.label} of={entry} />
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
      return <Tree of={block.branch} path={path} />;
  }
}

export function Rows({ of: rows, path, copyable = false }: RowsProps & { path: string }): Child {
  const [first, more] = inTwo(rows);
  return [
    <RowList of={first} copyable={copyable} />,
    more.length > 0 && (
      <Details summary="More" path={`${path}+`} size={rows.length - first.length}>
        {more.map((chunk) => (
          <RowList of={chunk} copyable={copyable} />
        ))}
      </Details>
    ),
  ];
}

interface RowsProps {
  readonly of: readonly Row[];
  readonly copyable?: boolean;
}

function RowList({ of: rows, copyable = false }: RowsProps): VNode {
  return (
    <dl class={copyable ? 'rows copyable' : 'rows'}>
      {rows.map((row) => (
        <div key={keyOf(row)} class="row">
          <dt dir="auto">
            <Pieces of={row.label} />
          </dt>
          <dd>
            <Pieces of={row.value} />
            {copyable && <RowCopy of={row} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The pointer of the row's value, so that a property that came or went leaves the other rows alone. */
function keyOf({ value }: Row): string | undefined {
  const leaf = value.find((piece) => typeof piece === 'object' && 'pointer' in piece);
  return leaf?.pointer;
}

function RowCopy({ of: { label, value } }: { of: Row }): VNode | null {
  const [leaf] = value;
  return typeof leaf === 'object' && 'raw' in leaf ? (
    <CopyButton value={leaf.raw} label={label.map(wordsOf).join('')} />
  ) : null;
}

function wordsOf(piece: Line[number]): string {
  return typeof piece === 'string' ? piece : 'text' in piece ? piece.text : '';
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
                {/* Where there is no room for columns each cell says by itself what it is. */}
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

function Event({ of: { at, label, value } }: { of: TimelineEntry }, { now }: Page): VNode {
  return (
    <li class={at !== undefined && at > now ? 'ahead' : undefined}>
      {label}
      {at !== undefined && (
        <span class="quiet">
          {' · '}
          <RelativeTime of={{ at, as: 'ago' }} />
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
