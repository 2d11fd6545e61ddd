import { ArrowLeftOutlined, DownloadOutlined, EyeOutlined, PlaySquareOutlined } from '@ant-design/icons';
import { Alert, App, Button, Card, Descriptions, Space, Tag } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { About, HistoryDetail, Me, RecordingManifest, Unmasked } from '../../../protocol/index.ts';
import type { StaffApi } from '../api.ts';
import { AskNote } from '../call/controls.tsx';
import { useTexts, wordsOf } from '../texts.ts';
import { Player } from './player.tsx';

interface DetailProps {
  api: StaffApi;
  me: Me;
  id: string;
  onBack: () => void;
}

/** One past consultation: what was said, what came of it, and its recording. */
export function RecordDetail({ api, me, id, onBack }: DetailProps) {
  const t = useTexts();
  const { message } = App.useApp();
  const [detail, setDetail] = useState<HistoryDetail | null>(null);
  const [unmasked, setUnmasked] = useState<Unmasked | null>(null);
  const [playing, setPlaying] = useState<{ manifest: RecordingManifest; about: About } | null>(null);
  const [asking, setAsking] = useState<'unmask' | 'export' | null>(null);
  const [exporting, setExporting] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  useEffect(() => {
    api.record(id).then(setDetail, (error: unknown) => void message.error(wordsOf(t, error)));
  }, [api, id, message, t]);
  if (detail === null) return <Card loading />;
  const failed = (error: unknown) => void message.error(wordsOf(t, error));
  const { recording } = detail;
  const ready = recording?.state === 'ready' ? recording : null;
  const may = (right: Me['rights'][number]): boolean => me.rights.includes(right);
  const play = async (recordingId: string) => {
    const [manifest, about] = await Promise.all([api.playRecording(recordingId), api.about()]);
    setPlaying({ manifest, about });
  };
  return (
    <div className="record">
      <Space className="record-bar" wrap>
        <Button icon={<ArrowLeftOutlined />} onClick={onBack}>
          {t.records.back}
        </Button>
        <Tag>{t.records.masked}</Tag>
        {may('records.unmask') && detail.orders.length > 0 ? (
          <Button icon={<EyeOutlined />} onClick={() => setAsking('unmask')}>
            {t.records.unmask}
          </Button>
        ) : null}
        {ready !== null && may('recording.play') ? (
          <Button
            type="primary"
            icon={<PlaySquareOutlined />}
            onClick={() => (playing === null ? void play(ready.id).catch(failed) : setPlaying(null))}
          >
            {playing === null ? t.records.play : t.records.stop}
          </Button>
        ) : null}
        {ready !== null && may('recording.export') ? (
          <Button icon={<DownloadOutlined />} loading={exporting} onClick={() => setAsking('export')}>
            {exporting ? t.records.exporting : t.records.export}
          </Button>
        ) : null}
        {recording === null || ready !== null ? null : <Tag>{t.records.states[recording.state]}</Tag>}
      </Space>
      <div className="record-body" data-playing={playing !== null || undefined}>
        {playing !== null && ready !== null ? (
          <Player
            manifest={playing.manifest}
            about={playing.about}
            address={(file) => api.recordingFile(ready.id, file)}
            onAt={setAt}
          />
        ) : null}
        <div className="record-text">
          <Descriptions
            size="small"
            column={2}
            items={[
              { key: 'when', label: t.records.when, children: new Date(detail.createdAt).toLocaleString() },
              { key: 'matter', label: t.records.matter, children: detail.matter ?? t.records.noMatter },
              { key: 'staff', label: t.records.staff, children: detail.staff.join('、') || '–' },
              { key: 'orders', label: t.records.orders, children: detail.orders.join('、') || '–' },
            ]}
          />
          {unmasked === null ? null : (
            <Alert
              type="warning"
              title={t.records.unmasked}
              description={unmasked.orders.map(({ number, fields }) => (
                <dl key={number} className="record-fields">
                  <dt>{number}</dt>
                  {fields.map(({ label, value }) => (
                    <dd key={label}>
                      {label}：{value}
                    </dd>
                  ))}
                </dl>
              ))}
            />
          )}
          <Transcript
            detail={detail}
            nowAt={playing === null || at === null ? null : playing.manifest.startedAt + at}
          />
          {detail.wrapUps.map((done) => (
            <Card key={`${done.by}${done.at}`} size="small" title={`${t.records.wrapUps} · ${done.by}`}>
              <p>{done.summary}</p>
              {done.followUp === null ? null : (
                <p>
                  {t.records.followUp}：{done.followUp}
                </p>
              )}
            </Card>
          ))}
        </div>
      </div>
      {asking === 'unmask' ? (
        <AskNote
          title={t.records.unmask}
          what={t.records.unmaskWhat}
          label={t.reason}
          required
          onClose={() => setAsking(null)}
          onYes={(why) => void api.unmask(id, why).then(setUnmasked, failed)}
        />
      ) : null}
      {asking === 'export' && ready !== null ? (
        <AskNote
          title={t.records.export}
          what={t.records.exportWhat}
          label={t.reason}
          required
          onClose={() => setAsking(null)}
          onYes={(why) => {
            setExporting(true);
            api
              .exportRecording(ready.id, why)
              .then((film) => save(film, `${ready.id}.mp4`), failed)
              .finally(() => setExporting(false));
          }}
        />
      ) : null}
    </div>
  );
}

function save(film: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(film);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The lines; while it plays, the one of the moment stands out and stays in sight. */
function Transcript({ detail, nowAt }: { detail: HistoryDetail; nowAt: number | null }) {
  const t = useTexts();
  const list = useRef<HTMLOListElement>(null);
  const current = nowAt === null ? -1 : detail.transcript.findLastIndex((line) => line.at <= nowAt);
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const who = { citizen: t.records.citizenSaid, avatar: t.records.avatarSaid, agent: '' };
  return (
    <ol className="record-lines" ref={list} aria-label={t.records.transcript}>
      {detail.transcript.map((line, index) => (
        <li key={line.turn} data-role={line.role} aria-current={index === current ? 'true' : undefined}>
          <small>
            {new Date(line.at).toLocaleTimeString()} {line.by ?? who[line.role]}
          </small>
          <p>
            {line.text}
            {line.cut ? <em> {t.records.cut}</em> : null}
          </p>
        </li>
      ))}
    </ol>
  );
}
