// SPDX-License-Identifier: Apache-2.0
// A worker of all tabs of a browser, where no lock can choose one of them: it holds the connection for live events. It
// ends with the last tab.
const tabs = new Set();
let source;

function tell(message) {
  for (const tab of tabs) tab.postMessage(message);
}

function connect(url, names) {
  source = new EventSource(url);
  for (const name of names) source.addEventListener(name, ({data, lastEventId}) => tell({name, data: JSON.parse(data || '{}'), id: lastEventId}));
  source.addEventListener('open', () => tell({open: true}));
  source.addEventListener('error', () => {
    tell({open: false});
    // As in a tab: an answer that is no stream ends it, until somebody is logged in again.
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => { if (source && tabs.size) connect(url, names); }, 3000);
  });
}

addEventListener('connect', ({ports: [tab]}) => {
  tab.onmessage = ({data: {url, names}}) => {
    if (url) {
      tabs.add(tab);
      if (!source) connect(url, names);
    } else {
      tabs.delete(tab);
      if (!tabs.size) {
        source?.close();
        source = undefined;
      }
    }
  };
});
