import { z } from 'zod';
import { StaffRole } from '../protocol/index.ts';

const LOOPBACK = /^(127\.|localhost$|\[?::1\]?$)/;

/** `their-name=role` parted by commas; one name may stand several times. */
const roleTable = z.string().transform((value, context) => {
  const table: Record<string, StaffRole[]> = {};
  for (const entry of value.split(',').map((part) => part.trim())) {
    const cut = entry.lastIndexOf('=');
    const role = StaffRole.safeParse(entry.slice(cut + 1).trim());
    const name = entry.slice(0, Math.max(cut, 0)).trim();
    if (!role.success || name === '') {
      context.addIssue({ code: 'custom', message: 'not a table of roles' });
      return z.NEVER;
    }
    table[name] = [...(table[name] ?? []), role.data];
  }
  return table;
});

/** Settings of the members of staff; see SETTINGS in config.ts for their form. */
export const STAFF_SETTINGS = {
  GOVATAR_STAFF_TOTP: {
    schema: z.enum(['offered', 'required']).optional(),
    help: 'offered or required: whether staff sign in with an authenticator as well (required wherever others reach the server)',
  },
  GOVATAR_OIDC_ISSUER: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    help: "the issuer of the city's own sign-in (OpenID Connect), exactly as it names itself",
  },
  GOVATAR_OIDC_CLIENT_ID: { schema: z.string().optional(), help: 'the name of this product there' },
  GOVATAR_OIDC_CLIENT_SECRET: { schema: z.string().optional(), help: 'its secret there' },
  GOVATAR_OIDC_NAME: {
    schema: z.string().min(1).max(40).default('统一身份认证'),
    help: 'what stands on the button, up to 40 signs',
  },
  GOVATAR_OIDC_SCOPE: {
    schema: z
      .string()
      .regex(/(^|\s)openid(\s|$)/)
      .default('openid profile'),
    help: 'scopes parted by blanks, openid among them',
  },
  GOVATAR_OIDC_ROLES_CLAIM: {
    schema: z.string().min(1).default('roles'),
    help: 'the claim with their groups or roles; dots reach into objects, such as realm_access.roles',
  },
  GOVATAR_OIDC_ROLES: {
    schema: roleTable.optional(),
    help: 'which of theirs gives which role, such as hotline-agents=agent,hotline-heads=supervisor',
  },
  GOVATAR_OIDC_NUMBER_CLAIM: {
    schema: z.string().min(1).default('employee_number'),
    help: 'the claim with the staff number (工号)',
  },
} as const;
type StaffValues = { [N in keyof typeof STAFF_SETTINGS]: z.output<(typeof STAFF_SETTINGS)[N]['schema']> } & {
  GOVATAR_HOST: string;
  GOVATAR_PUBLIC_URL?: string | undefined;
};

export interface StaffConfig {
  /** Whether staff may or must have an authenticator beside their password. */
  staffTotp: 'offered' | 'required';
  /** The city's own sign-in; null: passwords only. */
  oidc: {
    issuer: string;
    clientId: string;
    clientSecret: string | undefined;
    name: string;
    scope: string;
    claims: { roles: string; number: string };
    roles: Readonly<Record<string, readonly StaffRole[]>>;
  } | null;
}

export function staffContradictions(values: StaffValues): string[] {
  const issuer = values.GOVATAR_OIDC_ISSUER;
  if (issuer === undefined) return [];
  const problems: string[] = [];
  for (const name of ['GOVATAR_OIDC_CLIENT_ID', 'GOVATAR_OIDC_ROLES', 'GOVATAR_PUBLIC_URL'] as const) {
    if (values[name] === undefined) problems.push(`GOVATAR_OIDC_ISSUER needs ${name}.`);
  }
  if (issuer.startsWith('http:') && !LOOPBACK.test(new URL(issuer).hostname)) {
    problems.push('GOVATAR_OIDC_ISSUER must be https.');
  }
  return problems;
}

export function staffConfig(values: StaffValues): StaffConfig {
  const { GOVATAR_OIDC_ISSUER: issuer, GOVATAR_OIDC_CLIENT_ID: clientId, GOVATAR_OIDC_ROLES: roles } = values;
  // Where only this machine reaches the server, it is being tried out.
  const alone = LOOPBACK.test(values.GOVATAR_HOST) && values.GOVATAR_PUBLIC_URL === undefined;
  return {
    staffTotp: values.GOVATAR_STAFF_TOTP ?? (alone ? 'offered' : 'required'),
    oidc:
      issuer === undefined || clientId === undefined || roles === undefined
        ? null
        : {
            ...{ issuer, clientId, clientSecret: values.GOVATAR_OIDC_CLIENT_SECRET, roles },
            ...{ name: values.GOVATAR_OIDC_NAME, scope: values.GOVATAR_OIDC_SCOPE },
            claims: { roles: values.GOVATAR_OIDC_ROLES_CLAIM, number: values.GOVATAR_OIDC_NUMBER_CLAIM },
          },
  };
}
