import { represent } from './api.ts';
import { readControlSpace, readSpace } from './callers.ts';
import { callParameters, readCallFilter } from './callQuery.ts';
import { readControlBody, respondJson } from './jsonBody.ts';
import { invalidRequest, requestRefusal } from './requestRefusal.ts';
import { readResetSeed, unknownMember } from './resetSeed.ts';
import type { Space } from './space.ts';
import type { Spaces } from './spaces.ts';
import { webhookRoutes } from './webhookControl.ts';
import { isObject, type Json } from '../../base/json.ts';
import { readFault } from '../faults/readFault.ts';
import { describeSandbox } from '../openapi/openApi.ts';
import { closestName } from '../../referral/rules/closestName.ts';

interface ControlCall {
  readonly request: Request;
  readonly url: URL;
  readonly space: Space;
  readonly spaces: Spaces;
}

type Handler = (call: ControlCall) => Response | Promise<Response>;

interface Route {
  readonly methods: Readonly<Record<string, Handler>>;
  /** Names of the query parameters, besides `space`. */
  readonly parameters?: readonly string[];
}

export type Routes = Readonly<Record<string, Route>>;

const root = '/_sandbox/';

/** The addresses of the control plane. */
const routes: Routes = {
  '/_sandbox/health': {
    methods: { GET: ({ space }) => json({ status: 'ok', referrals: space.state.store.size }) },
  },
  '/_sandbox/openapi.json': {
    methods: { GET: ({ url }) => json(describeSandbox(url.origin)) },
  },
  '/_sandbox/reset': {
    methods: {
      POST: async ({ request, space }) => {
        space.reset(await readResetSeed(request));
        return json({ status: 'ok', referrals: space.state.store.size });
      },
    },
  },
  '/_sandbox/referrals': {
    methods: {
      POST: async ({ request, space }) => {
        const arrived = space.arrivals.add((await readControlBody(request)) ?? {});
        return represent(arrived, 201, { Location: `/v1.0/engagements/referrals/${encodeURIComponent(arrived.key)}` });
      },
    },
  },
  '/_sandbox/faults': {
    methods: {
      GET: ({ space }) => json({ faults: space.faults.list() }),
      POST: async ({ request, space }) => {
        space.faults.add(readFault((await readControlBody(request)) ?? null));
        return json({ faults: space.faults.size }, 201);
      },
      DELETE: ({ space }) => {
        space.faults.clear();
        return json({ faults: 0 });
      },
    },
  },
  '/_sandbox/clock': {
    methods: {
      GET: ({ space }) => json({ now: timeOf(space) }),
      POST: async ({ request, space }) => {
        const days = readDays((await readControlBody(request)) ?? null, space);
        // No time passes, so nothing that was due before is caught up.
        const changes = days === 0 ? { moved: 0, expired: 0 } : space.state.advance(days);
        return json({ now: timeOf(space), ...changes });
      },
    },
  },
  '/_sandbox/calls': {
    parameters: callParameters,
    methods: {
      GET: ({ url, space }) =>
        json({ calls: space.calls.list(readCallFilter(url.searchParams)), dropped: space.calls.dropped }),
      DELETE: ({ space }) => {
        space.calls.clear();
        return json({ calls: [], dropped: 0 });
      },
    },
  },
  '/_sandbox/changes': {
    parameters: ['referral', 'engagement'],
    methods: {
      GET: ({ url: { searchParams }, space: { history } }) => {
        const filter = Object.fromEntries(searchParams);
        return json({ changes: history.list(filter), advances: history.advances(), dropped: history.dropped });
      },
    },
  },
  '/_sandbox/findings': {
    methods: {
      GET: ({ space }) => json({ findings: space.coach.list() }),
      DELETE: ({ space }) => {
        space.coach.clear();
        return json({ findings: [] });
      },
    },
  },
  ...webhookRoutes,
  '/_sandbox/spaces': {
    methods: {
      GET: ({ spaces }) => json({ spaces: spaces.names() }),
      DELETE: ({ spaces }) => {
        spaces.removeNamed();
        return json({ spaces: [] });
      },
    },
  },
};

/**
 * Answers a call to the control plane under `/_sandbox`, which needs no token.
 * @throws RequestRefusal
 */
export async function answerControl(request: Request, url: URL, spaces: Spaces): Promise<Response> {
  const route = Object.hasOwn(routes, url.pathname) ? routes[url.pathname] : undefined;
  if (!route) {
    // All addresses begin alike, which makes none of them likely.
    const names = Object.keys(routes).map((path) => path.slice(root.length));
    const near = closestName(url.pathname.slice(root.length), names);
    const hint = near === undefined ? `It has ${Object.keys(routes).join(', ')}.` : `Did you mean ${root}${near}?`;
    throw requestRefusal(404, 'itemNotFound', `The control plane has nothing at ${url.pathname}. ${hint}`);
  }
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const handler = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
  if (!handler) {
    const allowed = Object.keys(route.methods).join(', ');
    const message = `${url.pathname} takes ${allowed}, not ${request.method}.`;
    throw requestRefusal(405, 'invalidRequest', message, { headers: { Allow: allowed } });
  }
  checkParameters(url, route.parameters ?? []);
  return handler({ request, url, spaces, space: spaces.find(nameSpace(request, url)) });
}

/** @throws RequestRefusal 400 if token and parameter name two spaces, or the token alone one that there cannot be */
function nameSpace({ headers }: Request, { searchParams }: URL): string | undefined {
  const authorization = headers.get('authorization');
  const fromQuery = searchParams.get('space') ?? undefined;
  const fromToken = fromQuery === undefined ? readControlSpace(authorization) : readSpace(authorization);
  if (fromToken !== undefined && fromQuery !== undefined && fromToken !== fromQuery) {
    throw invalidRequest(`The token names the space ${fromToken}, the address ${fromQuery}. Leave one out.`, 'space');
  }
  return fromToken ?? fromQuery;
}

function checkParameters({ searchParams, pathname }: URL, known: readonly string[]): void {
  for (const name of searchParams.keys()) {
    if (name === 'space' || known.includes(name)) {
      if (searchParams.getAll(name).length === 1) continue;
      throw invalidRequest(`The parameter ${name} occurs twice.`, name);
    }
    const all = [...known, 'space'];
    const meant = closestName(name, all);
    const hint = meant === undefined ? `It takes ${all.join(', ')}.` : `Did you mean "${meant}"?`;
    throw invalidRequest(`${pathname} has no parameter "${name}". ${hint}`, name);
  }
}

function readDays(body: Json, { state }: Space): number {
  const unknown = isObject(body) ? Object.keys(body).find((name) => name !== 'advanceDays') : undefined;
  if (unknown !== undefined) throw unknownMember(unknown, ['advanceDays']);
  const days = isObject(body) ? body.advanceDays : undefined;
  if (typeof days !== 'number' || days < 0 || days > 36_500) {
    throw invalidRequest('Send {"advanceDays": n} with n from 0 to 36500. Reset brings the clock back.', 'advanceDays');
  }
  if (!state.clock.canShow(state.clock.offsetAfter(days))) {
    throw invalidRequest('The clock ends with the year 9998. Reset brings it back.', 'advanceDays');
  }
  return days;
}

function timeOf({ state }: Space): string {
  return new Date(state.clock.now()).toISOString();
}

function json(value: object, status = 200): Response {
  return respondJson(status, JSON.stringify(value));
}
