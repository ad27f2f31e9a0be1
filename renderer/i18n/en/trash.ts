export const trashPlanReasons = {
  'in-trash': 'In the trash',
  'trash-expired': 'In the trash, and past its time',
};

export const trashActions = {
  keep: 'Into the trash',
  'stop-and-keep': 'Stop, then into the trash',
};

export const trashOutcomes = {
  kept: 'In the trash',
  'kept-restarts': 'In the trash; the engine may start it again: it would not take its restart policy off',
  'not-keepable': 'Left alone: it would be gone as soon as it is stopped (--rm)',
};
