import { t } from '../../../base/l10n.ts';
import { h, Fragment, type VNode } from '../../dom/h.ts';
import { actionTitle } from '../../../protocol/actionTitles.ts';
import type { PanelFailure } from '../../../protocol/panel.ts';
import { CopyButton, Icon } from './buttons.tsx';
import { asks, type Page } from './page.ts';

/** The page if there is nothing to show. */
export function FailedPage({ failure }: { failure: PanelFailure }): VNode {
  const { calm = false } = failure;
  return (
    <div class={calm ? 'failed calm' : 'failed'}>
      <Icon name={calm ? 'person' : 'error'} />
      <h1 dir="auto">{failure.title}</h1>
      <Help for={failure} />
    </div>
  );
}

/** A banner: the last refresh failed and the content is older. */
export function FailureBanner({ failure }: { failure: PanelFailure }): VNode {
  return (
    <section class="banner" aria-label={t('Refresh failed')}>
      <Icon name={failure.calm === true ? 'person' : 'error'} />
      <div>
        <strong dir="auto">{failure.title}</strong>
        <Help for={failure} />
      </div>
    </section>
  );
}

function Help({ for: { advice, actions, requestId } }: { for: PanelFailure }, page: Page): VNode {
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
