import { describeApiPaths } from './apiPaths.ts';
import { describeControlPaths } from './controlPaths.ts';
import { describeSchemas } from './schemas.ts';
import type { JsonObject } from '../../base/json.ts';

/**
 * OpenAPI 3.1 of all that the sandbox serves, made from referral.schema.json and the table of rules.
 * @param origin where the sandbox listens; a variable port if absent
 */
export function describeSandbox(origin?: string): JsonObject {
  const local = { url: 'http://127.0.0.1:{port}', variables: { port: { default: '4010' } } };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Partner referrals API, as the sandbox serves it',
      version: 'v1.0',
      description:
        "An independent description of Microsoft Partner Center's referrals API. docs/sandbox-rules.md tells which rules are documented and which are guesses.",
    },
    servers: [origin === undefined ? local : { url: origin }],
    security: [{ bearer: [] }],
    tags: [
      { name: 'referrals', description: 'The API.' },
      { name: 'control plane', description: 'The sandbox itself; the service has nothing like it.' },
    ],
    paths: { ...describeApiPaths(), ...describeControlPaths() },
    components: {
      schemas: describeSchemas(),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'In the sandbox a fixed token such as sandbox-admin.' },
      },
    },
  };
}
