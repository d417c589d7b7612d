/** Whether PostgreSQL refused a row because this unique constraint (or index) has its value already. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint: name } = cause as Error & { code?: string; constraint?: string };
    if (code === '23505' && name === constraint) return true;
  }
  return false;
}
