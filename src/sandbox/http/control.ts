import { Hono } from 'hono/tiny';
import { invalidRequest, itemNotFound } from './requestRefusal.ts';
import type { CallLog } from './callLog.ts';
import type { FaultQueue } from '../faults/faults.ts';
import { isObject } from '../json/json.ts';
import { readJson } from './jsonBody.ts';
import type { SandboxState } from '../store/state.ts';

/** The control plane under `/_sandbox`, which needs no token. */
export function createControl(state: SandboxState, faults: FaultQueue, calls: CallLog): Hono {
  const control = new Hono();

  control.get('/health', (context) => context.json({ status: 'ok', referrals: state.store.size }));

  control.post('/reset', (context) => {
    state.reset();
    faults.clear();
    calls.clear();
    return context.json({ status: 'ok', referrals: state.store.size });
  });

  control.post('/faults', async (context) => {
    faults.add(await readJson(context.req.raw));
    return context.json({ faults: faults.size }, 201);
  });

  control.delete('/faults', (context) => {
    faults.clear();
    return context.json({ faults: 0 });
  });

  control.get('/calls', (context) => context.json({ calls: calls.list() }));

  control.post('/clock', async (context) => {
    const body = await readJson(context.req.raw);
    const days = isObject(body) ? body.advanceDays : undefined;
    if (typeof days !== 'number' || days < 0 || days > 36_500) {
      throw invalidRequest(
        'Send {"advanceDays": n} with n from 0 to 36500. Reset brings the clock back.',
        'advanceDays',
      );
    }
    if (!state.clock.canShow(state.clock.offsetAfter(days))) {
      throw invalidRequest('The clock ends with the year 9998. Reset brings it back.', 'advanceDays');
    }
    const changes = state.advance(days);
    return context.json({ now: new Date(state.clock.now()).toISOString(), ...changes });
  });

  control.all('*', (context) => {
    throw itemNotFound(`There is no ${context.req.method} ${context.req.path}.`);
  });
  return control;
}
