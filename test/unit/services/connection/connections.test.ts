import assert from 'node:assert/strict';
import { Connections, type Connection } from '../../../../src/services/connection/connection.ts';

const connection = (id: Connection['id']): Connection => ({
  id,
  needsSignIn: id === 'partner-center',
  client: () => Promise.reject(new Error('It is not needed.')),
});

describe('The connections', () => {
  let connections: Connections;
  let changes: string[];
  beforeEach(() => {
    const byId = { sandbox: connection('sandbox'), 'partner-center': connection('partner-center') };
    connections = new Connections(byId, 'sandbox');
    changes = [];
    connections.onDidChange(() => changes.push(connections.current.id));
  });

  it('have a current one, and the other can be had as well', () => {
    assert.equal(connections.current.id, 'sandbox');
    assert.equal(connections.get('partner-center').id, 'partner-center');
    assert.equal(connections.get('sandbox').id, 'sandbox');
  });

  it('tell of a switch after it, and of nothing that is none', () => {
    connections.use('sandbox');
    assert.deepEqual(changes, []);
    connections.use('partner-center');
    assert.deepEqual(changes, ['partner-center']);
    connections.use('partner-center');
    assert.deepEqual(changes, ['partner-center']);
    connections.dispose();
    connections.use('sandbox');
    assert.deepEqual(changes, ['partner-center']);
  });
});
