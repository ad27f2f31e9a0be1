/** What takes space. */
export function UsageTab() {
  return <div aria-busy="true" />;
}
