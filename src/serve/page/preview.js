// The preview in the page. A classic script at the end of the body: it runs before the scripts that the page
// defers, so that it sees the page as the server made it. It follows the site's editions, brings the page
// up to date in place, and hands what is wrong and where things stand to the modules beside it.
{
  const root = '/_pasapas/';
  const snapshot = document.cloneNode(true);

  // One tab listens and tells the others: browsers open only six connections to a server.
  function follow(hear) {
    const channel = globalThis.BroadcastChannel && new BroadcastChannel('pasapas');
    const listen = () => {
      const source = new EventSource(`${root}events`);
      const tell = (message) => {
        hear(message);
        channel?.postMessage(message);
      };
      source.addEventListener('edition', ({ data }) => tell(Number(data)));
      source.addEventListener('error', () => tell(0));
    };
    if (!channel || !navigator.locks) return listen();
    channel.addEventListener('message', ({ data }) => hear(data));
    navigator.locks.request('pasapas', () => new Promise(listen));
  }

  async function start() {
    const load = (name) => import(`${root}${name}`);
    const [{ follower }, { tools }] = await Promise.all([load('morph.js'), load('tools.js')]);
    const bringUpToDate = follower(snapshot);
    const ui = tools(root);
    let edition;
    let busy = false;
    let again = false;

    async function look() {
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      do {
        again = false;
        await lookOnce().catch(() => ui.lost());
      } while (again);
      busy = false;
    }

    async function lookOnce() {
      const get = (url) => fetch(url, { cache: 'no-cache' });
      // The page comes after what is told of it: at worst it is newer, and the next edition tells so.
      const told = await (await get(`${root}state?page=${encodeURIComponent(location.pathname)}`)).json();
      const page = await (await get(location.href.split('#')[0])).text();
      const changed = told.age === 'fresh' && bringUpToDate(page);
      // What was not there before may be there now.
      for (const image of document.images) if (image.complete && !image.naturalWidth) image.src = image.src;
      const first = edition === undefined;
      edition = told.edition;
      ui.show(told, { first, changed });
    }

    follow((number) => {
      if (number === 0) ui.lost();
      else if (number !== edition || ui.isLost()) look();
    });
    await look();
  }

  start();
}
