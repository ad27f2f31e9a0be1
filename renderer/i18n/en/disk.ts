export const disk = {
  tabs: 'Parts of this page',
  tab: { usage: 'Usage', prune: 'Prune', protected: 'Protected', trash: 'Trash', schedule: 'Schedule' },
};
