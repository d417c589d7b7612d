import { Refusal } from '../http/exchange.ts';
import type { FaultWords } from '../http/perform.ts';

/** LinkedIn's error body; `code` and `serviceErrorCode` are each optional there. */
export function restError(
  status: number,
  code: string | null,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return { status, ...(code === null ? {} : { code }), message, ...more };
}

export const refuse = (...error: Parameters<typeof restError>): Refusal => new Refusal(error[0], restError(...error));

export const notFound = (what: string): Refusal => refuse(404, 'NOT_FOUND', `Could not find entity ${what}`);

export const denied = (what: string): Refusal =>
  refuse(403, 'ACCESS_DENIED', `Not enough permissions to access: ${what}`, { serviceErrorCode: 100 });

/** A refused field, with the details that validation adds. */
export function invalid(
  code: string,
  description: string,
  input: Readonly<Record<string, unknown>> = {},
  status = 400,
): Refusal {
  return refuse(status, code, description, {
    errorDetailType: 'com.linkedin.common.error.BadRequest',
    errorDetails: { inputErrors: [{ code, description, input }] },
  });
}

/** The refusal of a duplicate, which names the earlier post. */
export function duplicateOf(urn: string): Record<string, unknown> {
  return {
    errorDetailType: 'com.linkedin.common.error.BadRequest',
    message: `Validation failed: Content is a duplicate of ${urn}`,
    errorDetails: { inputErrors: [{ description: 'Duplicate post is detected', code: 'DUPLICATE_POST', input: {} }] },
    status: 422,
  };
}

let ghosts = 0;

/** A URN that no post has; another one at every call. */
function ghost(now: number): string {
  ghosts += 1;
  return `urn:li:share:${(BigInt(now) << 22n) + 4_000_000n + BigInt(ghosts)}`;
}

const THROTTLES = {
  day: restError(
    429,
    'TOO_MANY_REQUESTS',
    'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.',
    { serviceErrorCode: 101 },
  ),
  minute: restError(429, 'TOO_MANY_REQUESTS', 'Comment create throttled: creation rate limit exceeded for member'),
};

/** How LinkedIn words the faults. No Retry-After and no usage headers come with a throttle. */
export const linkedinWords: FaultWords = (fault, { now }) => {
  const refused = (body: Record<string, unknown>) => ({ status: Number(body.status), body, commits: false });
  switch (fault.mode) {
    case 'throttle':
      return refused(THROTTLES[fault.window ?? 'day']);
    case 'auth-expired':
      return refused(
        restError(401, 'EXPIRED_ACCESS_TOKEN', 'The token used in the request has expired', {
          serviceErrorCode: 65602,
        }),
      );
    case 'permission':
      return refused(
        restError(403, 'ACCESS_DENIED', 'Not enough permissions to access the resource', { serviceErrorCode: 100 }),
      );
    case 'blocked':
      return refused(restError(401, 'RESTRICTED_MEMBER', 'This member is restricted', { serviceErrorCode: 65608 }));
    case 'rejected':
      return refused(
        restError(422, 'INVALID_VALUE_FOR_FIELD', 'The post could not be accepted as it stands.', {
          errorDetailType: 'com.linkedin.common.error.BadRequest',
        }),
      );
    case 'ghost-duplicate':
      return refused(duplicateOf(ghost(now)));
    case 'conflict-409':
      return refused(restError(409, 'CONFLICT', 'Conflicting write, please retry'));
    case 'server-503':
      return refused(restError(503, 'SERVICE_UNAVAILABLE', 'Service unavailable'));
    default:
      return null;
  }
};
