import type { ServiceNode } from '../affairs/types.ts';

/** Guidance videos by the service that they show; the content's own list goes before. */
const VIDEOS: Readonly<Record<string, string>> = {
  'hpf.rent': 'v.hpf_rent',
  'hk.idcard': 'v.idcard',
  'dl.renew': 'v.dl_renew',
  'hk.newborn': 'v.newborn',
  'si.unemployment_benefit': 'v.unemployment',
};
const HOW_TO = /怎么(?:用|使用|操作)(?:你|这|本)|(?:使用|操作)(?:方法|说明|教程|指南)|这个服务|how to use/u;

/** The guidance video of a service, or of the service desk itself; null when there is none. */
export function videoFor(node: ServiceNode | null, text: string): string | null {
  if (HOW_TO.test(text)) return 'v.how_to';
  if (node === null) return null;
  const own: unknown = 'videos' in node ? node.videos : undefined;
  const first: unknown = Array.isArray(own) ? own[0] : undefined;
  return typeof first === 'string' ? first : (VIDEOS[node.id] ?? null);
}
