import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import { errorForStatus, invalidRequest, itemNotFound } from './apiError.ts';
import type { CallLog } from './callLog.ts';
import type { FaultQueue } from './faults.ts';
import { isObject, parseJson, type Json } from './json.ts';
import { expireUnanswered } from './passingTime.ts';
import { respondError } from './respond.ts';
import type { SandboxState } from './state.ts';

/** The control plane under `/_sandbox`: no token needed, so never called from another site's page. */
export function createControl(state: SandboxState, faults: FaultQueue, calls: CallLog): Hono {
  const control = new Hono();

  control.use(async (context, next) => {
    const origin = context.req.header('origin');
    if (origin !== undefined && origin !== new URL(context.req.url).origin) throw errorForStatus(403);
    await next();
  });

  control.get('/health', (context) => context.json({ status: 'ok', referrals: state.store.size }));

  control.post('/reset', (context) => {
    state.reset();
    faults.clear();
    calls.clear();
    return context.json({ status: 'ok', referrals: state.store.size });
  });

  control.post('/faults', async (context) => {
    faults.add(await readBody(context));
    return context.json({ faults: faults.size }, 201);
  });

  control.delete('/faults', (context) => {
    faults.clear();
    return context.json({ faults: 0 });
  });

  control.get('/calls', (context) => context.json({ calls: calls.list() }));

  control.post('/clock', async (context) => {
    const body = await readBody(context);
    const days = isObject(body) ? body.advanceDays : undefined;
    if (typeof days !== 'number' || days < 0 || days > 36_500) {
      throw invalidRequest(
        'Send {"advanceDays": n} with n from 0 to 36500. Reset brings the clock back.',
        'advanceDays',
      );
    }
    state.clock.advance(days);
    const expired = expireUnanswered(state.store, state.clock);
    return context.json({ now: new Date(state.clock.now()).toISOString(), expired });
  });

  control.all('*', (context) => {
    throw itemNotFound(`There is no ${context.req.method} ${context.req.path}.`);
  });
  control.onError(respondError);
  return control;
}

async function readBody(context: Context): Promise<Json> {
  const body = await context.req.text();
  try {
    return parseJson(body);
  } catch {
    throw invalidRequest('The body is not valid JSON.');
  }
}
