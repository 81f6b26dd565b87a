import type { PanelFailure } from '../../../protocol/panel.ts';
import { FailureHelp, FailureIcon } from '../../common/failure.tsx';
import { h, type VNode } from '../../dom/h.ts';

/** The page if there is nothing to show. */
export function FailedPage({ failure }: { failure: PanelFailure }): VNode {
  return (
    <div class={failure.calm === true ? 'failed calm' : 'failed'}>
      <FailureIcon of={failure} />
      <h1 dir="auto">{failure.title}</h1>
      <FailureHelp for={failure} />
    </div>
  );
}
