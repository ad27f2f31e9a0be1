import type { EngineSetup, SetupStep, SetupSystem } from '../../../shared/contract/machine-setup.ts';

type Step = EngineSetup['steps'][number];
const step = (what: SetupStep, command: string): Step => ({ what, command });

/** How an engine is installed by hand, by system. */
const steps: Readonly<Record<SetupSystem, readonly Step[]>> = {
  debian: [
    step('lists', 'sudo apt-get update'),
    step('install', 'sudo apt-get install docker.io'),
    step('plugins', 'sudo apt-get install docker-buildx docker-compose'),
    step('start', 'sudo systemctl enable --now docker'),
    step('group', 'sudo usermod -aG docker "$USER"'),
  ],
  ubuntu: [
    step('lists', 'sudo apt-get update'),
    step('install', 'sudo apt-get install docker.io'),
    step('plugins', 'sudo apt-get install docker-buildx docker-compose-v2'),
    step('start', 'sudo systemctl enable --now docker'),
    step('group', 'sudo usermod -aG docker "$USER"'),
  ],
  fedora: [
    step('install', 'sudo dnf install moby-engine docker-cli docker-buildx docker-compose'),
    step('start', 'sudo systemctl enable --now docker'),
    step('group', 'sudo usermod -aG docker "$USER"'),
  ],
  arch: [
    step('install', 'sudo pacman -S docker docker-buildx docker-compose'),
    step('start', 'sudo systemctl enable --now docker'),
    step('group', 'sudo usermod -aG docker "$USER"'),
  ],
  macos: [
    step('colima', 'brew install colima docker docker-buildx docker-compose'),
    step('colima-start', 'colima start'),
    step('podman', 'brew install podman'),
    step('podman-start', 'podman machine init && podman machine start'),
  ],
  windows: [
    step('wsl', 'wsl --install'),
    step('podman', 'winget install RedHat.Podman'),
    step('podman-start', 'podman machine init; podman machine start'),
  ],
  other: [],
};

/**
 * The steps for a system.
 * @param packages what of an engine there is on it, where that is known
 */
export function stepsFor(system: SetupSystem, packages: readonly string[] | null = null): Step[] {
  return steps[system].flatMap(({ what, command }) => {
    if (what !== 'plugins' || packages === null) return [{ what, command }];
    const there = command.split(' ').filter((word) => !word.startsWith('docker-') || packages.includes(word));
    return there.some((word) => word.startsWith('docker-')) ? [{ what, command: there.join(' ') }] : [];
  });
}
