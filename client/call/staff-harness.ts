import { createStaffCall } from './staff-call.ts';

/** A staff call that tests drive. It is no input of the build, so nothing of it is in the product. */
declare global {
  interface Window {
    staffHarness: { createStaffCall: typeof createStaffCall; call?: ReturnType<typeof createStaffCall> };
  }
}

window.staffHarness = { createStaffCall };
