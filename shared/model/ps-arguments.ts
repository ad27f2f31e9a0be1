/** Options of `ps` that are safe to hand over: no shell reads them, but the engine splits them at spaces. */
export const psArgumentsForm = /^[A-Za-z0-9 ,=%:._+-]*$/;
export const psArgumentsLength = 200;
