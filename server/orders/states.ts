import type { LocalText } from '../../protocol/index.ts';
import type { CasePurpose, CaseRole, CaseState, Category } from '../store/case-types.ts';

/** How a state is called before the citizen. */
export const STATE_LABELS: Readonly<Record<CaseState, LocalText>> = {
  submitted: { zh: '待受理', en: 'Received, waiting for acceptance' },
  need_info: { zh: '待补充', en: 'More information needed' },
  answered: { zh: '已当场答复', en: 'Answered at once' },
  to_dispatch: { zh: '待派单', en: 'Accepted, being assigned' },
  rejected: { zh: '不予受理', en: 'Not accepted' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  booked: { zh: '预约成功', en: 'Booked' },
  cancelled: { zh: '预约已取消', en: 'Appointment cancelled' },
  saved: { zh: '已保存', en: 'Saved' },
};

/** What may become of a work order now, and by whom (the reference's T3 to T7 and T26). The avatar changes nothing alone. */
const STEPS: readonly { from: CaseState; to: CaseState; roles: readonly CaseRole[] }[] = [
  { from: 'submitted', to: 'rejected', roles: ['agent', 'city'] },
  { from: 'submitted', to: 'answered', roles: ['agent', 'city', 'avatar'] },
  { from: 'submitted', to: 'need_info', roles: ['agent', 'city'] },
  { from: 'need_info', to: 'submitted', roles: ['citizen', 'agent', 'avatar', 'city'] },
  { from: 'submitted', to: 'to_dispatch', roles: ['agent', 'city'] },
  { from: 'submitted', to: 'withdrawn', roles: ['citizen'] },
  { from: 'need_info', to: 'withdrawn', roles: ['citizen'] },
  { from: 'to_dispatch', to: 'withdrawn', roles: ['citizen'] },
  { from: 'booked', to: 'cancelled', roles: ['citizen', 'agent', 'system'] },
  // Words may be added without a change of state.
  { from: 'submitted', to: 'submitted', roles: ['citizen'] },
  { from: 'to_dispatch', to: 'to_dispatch', roles: ['citizen'] },
];

/** Whether a role may bring a case from one state to another. An accepted 举报 is not withdrawn. */
export function mayChange(
  from: CaseState,
  to: CaseState,
  role: CaseRole,
  category: Category | null = null,
): boolean {
  if (category === 'report' && from === 'to_dispatch' && to === 'withdrawn') return false;
  return STEPS.some((step) => step.from === from && step.to === to && step.roles.includes(role));
}

/** The state of a case that has just been made. */
export const FIRST_STATE: Readonly<Record<CasePurpose, CaseState>> = {
  work_order: 'submitted',
  appointment: 'booked',
  application: 'saved',
  materials: 'saved',
  rating: 'saved',
};

const WITHDRAWN_AS: Partial<Record<CasePurpose, CaseState>> = {
  work_order: 'withdrawn',
  appointment: 'cancelled',
};
/** What a case becomes when its citizen takes it back; null where there is nothing to take back. */
export const withdrawnAs = (purpose: CasePurpose): CaseState | null => WITHDRAWN_AS[purpose] ?? null;

const STAGES: readonly LocalText[] = [
  { zh: '提交', en: 'Sent' },
  { zh: '受理', en: 'Accepted' },
  { zh: '派单', en: 'Assigned' },
  { zh: '办理', en: 'In progress' },
  { zh: '答复', en: 'Reply' },
  { zh: '办结', en: 'Closed' },
  { zh: '回访', en: 'Follow-up' },
  { zh: '评价', en: 'Rating' },
];

/** The progress bar of a case: what is done, what goes on, what comes. Empty for what has no course. */
export function stagesOf(
  purpose: CasePurpose,
  state: CaseState,
  submittedAt: number,
  updatedAt: number,
): { label: LocalText; state: 'done' | 'now' | 'todo'; at: number | null }[] {
  if (purpose !== 'work_order') return [];
  const sent = { label: STAGES[0] ?? STATE_LABELS.submitted, state: 'done' as const, at: submittedAt };
  if (state === 'withdrawn' || state === 'rejected' || state === 'answered') {
    return [sent, { label: STATE_LABELS[state], state: 'done', at: updatedAt }];
  }
  const now = state === 'to_dispatch' ? 2 : 1;
  return STAGES.map((label, index) => ({
    label,
    state: index < now ? 'done' : index === now ? 'now' : 'todo',
    at: index === 0 ? submittedAt : null,
  }));
}
