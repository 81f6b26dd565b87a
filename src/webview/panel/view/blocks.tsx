import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { Block, Row, Section, Statement, TimelineEntry } from '../model/section.ts';
import type { Line } from '../model/shown.ts';
import { NowContext } from './clock.ts';
import { CopyButton } from './copyButton.tsx';
import { Engagement } from './engagement.tsx';
import { Icon } from './icon.tsx';
import { People } from './people.tsx';
import { Pieces, Value } from './pieces.tsx';
import { Tree } from './tree.tsx';

export function SectionView({ of: section }: { of: Section }): VNode {
  const id = `section-${section.key}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{section.title}</h2>
      {section.blocks.map((block, index) => (
        <BlockView key={`${block.kind}${index}`} of={block} />
      ))}
    </section>
  );
}

function BlockView({ of: block }: { of: Block }): VNode {
  switch (block.kind) {
    case 'note':
      return (
        <p class={block.quoted ? 'note quoted' : 'note'}>
          <Value of={block.text} />
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
          {block.lines.map((line, index) => (
            <span key={index} class="line">
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
      return <Rows of={block.rows} copyable={block.copyable} />;
    case 'table':
      return <Table columns={block.columns} rows={block.rows} />;
    case 'people':
      return <People of={block.people} />;
    case 'statements':
      return (
        <ul class="statements">
          {block.statements.map((statement, index) => (
            <StatementView key={index} of={statement} />
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
            <BlockView key={index} of={inner} />
          ))}
        </div>
      );
    case 'engagement':
      return <Engagement own={block.own} related={block.related} />;
    case 'branch':
      return <Tree of={block.branch} />;
  }
}

export function Rows({ of: rows, copyable = false }: { of: readonly Row[]; copyable?: boolean }): VNode {
  return (
    <dl class={copyable ? 'rows copyable' : 'rows'}>
      {rows.map((row, index) => (
        <div key={index} class="row">
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

function RowCopy({ of: { label, value } }: { of: Row }): VNode | null {
  const [name] = label;
  const [leaf] = value;
  if (typeof leaf !== 'object' || !('raw' in leaf)) return null;
  return <CopyButton value={leaf.raw} label={typeof name === 'object' && 'text' in name ? name.text : String(name)} />;
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
        {rows.map((cells, index) => (
          <tr key={index}>
            {cells.map((cell, column) => (
              <td key={columns[column] ?? column} class={cell.length === 0 ? 'empty' : undefined}>
                {/* Where there is no room for columns each cell says by itself what it is. */}
                <span class="cell-label" aria-hidden="true">
                  {columns[column]}
                </span>
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

function Event({ of: entry }: { of: TimelineEntry }): VNode {
  const now = useContext(NowContext);
  return (
    <li class={entry.at !== undefined && entry.at > now ? 'ahead' : undefined}>
      {entry.label}
      {entry.at !== undefined && (
        <span class="quiet">
          {' · '}
          <Pieces of={[{ at: entry.at, as: 'ago' }]} />
        </span>
      )}
      <span class="when">
        <Pieces of={entry.value} />
      </span>
    </li>
  );
}

function StatementView({ of: statement }: { of: Statement }): VNode {
  return (
    <li class={statement.state}>
      {statement.state === 'open' ? (
        <span class="mark" aria-hidden="true">
          ?
        </span>
      ) : (
        <Icon name={statement.state === 'yes' ? 'check' : 'cross'} />
      )}
      <span>
        <Pieces of={statement.line} />
      </span>
    </li>
  );
}
