import type { Failure } from '../../api/failure.ts';
import type { ConnectionId, FieldChange, PanelState, RecordChanges, RelatedReferral } from '../../protocol/panel.ts';
import { changesBetween } from '../../referral/changes.ts';
import { leavesOf, parseJsonTree } from '../../referral/leaves.ts';
import { isPersonal, masking } from '../../referral/personal.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import { crmAddress } from '../../services/connection/crm.ts';
import { relatedTo } from '../../services/catalog/engagement.ts';
import { allowedActions } from '../../services/edit/actions.ts';
import { explain } from '../../services/connection/explain/explanation.ts';
import type { FetchedVersion, Versions } from '../../services/catalog/versions.ts';
import { readSettings } from '../settings.ts';

/** The part of the state that is kept by the panel. */
export interface PanelSelf {
  readonly connection: ConnectionId;
  readonly id: string;
  readonly clockAhead: number;
  readonly masked: boolean;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  readonly pinned: boolean;
  readonly refreshing: boolean;
  readonly failure: Failure | undefined;
  /** Changes are shown compared to this version. */
  readonly seen: FetchedVersion | undefined;
}

export interface StateSources {
  readonly catalog: Pick<Catalog, 'find' | 'of'>;
  readonly versions: Pick<Versions, 'of'>;
}

/** The state to send to the page. */
export function panelState({ catalog, versions }: StateSources, self: PanelSelf): PanelState {
  const { id, connection, clockAhead, masked, canGoBack, canGoForward, pinned, refreshing } = self;
  const base = { id, connection, clockAhead, masked, canGoBack, canGoForward, pinned };
  const entry = catalog.find(connection, id);
  const failure = self.failure && explain(self.failure, connection);
  if (!entry?.fetched) {
    return failure && !refreshing ? { kind: 'failed', ...base, failure } : { kind: 'loading', ...base };
  }
  const { text, receivedAt, durationMs } = entry.fetched;
  return {
    kind: 'referral',
    ...base,
    text,
    receivedAt,
    durationMs,
    refreshing,
    failure,
    related: relatedOf(catalog, connection, entry.summary),
    canOpenCrm: crmAddress(readSettings.crmUrlTemplate(), entry.summary) !== undefined,
    moves: allowedActions(entry.summary).filter((action) => action !== 'change'),
    hidden: masked ? personalIn(text) : [],
    changes: self.seen && changesSince(self.seen, text, masked),
    canCompare: versions.of(connection, id).length > 1,
  };
}

export function relatedOf(
  catalog: Pick<Catalog, 'of'>,
  connection: ConnectionId,
  summary: ReferralSummary,
): readonly RelatedReferral[] {
  return relatedTo(summary, catalog.of(connection));
}

function personalIn(text: string): string[] {
  return leavesOf(parseJsonTree(text)).flatMap(({ pointer, value }) => (isPersonal(pointer, value) ? [pointer] : []));
}

function changesSince(seen: FetchedVersion, text: string, masked: boolean): RecordChanges | undefined {
  const hide = (change: FieldChange): FieldChange =>
    masked &&
    change.before !== undefined &&
    change.before.value !== null &&
    isPersonal(change.pointer, change.before.value)
      ? { ...change, before: { ...change.before, value: masking, raw: masking } }
      : change;
  const fields = changesBetween(seen.text, text).map(hide);
  return fields.length === 0 ? undefined : { since: seen.receivedAt, fields };
}
