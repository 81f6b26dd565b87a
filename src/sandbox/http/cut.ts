/** The connection of a request, for faults that close it. */
export interface IncomingConnection {
  destroy(): void;
  /**
   * Sends the head of a response and a part of its body, then closes the connection. Returns what stands for the
   * response that was sent.
   */
  sendPart?(head: Response, part: Buffer): Response;
  /** Path with query as received, not normalized by URL. */
  readonly target?: string;
}

/** Like the error of `fetch` for a closed connection. There is no response for it. */
export class CutError extends TypeError {
  constructor() {
    super('fetch failed: the sandbox cut the connection');
  }
}

/**
 * Closes the connection instead of responding.
 * @throws CutError if there is no connection
 */
export function cutConnection(connection: IncomingConnection | undefined): Response {
  if (!connection) throw new CutError();
  connection.destroy();
  return new Response(null);
}

/** The response with only the first bytes of its body and a Content-Length of all of it. Without a body it stays whole. */
export async function cutBody(
  response: Response,
  bytes: number,
  connection: IncomingConnection | undefined,
): Promise<Response> {
  if (response.body === null) return response;
  const body = Buffer.from(await response.arrayBuffer());
  const { status, headers } = response;
  if (bytes >= body.length) return new Response(body, { status, headers });
  headers.set('Content-Length', String(body.length));
  const part = body.subarray(0, bytes);
  if (connection?.sendPart) return connection.sendPart(new Response(null, { status, headers }), part);
  return new Response(failingAfter(part), { status, headers });
}

function failingAfter(part: Buffer): ReadableStream<Uint8Array> {
  let left: Buffer | undefined = part.length > 0 ? part : undefined;
  return new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (left) controller.enqueue(left);
        else controller.error(new CutError());
        left = undefined;
      },
    },
    { highWaterMark: 0 },
  );
}
