/** "Klusterin Facebook-sivu" → `klusterin-facebook-sivu`: letters lose their marks, everything else becomes a dash. */
export function slugOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
}
