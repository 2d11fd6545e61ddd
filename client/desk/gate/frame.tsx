import { Button, Card } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../texts.ts';

/** What stands before the desk: one card in the middle. */
export function GateFrame({
  title,
  onLang,
  children,
}: {
  title: string;
  onLang: () => void;
  children: ReactNode;
}) {
  const t = useTexts();
  return (
    <main className="gate">
      <div className="gate-brand">
        <strong>12345</strong>
        <span>{t.title.replace('12345 ', '')}</span>
        <Button type="text" className="gate-lang" onClick={onLang}>
          {t.language}
        </Button>
      </div>
      <Card className="gate-card">
        <h1>{title}</h1>
        {children}
      </Card>
    </main>
  );
}
