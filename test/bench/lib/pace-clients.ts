// The citizens of the pace benchmark: joins ROOMS consultations, prints their ids, and asks one question after the other.
import { joinNew, messageId, type TestPeer } from '../../support/peer.ts';

const [url = '', rooms = '1'] = process.argv.slice(2);
const QUESTIONS = [
  '公积金租房子能不能提',
  '身份证丢了怎么补办',
  '驾照弄丢了要带什么',
  '补身份证多少钱',
  '你能办什么事',
];

async function talk(peer: TestPeer, from: number): Promise<void> {
  for (let i = from; ; i += 1) {
    const before = peer.eventsOf('talk.turnClosed').length;
    const text = QUESTIONS[i % QUESTIONS.length] ?? '';
    await peer.request('talk.say', { message: `${messageId()}_${from}`, text, via: 'text', lang: 'zh' });
    await Promise.race([
      peer
        .until('the end of the turn', () => peer.eventsOf('talk.turnClosed').length > before || undefined)
        .catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, 6_000)),
    ]);
    peer.messages.splice(0);
  }
}

const peers: { id: string; peer: TestPeer }[] = [];
for (let i = 0; i < Number(rooms); i += 1) peers.push(await joinNew(url));
process.stdout.write(`${JSON.stringify(peers.map(({ id }) => id))}\n`);
await Promise.all(peers.map(({ peer }, index) => talk(peer, index)));
