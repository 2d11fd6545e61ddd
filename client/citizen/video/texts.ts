import type { Lang } from '../../../protocol/index.ts';

const zh = {
  region: '办事视频',
  play: '播放',
  pause: '暂停',
  back: '后退10秒',
  replay: '从头播放',
  close: '关闭视频',
  captions: '字幕',
  chapters: '章节',
  loading: '视频正在加载……',
  holding: '请听讲解',
  ended: '放完了。可以再看一遍，也可以点一个章节。',
  failed: '视频现在放不出来，步骤写在下面，内容一样。',
  missing: '视频现在打不开，请检查网络后再试。',
  retry: '再试一次',
  stills: '已按您的设置减少动画，每一步显示一张图。',
  source: '依据',
  reviewed: '核对日期',
  unverified: '演示数据，未核对',
  of: (now: number, all: number) => `第${now}步，共${all}步`,
};

const en: typeof zh = {
  region: 'Guidance video',
  play: 'Play',
  pause: 'Pause',
  back: 'Back 10 seconds',
  replay: 'Start again',
  close: 'Close the video',
  captions: 'Captions',
  chapters: 'Chapters',
  loading: 'Loading the video …',
  holding: 'Please listen',
  ended: 'The end. Watch it again, or choose a chapter.',
  failed: 'The video cannot be played now. The steps are written below; they say the same.',
  missing: 'The video cannot be opened now. Please check the network and try again.',
  retry: 'Try again',
  stills: 'Motion is reduced as you have set it: one picture for each step.',
  source: 'Source',
  reviewed: 'Reviewed',
  unverified: 'Demonstration data, not verified',
  of: (now, all) => `Step ${now} of ${all}`,
};

/** The words of the player. */
export const videoTexts = (lang: Lang): typeof zh => (lang === 'zh' ? zh : en);
