import { doctorWordsInEnglish } from '../../../shared/model/doctor-words.ts';

/** The doctor of the page Registries. */
export const doctor = {
  steps: doctorWordsInEnglish,
  lead: 'Why can an image not be pulled? Each step of a pull is tried from this machine, then by the engine.',
  target: 'Image or registry',
  targetNote: 'Such as registry.example:5000/team/app:1, or registry.example:5000 alone.',
  examine: 'Examine',
  examining: 'Trying each step…',
  failed: 'The registry could not be examined',
  healthy: (what: string): string => `Nothing stands in the way of ${what}.`,
  sick: 'This stands in the way',
  sides: { slipway: 'This machine', engine: 'Engine' },
  milliseconds: (ms: number): string => `${ms} ms`,
  list: 'Steps of a pull',
  columns: { verdict: 'Verdict', side: 'By', found: 'Found', time: 'Time' },
  actions: {
    certificate: (host: string): string => `Add a certificate for ${host}`,
    login: (host: string): string => `Log in to ${host}`,
  },
};
