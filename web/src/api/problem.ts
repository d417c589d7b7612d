import type { Problem } from '#posts/problem';

/** The server's refusal (application/problem+json), or that it could not be reached. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly Problem[];

  constructor(status: number, code: string, detail: string, errors: readonly Problem[] = []) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** The answer to a failed request, whatever it holds. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => ({}))) as { code?: string; detail?: string; errors?: Problem[] };
  return new ApiProblem(response.status, body.code ?? 'unknown', body.detail ?? response.statusText, body.errors ?? []);
}
