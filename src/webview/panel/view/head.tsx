import { t } from '../../../base/l10n.ts';
import { h, type Child, type VNode } from '../../dom/h.ts';
import type { PlainIntent, ReferralState } from '../../../protocol/panel.ts';
import { Icon, IconButton, type IconName } from '../../common/buttons.tsx';
import { asks } from '../../common/intents.ts';
import { ownerName } from '../model/engagement.ts';
import type { Header } from '../model/header.ts';
import type { Journey, Stage } from '../model/journey.ts';
import type { ReferralView } from '../model/referralView.ts';
import { filled, type Line } from '../model/shown.ts';
import type { Page } from './page.ts';
import { Dotted, Pieces, RelativeTime } from './values.tsx';

export function Head({ of: header, state }: { of: Header; state: ReferralState }): VNode {
  const { receivedAt, clockAhead, refreshing, masked, pinned } = state;
  return (
    <header class="top">
      <NavigationHistory of={state} />
      <p class="over">
        {header.sandbox && <span class="marker">{t('SANDBOX')}</span>}
        <span class="dots">
          <Dotted of={header.kind} />
        </span>
      </p>
      <h1>
        <Pieces of={header.title} />
      </h1>
      <p class="who dots">
        <Dotted of={header.who} />
      </p>
      <div class="actions" role="group" aria-label={t('Actions')}>
        <span class="fresh">
          {filled(t('as of {0}'), <RelativeTime of={{ at: receivedAt + clockAhead, as: 'ago' }} />)}
        </span>
        <Action icon="refresh" label={t('Refresh')} intent="refresh" spinning={refreshing} />
        <Action icon="json" label={t('Open as JSON')} intent="openJson" />
        <Action icon="copy" label={t('Copy referral ID')} intent="copyId" />
        <Action icon="note" label={t('Copy summary')} intent="copySummary" />
        <Action icon="pin" label={t('Open links in new panels')} pressed={pinned} intent="togglePin" />
        <Action
          icon={masked ? 'eyeClosed' : 'eye'}
          label={t('Hide personal data')}
          pressed={masked}
          intent="toggleMask"
        />
      </div>
    </header>
  );
}

/** Buttons of the navigation history and links to the other referrals of the engagement. */
function NavigationHistory({ of: { canGoBack, canGoForward, related } }: { of: ReferralState }, page: Page): Child {
  if (!canGoBack && !canGoForward && related.length === 0) return null;
  return (
    <nav class="trail" aria-label={t('Engagement')}>
      {(canGoBack || canGoForward) && [
        <Action icon="back" label={t('Back')} intent="goBack" off={!canGoBack} />,
        <Action icon="chevron" label={t('Forward')} intent="goForward" off={!canGoForward} />,
      ]}
      {related.length > 0 && [
        <span>{t('Engagement')}</span>,
        related.map(({ id, owner }) => (
          <span key={id} class="crumb" dir="auto">
            <button class="link" onClick={asks(page, { name: 'openReferral', id })}>
              {ownerName(owner)}
            </button>
          </span>
        )),
        <span class="crumb" aria-current="page">
          {t('This referral')}
        </span>,
      ]}
    </nav>
  );
}

interface ActionProps {
  readonly icon: IconName;
  readonly label: string;
  readonly intent: PlainIntent;
  readonly spinning?: boolean;
  readonly pressed?: boolean;
  readonly off?: boolean;
}

function Action({ intent, ...look }: ActionProps, page: Page): VNode {
  return <IconButton {...look} onClick={asks(page, { name: intent })} />;
}

export function Stages({ of: journey, moves }: { of: Journey; moves: ReferralState['moves'] }): VNode {
  return (
    <section class="way" tabindex={-1} aria-label={t('Progress')}>
      {journey.unknown.length > 0 && (
        <p class="unknown-status">{filled<Child>(t('Status: {0}'), <Pieces of={journey.unknown} />)}</p>
      )}
      <ol class="journey">
        {journey.stages.map((stage) => (
          <StageItem key={stage.key} of={stage} moves={stage.place === 'now' ? moves : []} />
        ))}
      </ol>
      {journey.reason.length > 0 && (
        <p class="reason">
          <span class="quiet">{t('Reason:')} </span>
          <Pieces of={journey.reason} />
        </p>
      )}
    </section>
  );
}

/** The focus would be lost with a button that the new status doesn't have. */
function keepFocus(button: Element): void {
  if (button.isConnected || document.activeElement !== document.body) return;
  const next = document.querySelector<HTMLElement>('.stage>.buttons>*') ?? document.querySelector<HTMLElement>('.way');
  next?.focus();
}

function StageItem(props: { of: Stage; moves: ReferralState['moves'] }, page: Page): VNode {
  const { place, tone, name, notes } = props.of;
  const titles = { accept: t('Accept'), decline: t('Decline…'), close: t('Close…') };
  return (
    <li class={`stage ${place} ${tone}`} aria-current={place === 'now' ? 'step' : undefined}>
      <span class="stage-name">
        <Pieces of={name} />
      </span>
      <span class="stage-notes dots">
        <Dotted of={notes} />
      </span>
      {props.moves.length > 0 && (
        <div class="buttons">
          {props.moves.map((move) => (
            <button
              key={move}
              class={move === 'accept' ? 'button' : 'button secondary'}
              onClick={asks(page, { name: 'move', move }, keepFocus)}
            >
              {titles[move]}
            </button>
          ))}
        </div>
      )}
    </li>
  );
}

/** True if the text is too long for large type. */
function isLong([value]: Line): boolean {
  return typeof value === 'object' && 'text' in value && value.text.length > 24;
}

export function Figures(props: { of: ReferralView['figures']; canOpenCrm: boolean }, page: Page): VNode {
  const { of: figures, canOpenCrm } = props;
  return (
    <dl class="figures">
      {figures.map(({ label, value, note }, index) => (
        <div key={label} class="figure">
          <dt>{label}</dt>
          <dd class={`figure-value ${value.length === 0 ? 'quiet' : isLong(value) ? 'long' : ''}`}>
            {value.length === 0 ? t('not set') : <Pieces of={value} />}
          </dd>
          <dd class="figure-note">
            <Pieces of={note} />
            {index === 3 && canOpenCrm && (
              <button class="link" onClick={asks(page, { name: 'openCrm' })}>
                {t('Open in CRM')}
                <Icon name="open" />
              </button>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
