import type { VNode } from 'preact';
import type { Intent } from '../../../protocol/panel.ts';
import type { Header } from '../model/header.ts';
import type { Journey, Stage } from '../model/journey.ts';
import type { ReferralView } from '../model/referralView.ts';
import { useIntent } from './ask.ts';
import { Icon, type IconName } from './icon.tsx';
import { Dotted, Pieces } from './pieces.tsx';

export function Head({ of: header, refreshing }: { of: Header; refreshing: boolean }): VNode {
  return (
    <header class="top">
      <p class="over dots">
        {header.sandbox && <span class="marker">SANDBOX</span>}
        <Dotted of={header.kind} />
      </p>
      <h1>
        <Pieces of={header.title} />
      </h1>
      <p class="who dots">
        <Dotted of={header.who} />
      </p>
      <div class="actions" role="group" aria-label="Actions">
        <Action icon="refresh" label="Refresh" intent={{ name: 'refresh' }} spinning={refreshing} />
        <Action icon="json" label="Open as JSON" intent={{ name: 'openJson' }} />
        <Action icon="copy" label="Copy referral ID" intent={{ name: 'copyId' }} />
      </div>
    </header>
  );
}

function Action(props: { icon: IconName; label: string; intent: Intent; spinning?: boolean }): VNode {
  const { send } = useIntent();
  return (
    <button
      class={`icon-button${props.spinning === true ? ' spinning' : ''}`}
      aria-label={props.label}
      title={props.label}
      onClick={() => void send(props.intent)}
    >
      <Icon name={props.icon} />
    </button>
  );
}

export function Way({ of: journey }: { of: Journey }): VNode {
  return (
    <section class="way" aria-label="Where it stands">
      {journey.unknown.length > 0 && (
        <p class="unknown-status">
          Status: <Pieces of={journey.unknown} />
        </p>
      )}
      <ol class="journey">
        {journey.stages.map((stage) => (
          <Step key={stage.key} of={stage} />
        ))}
      </ol>
      {journey.reason.length > 0 && (
        <p class="reason">
          <span class="quiet">Reason: </span>
          <Pieces of={journey.reason} />
        </p>
      )}
    </section>
  );
}

function Step({ of: stage }: { of: Stage }): VNode {
  return (
    <li class={`stage ${stage.place} ${stage.tone}`} aria-current={stage.place === 'now' ? 'step' : undefined}>
      <span class="stage-name">
        <Pieces of={stage.name} />
      </span>
      <span class="stage-notes dots">
        <Dotted of={stage.notes} />
      </span>
    </li>
  );
}

export function Figures({ of: figures, canOpenCrm }: { of: ReferralView['figures']; canOpenCrm: boolean }): VNode {
  const { send } = useIntent();
  const crm = figures[3];
  return (
    <dl class="figures">
      {figures.map((figure) => (
        <div key={figure.label} class="figure">
          <dt>{figure.label}</dt>
          <dd class={figure.value.length === 0 ? 'figure-value quiet' : 'figure-value'}>
            {figure.value.length === 0 ? 'not set' : <Pieces of={figure.value} />}
          </dd>
          <dd class="figure-note">
            <Pieces of={figure.note} />
            {figure === crm && canOpenCrm && (
              <button class="link" onClick={() => void send({ name: 'openCrm' })}>
                Open in CRM
                <Icon name="open" />
              </button>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
