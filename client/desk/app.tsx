import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useState } from 'react';
import { AppError, type Me } from '../../protocol/index.ts';
import type { StaffApi } from './api.ts';
import { SetUp } from './gate/set-up.tsx';
import { SignIn } from './gate/sign-in.tsx';
import { EnrolTotp } from './gate/totp.tsx';
import { Shell } from './shell.tsx';
import { DESK_TEXTS, type DeskLang, TextsProvider } from './texts.ts';

/** Colours and sizes come from the css file under this key: the policy allows no style that is written at run time. */
const THEME = { zeroRuntime: true, hashed: false, cssVar: { key: 'css-var-_R_0_' } };
const LANG = 'desk.lang';

export interface DeskProps {
  api: StaffApi;
  /** From a one-time link: an account that is to be set up. */
  setupToken: string | null;
}

/** The console: who you are first, then the desk. */
export function Desk({ api, setupToken }: DeskProps) {
  const [lang, setLang] = useState<DeskLang>(() =>
    window.localStorage.getItem(LANG) === 'en' ? 'en' : 'zh',
  );
  const texts = DESK_TEXTS[lang];
  const switchLang = () => {
    const next = lang === 'zh' ? 'en' : 'zh';
    window.localStorage.setItem(LANG, next);
    setLang(next);
  };
  useEffect(() => {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
    document.title = texts.title;
  }, [lang, texts]);
  return (
    <ConfigProvider theme={THEME} button={{ autoInsertSpace: false }} locale={lang === 'zh' ? zhCN : enUS}>
      <App>
        <TextsProvider value={texts}>
          <Gate api={api} setupToken={setupToken} onLang={switchLang} />
        </TextsProvider>
      </App>
    </ConfigProvider>
  );
}

function Gate({ api, setupToken, onLang }: DeskProps & { onLang: () => void }) {
  const [me, setMe] = useState<Me | null | 'unknown'>(setupToken === null ? 'unknown' : null);
  const [token, setToken] = useState(setupToken);
  useEffect(() => {
    if (token !== null) return;
    api.me().then(setMe, (error: unknown) => {
      // Without an answer the sign-in says what is wrong, once somebody tries.
      if (error instanceof AppError) setMe(null);
    });
  }, [api, token]);
  const enter = (who: Me) => {
    // The link is used up: a reload must not come back to it.
    window.history.replaceState(null, '', window.location.pathname);
    setToken(null);
    setMe(who);
  };
  const leave = () => {
    void api.signOut().catch(() => undefined);
    setMe(null);
  };
  if (me === 'unknown') return <p className="opening">…</p>;
  if (me === null && token !== null) return <SetUp api={api} token={token} onDone={enter} onLang={onLang} />;
  if (me === null) return <SignIn api={api} onDone={enter} onLang={onLang} />;
  if (me.totp === 'needed')
    return <EnrolTotp api={api} onDone={() => api.me().then(setMe)} onLeave={leave} onLang={onLang} />;
  return <Shell api={api} me={me} onLeave={leave} onLang={onLang} />;
}
