import { ApiError } from '../../api/failure.ts';
import { forEachAtMost } from '../../base/async.ts';
import { t } from '../../base/l10n.ts';
import { isMicrosoftSide } from '../../referral/summary.ts';
import { entryOfWindow } from '../calls/callEntry.ts';
import type { WindowCalls } from '../calls/windowCalls.ts';
import type { Catalog, CatalogEntry } from '../catalog/catalog.ts';
import type { Versions } from '../catalog/versions.ts';
import type { ConnectionId } from '../connection/connection.ts';
import type { SandboxControl } from '../connection/sandboxControl.ts';
import type { TimelineContent } from './event.ts';
import { liveContent } from './liveContent.ts';
import { sandboxContent } from './sandboxContent.ts';
import { readSandboxRecord, type SandboxRecord } from './sandboxRecord.ts';
import { sideOf } from './side.ts';

export interface TimelineSources {
  readonly catalog: Pick<Catalog, 'find' | 'of' | 'open' | 'search'>;
  /** Of the sandbox that the extension uses. */
  readonly control: () => Promise<Pick<SandboxControl, 'now' | 'callList' | 'findings' | 'deliveries' | 'changes'>>;
  readonly windowCalls: Pick<WindowCalls, 'list'>;
  readonly versions: Pick<Versions, 'of'>;
}

export interface TimelineRequest {
  readonly connection: ConnectionId;
  readonly id: string;
  /** Hides e-mail addresses. */
  readonly masked: boolean;
  /** Fetches the referrals of the engagement even if they are known. */
  readonly anew: boolean;
  /** Referrals that were asked for because the sandbox named them; each is asked for once. */
  readonly tried: Set<string>;
  readonly signal: AbortSignal;
}

/** More referrals of an engagement are not drawn. */
const mostSides = 8;
/** How many referrals are fetched at the same time: the API asks for few requests at once. */
const atOnce = 2;

/**
 * Loads what is known of the engagement of a referral. Referrals that are known are not fetched unless asked `anew`, since
 * each request is an event on the timeline. Rejects with an `ApiError` if the referral or the sandbox's record can't be
 * had; without the other referrals of the engagement there is a note.
 */
export async function loadTimeline(sources: TimelineSources, request: TimelineRequest): Promise<TimelineContent> {
  const { catalog, windowCalls, versions } = sources;
  const { connection, id, masked, anew, signal } = request;
  const known = catalog.find(connection, id);
  const own = known?.fetched && !anew ? known : await catalog.open(connection, id, { signal });
  const { engagementId } = own.summary;
  const notes = anew || !known?.fetched ? await findOthers(sources, request, engagementId) : [];
  const record = connection === 'sandbox' ? await readRecord(sources, own) : undefined;
  if (record) await fetchUnknown(sources, request, record);
  const entries = sidesOf(catalog, connection, own);
  const drawn = entries.filter((entry, index) => index < mostSides || entry === own);
  const sides = drawn.map(({ summary, fetched }) => sideOf(summary, fetched?.text));
  const content = record
    ? sandboxContent(sides, record, masked)
    : liveContent(sides, {
        now: Date.now(),
        calls: windowCalls.list
          .filter((call) => call.connection === connection)
          .map((call) => entryOfWindow(call, undefined)),
        versionsOf: (side) => versions.of(connection, side),
      });
  const more = entries.length - sides.length;
  if (more > 0) notes.push(t('Number of referrals of the engagement that are not drawn: {0}.', more));
  return { ...content, notes: [...notes, ...content.notes] };
}

/** Ours first, Microsoft's last. */
function sidesOf(catalog: TimelineSources['catalog'], connection: ConnectionId, own: CatalogEntry): CatalogEntry[] {
  const { engagementId } = own.summary;
  const all = engagementId === undefined ? [own] : [...catalog.of(connection).ofEngagement(engagementId)];
  const created = ({ summary }: CatalogEntry): string => summary.createdDateTime ?? '';
  return all.sort(
    (a, b) =>
      Number(isMicrosoftSide(a.summary)) - Number(isMicrosoftSide(b.summary)) || created(a).localeCompare(created(b)),
  );
}

/** Fetches the other referrals of the engagement. Returns what couldn't be found out, a sentence each. */
async function findOthers(
  { catalog }: TimelineSources,
  { connection, id, anew, signal }: TimelineRequest,
  engagementId: string | undefined,
): Promise<string[]> {
  if (engagementId === undefined) return [t('The referral names no engagement, so only the referral itself is drawn.')];
  const notes: string[] = [];
  try {
    const found = await catalog.search(connection, 'engagementId', engagementId, { signal });
    if (found === 'unsupported') {
      notes.push(t('The server can’t search by engagement, so only referrals that this window knows are drawn.'));
    }
  } catch (error) {
    ignoreUnlessCancelled(error);
    notes.push(t('The other referrals of the engagement could not be looked up. Refresh to try again.'));
  }
  const others = [...catalog.of(connection).ofEngagement(engagementId)]
    .filter(({ summary, fetched }) => summary.id !== id.toLowerCase() && (anew || !fetched))
    .slice(0, mostSides);
  await forEachAtMost(atOnce, others, async ({ summary }) => {
    // What the list tells of it is drawn then.
    await catalog.open(connection, summary.id, { signal }).catch(ignoreUnlessCancelled);
  });
  return notes;
}

/** A referral may have joined the engagement since the others were looked up. */
async function fetchUnknown(
  { catalog }: TimelineSources,
  { connection, tried, signal }: TimelineRequest,
  { changes }: SandboxRecord,
): Promise<void> {
  const ids = new Set(changes.map(({ referral }) => referral));
  const unknown = [...ids].filter((id) => !catalog.find(connection, id) && !tried.has(id)).slice(0, mostSides);
  await forEachAtMost(atOnce, unknown, async (id) => {
    tried.add(id);
    await catalog.open(connection, id, { signal }).catch(ignoreUnlessCancelled);
  });
}

async function readRecord({ control }: TimelineSources, { summary }: CatalogEntry): Promise<SandboxRecord> {
  const sandbox = await control();
  // The list of changes last: then it is not older than the calls that caused them.
  const [calls, findings, deliveries] = await Promise.all([
    sandbox.callList(),
    sandbox.findings(),
    sandbox.deliveries(),
  ]);
  const { id, engagementId } = summary;
  const changes = await (engagementId === undefined
    ? sandbox.changes('referral', id)
    : sandbox.changes('engagement', engagementId));
  return readSandboxRecord(await sandbox.now(), { calls, findings, deliveries, changes });
}

function ignoreUnlessCancelled(error: unknown): void {
  if (!(error instanceof ApiError) || error.failure.kind === 'cancelled') throw error;
}
