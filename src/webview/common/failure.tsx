import { t } from '../../base/l10n.ts';
import { actionTitle } from '../../protocol/actionTitles.ts';
import type { PanelFailure } from '../../protocol/panel.ts';
import { h, Fragment, type VNode } from '../dom/h.ts';
import { CopyButton, Icon } from './buttons.tsx';
import { asks, type CommonPage } from './intents.ts';

/** A banner: the last refresh failed and the content, if there is any, is older. */
export function FailureBanner({ failure }: { failure: PanelFailure }): VNode {
  return (
    <section class="banner" aria-label={t('Refresh failed')}>
      <FailureIcon of={failure} />
      <div>
        <strong dir="auto">{failure.title}</strong>
        <FailureHelp for={failure} />
      </div>
    </section>
  );
}

export function FailureIcon({ of: { calm = false } }: { of: PanelFailure }): VNode {
  return <Icon name={calm ? 'person' : 'error'} />;
}

/** What can be done about a failure, and what support asks for. */
export function FailureHelp({ for: { advice, actions, requestId } }: { for: PanelFailure }, page: CommonPage): VNode {
  return (
    <>
      <p dir="auto">{advice}</p>
      {actions.length > 0 && (
        <div class="buttons">
          {actions.map((action, index) => (
            <button
              key={action}
              class={index === 0 ? 'button' : 'button secondary'}
              onClick={asks(page, { name: 'failureAction', action })}
            >
              {actionTitle(action)}
            </button>
          ))}
        </div>
      )}
      {requestId !== undefined && (
        <p class="request-id">
          <span>{t('Request ID')}</span>{' '}
          <span class="mono" dir="auto">
            {requestId}
          </span>
          <CopyButton value={requestId} label={t('request ID')} />
        </p>
      )}
    </>
  );
}
