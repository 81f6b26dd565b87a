import { t } from '../../../base/l10n.ts';
import { h, type Child, type VNode } from '../../dom/h.ts';
import type { ValueRow } from '../model/section.ts';
import type { Line } from '../model/shown.ts';
import { CopyButton } from '../../common/buttons.tsx';
import { Details, splitList } from './details.tsx';
import { Pieces } from './values.tsx';

export function Rows({ of: rows, path, copyable = false }: RowsProps & { path: string }): Child {
  const [first, more] = splitList(rows);
  return [
    <RowList of={first} copyable={copyable} />,
    more.length > 0 && (
      <Details summary={t('More')} path={`${path}+`} size={rows.length - first.length}>
        {more.map((chunk) => (
          <RowList of={chunk} copyable={copyable} />
        ))}
      </Details>
    ),
  ];
}

interface RowsProps {
  readonly of: readonly ValueRow[];
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

/** The pointer of the row's value, so that an added or removed property doesn't change other rows. */
function keyOf({ value }: ValueRow): string | undefined {
  const leaf = value.find((piece) => typeof piece === 'object' && 'pointer' in piece);
  return leaf?.pointer;
}

function RowCopy({ of: { label, value } }: { of: ValueRow }): VNode | null {
  const [leaf] = value;
  return typeof leaf === 'object' && 'raw' in leaf ? (
    <CopyButton value={leaf.raw} label={label.map(wordsOf).join('')} />
  ) : null;
}

function wordsOf(piece: Line[number]): string {
  return typeof piece === 'string' ? piece : 'text' in piece ? piece.text : '';
}
