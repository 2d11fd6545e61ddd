// The citizens of the pace benchmark: joins ROOMS consultations, prints their ids, and asks one question after the other.
import { setPriority } from 'node:os';
import { joinNew, messageId, type TestPeer } from '../../support/peer.ts';

const [url = '', rooms = '1'] = process.argv.slice(2);
const QUESTIONS = [
  '公积金租房子能不能提',
  '身份证丢了怎么补办',
  '驾照弄丢了要带什么',
  '补身份证多少钱',
  '你能办什么事',
];

/** A turn of this length or more: no faster than the server lets a citizen speak. */
const TURN_MS = 6_000;

// They stand for fifty machines elsewhere: they must not take the processor from the server that is measured.
setPriority(19);

async function talk(peer: TestPeer, from: number): Promise<void> {
  // Not all at the same moment.
  await new Promise((resolve) => setTimeout(resolve, (from * TURN_MS) / Number(rooms)));
  for (let i = from; ; i += 1) {
    const text = QUESTIONS[i % QUESTIONS.length] ?? '';
    await peer.request('talk.say', { message: `${messageId()}_${from}`, text, via: 'text', lang: 'zh' });
    await new Promise((resolve) => setTimeout(resolve, TURN_MS));
    peer.messages.splice(0);
  }
}

const peers: { id: string; peer: TestPeer }[] = [];
for (let i = 0; i < Number(rooms); i += 1) peers.push(await joinNew(url));
process.stdout.write(`${JSON.stringify(peers.map(({ id }) => id))}\n`);
await Promise.all(peers.map(({ peer }, index) => talk(peer, index)));
