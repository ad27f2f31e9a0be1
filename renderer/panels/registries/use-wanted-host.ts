import { navigate, routeHash, useRoute } from '../../state/route.ts';

/** The registry a link asks a form for, `#/registries/TAB?host=...`; null where it asks for none. `forget` takes it back. */
export function useWantedHost(tab: string): { wanted: string | null; forget(): void } {
  const { query } = useRoute();
  const wanted = query.host ?? null;
  return {
    wanted,
    forget: () => {
      if (wanted !== null) navigate(routeHash('registries', tab), { replace: true });
    },
  };
}
