import type { VNode } from 'preact';
import type { FailureAction, PanelFailure } from '../../../protocol/panel.ts';
import { useIntent } from './ask.ts';
import { CopyButton } from './copyButton.tsx';
import { Icon } from './icon.tsx';

const labels: Readonly<Record<FailureAction, string>> = {
  retry: 'Try Again',
  signIn: 'Sign In',
  useSandbox: 'Use the Sandbox',
  setup: 'Setup Checklist',
  diagnose: 'Diagnose Connection',
  showLog: 'Show Log',
  showAnswer: 'Show the Server’s Answer',
};

/** Nothing to show, and why: the whole page. */
export function FailedPage({ failure }: { failure: PanelFailure }): VNode {
  return (
    <div class="failed">
      <Icon name="error" />
      <h1 dir="auto">{failure.title}</h1>
      <Help for={failure} />
    </div>
  );
}

/** The newest refresh failed; the content below is older. */
export function FailureBanner({ failure }: { failure: PanelFailure }): VNode {
  return (
    <section class="banner" aria-label="Refresh failed">
      <Icon name="error" />
      <div>
        <strong dir="auto">{failure.title}</strong>
        <Help for={failure} />
      </div>
    </section>
  );
}

function Help({ for: failure }: { for: PanelFailure }): VNode {
  return (
    <>
      <p dir="auto">{failure.advice}</p>
      <FailureActions of={failure.actions} />
      <RequestId of={failure.requestId} />
    </>
  );
}

function FailureActions({ of: actions }: { of: readonly FailureAction[] }): VNode | null {
  const { busy, send } = useIntent();
  if (actions.length === 0) return null;
  return (
    <div class="buttons">
      {actions.map((action, index) => (
        <button
          key={action}
          class={index === 0 ? 'button' : 'button secondary'}
          aria-disabled={busy}
          onClick={() => void send({ name: 'failureAction', action })}
        >
          {labels[action]}
        </button>
      ))}
    </div>
  );
}

function RequestId({ of: id }: { of: string | undefined }): VNode | null {
  if (id === undefined) return null;
  return (
    <p class="request-id">
      <span>Request ID</span>{' '}
      <span class="mono" dir="auto">
        {id}
      </span>
      <CopyButton value={id} label="request ID" />
    </p>
  );
}
