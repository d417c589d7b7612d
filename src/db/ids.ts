/** Whether a value can be asked for in a uuid column; PostgreSQL refuses anything else with an error. */
export function isId(value: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
