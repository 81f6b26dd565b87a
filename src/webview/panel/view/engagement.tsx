import type { VNode } from 'preact';
import type { RelatedReferral } from '../../../protocol/panel.ts';
import { statusWords } from '../../../referral/words.ts';
import { parseDate } from '../model/format.ts';
import type { Line, Moment } from '../model/shown.ts';
import { useIntent } from './ask.ts';
import { Pieces } from './pieces.tsx';

export function Engagement({ own, related }: { own: Line; related: readonly RelatedReferral[] }): VNode {
  return (
    <ul class="engagement">
      <li>
        <span class="dot" aria-hidden="true" />
        <span>
          <Pieces of={own} />
        </span>
      </li>
      {related.map((referral) => (
        <Other key={referral.id} of={referral} />
      ))}
    </ul>
  );
}

function Other({ of: referral }: { of: RelatedReferral }): VNode {
  const { send } = useIntent();
  const status = statusWords(referral.status, referral.substatus);
  const updated = momentOf(referral.updatedDateTime);
  return (
    <li>
      <span
        class={referral.status === 'Active' || referral.substatus === 'Won' ? 'dot good' : 'dot'}
        aria-hidden="true"
      />
      <span>
        <button class="link" dir="auto" onClick={() => void send({ name: 'openReferral', id: referral.id })}>
          {ownerOf(referral)}
        </button>
        {status !== undefined && <span dir="auto"> · {status}</span>}
        <span class="when dots">
          <span class="part" dir="auto">
            {referral.title}
          </span>
          {updated !== undefined && (
            <span class="part">
              updated <Pieces of={[updated]} />
            </span>
          )}
        </span>
      </span>
    </li>
  );
}

function ownerOf(referral: RelatedReferral): string {
  if (referral.owner.kind === 'microsoft') return 'Microsoft’s side';
  return referral.owner.name ?? 'Another partner';
}

function momentOf(date: string | undefined): Moment | undefined {
  const at = parseDate(date);
  return at === undefined ? undefined : { at, as: 'ago' };
}
