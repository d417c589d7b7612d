import { Refusal } from '../http/exchange.ts';
import type { FaultWords } from '../http/perform.ts';

/** Meta's error body (developers.facebook.com/docs/graph-api/guides/error-handling, read 2026-11). */
export function graphError(
  code: number,
  message: string,
  more: {
    readonly subcode?: number;
    readonly title?: string;
    readonly userMessage?: string;
    readonly transient?: boolean;
  } = {},
): { error: Record<string, unknown> } {
  return {
    error: {
      message,
      type: 'OAuthException',
      code,
      ...(more.subcode === undefined ? {} : { error_subcode: more.subcode }),
      ...(more.transient === undefined ? {} : { is_transient: more.transient }),
      ...(more.title === undefined ? {} : { error_user_title: more.title }),
      ...(more.userMessage === undefined ? {} : { error_user_msg: more.userMessage }),
      fbtrace_id: `A${code}sandbox${more.subcode ?? ''}`,
    },
  };
}

export const refuse = (...error: Parameters<typeof graphError>): Refusal => new Refusal(400, graphError(...error));

export const missingObject = (id: string, verb = 'get'): Refusal =>
  refuse(
    100,
    `Unsupported ${verb} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, ` +
      'or does not support this operation. Please read the Graph API documentation at ' +
      'https://developers.facebook.com/docs/graph-api',
    { subcode: 33 },
  );

const UNEXPECTED = 'An unexpected error has occurred. Please retry your request later.';

export function sessionExpired(now: number): ReturnType<typeof graphError> {
  const at = new Date(now).toUTCString();
  return graphError(190, `Error validating access token: Session has expired on ${at}. The current time is ${at}.`, {
    subcode: 463,
  });
}

function throttled(code: number, minutes: number, pageId: string | null): ReturnType<FaultWords> {
  const texts: Record<number, string> = {
    4: '(#4) Application request limit reached',
    17: '(#17) User request limit reached',
    32: '(#32) Page request limit reached',
    613: '(#613) Calls to this api have exceeded the rate limit.',
    80001:
      '(#80001) There have been too many calls to this Page account. Wait a bit and try again. For more info, please ' +
      'refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.',
  };
  const usage = { call_count: 100, total_cputime: 31, total_time: 42 };
  const business = { [pageId ?? '0']: [{ type: 'pages', ...usage, estimated_time_to_regain_access: minutes }] };
  return {
    status: 400,
    body: graphError(code, texts[code] ?? `(#${code}) Too many calls`),
    headers: { 'x-app-usage': JSON.stringify(usage), 'x-business-use-case-usage': JSON.stringify(business) },
    commits: false,
  };
}

/** How Facebook words the faults. The sources of codes and texts are named beside their use in Kaiku's channel notes. */
export const facebookWords: FaultWords = (fault, { pageId, now }) => {
  const refused = (body: unknown, status = 400) => ({ status, body, commits: false });
  switch (fault.mode) {
    case 'code2-created':
    case 'code2-not-created':
      return { status: 500, body: graphError(2, UNEXPECTED), commits: fault.mode === 'code2-created' };
    case 'code1-created':
      return { status: 400, body: graphError(1, 'An unknown error occurred', { subcode: 99 }), commits: true };
    case 'duplicate-506':
      return refused(graphError(506, '(#506) Duplicate status message', { title: 'Duplicate Status Update' }));
    case 'duplicate-368':
      return refused(
        graphError(368, "You've already posted this. Please try posting something different.", { transient: false }),
      );
    case 'blocked':
      return refused(
        graphError(368, '(#368) The action attempted has been deemed abusive or is otherwise disallowed', {
          subcode: fault.subcode ?? 1390008,
        }),
      );
    case 'throttle':
      return throttled(fault.code ?? 80001, fault.minutes ?? 12, pageId);
    case 'auth-expired':
      return refused(
        fault.subcode === undefined
          ? sessionExpired(now)
          : graphError(190, 'Error validating access token: the session is no longer valid.', {
              subcode: fault.subcode,
            }),
      );
    case 'permission':
      return refused(
        graphError(fault.code ?? 200, '(#200) Requires pages_manage_posts permission to manage the object'),
      );
    case 'rejected':
      return refused(
        graphError(fault.code ?? 100, '(#100) Invalid parameter', {
          ...(fault.subcode === undefined ? {} : { subcode: fault.subcode }),
          userMessage: 'The post could not be accepted as it stands.',
        }),
      );
    case 'image-failed':
      return refused(graphError(324, '(#324) Missing or invalid image file', { subcode: 1366046 }));
    case 'server-503':
      return {
        status: 503,
        body: graphError(2, 'Service temporarily unavailable', { transient: true }),
        commits: false,
      };
    default:
      return null;
  }
};
