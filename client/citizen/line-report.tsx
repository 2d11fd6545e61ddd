import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineReport, LineVerdict } from '../call/line-check.ts';

/** One sentence on the line, and what to do: a citizen need not know what UDP is. */
export function LineCheck() {
  const { t } = useTranslation();
  const [report, setReport] = useState<LineReport | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      // The code is fetched only by who asks for it.
      const { checkLine } = await import('../call/line-check.ts');
      setReport(await checkLine(() => {}));
    } catch {
      setReport({ udp: 'failed', tcp: 'failed', turn: 'failed', down: null, rttMs: null });
    }
    setBusy(false);
  };
  return (
    <section className="sound-check">
      <h3>{t('settings.line.title')}</h3>
      <div className="sound-row">
        <button type="button" className="button button-outline" disabled={busy} onClick={() => void run()}>
          {t(busy ? 'settings.line.busy' : 'settings.line.start')}
        </button>
      </div>
      <p role="status">
        {report === null || busy
          ? ''
          : t(`settings.line.${verdictOf(report)}`, { mbit: report.down?.mbit ?? 0 })}
      </p>
    </section>
  );
}

/** What it means for this talk. */
function verdictOf({ udp, tcp, turn, down }: LineReport): 'good' | 'around' | 'slow' | 'blocked' {
  const works = (verdict: LineVerdict | null): boolean => verdict === 'ok';
  if (!works(udp) && !works(tcp) && !works(turn)) return 'blocked';
  if (down !== null && down.verdict !== 'ok') return 'slow';
  return works(udp) ? 'good' : 'around';
}
