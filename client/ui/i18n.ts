import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Lang } from '../../protocol/index.ts';
import { en } from './texts/en.ts';
import { zh } from './texts/zh.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof zh };
  }
}

/** What `<html lang>` says for a language of ours. */
export const HTML_LANG: Readonly<Record<Lang, string>> = { zh: 'zh-CN', en: 'en' };

/** The page's words, ready at once: both languages come with the bundle, nothing is fetched. */
export function createI18n(lang: Lang): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    resources: { zh: { translation: zh }, en: { translation: en } },
    lng: lang,
    fallbackLng: 'zh',
    initAsync: false,
    // React escapes already.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  return instance;
}
