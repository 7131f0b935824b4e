// In a frame: tells the page around it how high the content is, whenever that
// changes.  As {type: "jobs:height", height}, and as WordPress wants it where
// the address ends in "#?secret=...".

(() => {
    'use strict';

    const page = window.parent;
    const content = document.querySelector('.jobs-frame');
    let secret = '';
    let height = 0;

    if (page === window || !content) return;

    const tell = () => {
        page.postMessage({ type: 'jobs:height', height }, '*');

        if (secret) {
            page.postMessage({ message: 'height', value: height, secret }, '*');
        }
    };

    const measure = () => {
        const now = Math.ceil(content.getBoundingClientRect().height);

        if (now === height) return;

        height = now;
        tell();
    };

    // The next page of the list has to know the secret too.
    const read = () => {
        const found = /[#?&]secret=([A-Za-z0-9]+)/.exec(location.hash);

        secret = found ? found[1] : '';
        if (!secret) return;

        for (const link of document.querySelectorAll('a[target=_self]')) {
            link.hash = location.hash;
        }
    };

    addEventListener('message', (event) => {
        const data = event.data;

        if (event.source !== page || !data) return;

        if (data.type === 'jobs:ready'
            || (data.message === 'ready' && secret && data.secret === secret)) {
            tell();
        }
    });

    // WordPress lets a frame open no window, but opens addresses of its host.
    addEventListener('click', (event) => {
        const link = event.target.closest('a[href]');

        if (!secret || !link || link.target === '_self'
            || link.host !== location.host || event.button || event.altKey
            || event.ctrlKey || event.metaKey || event.shiftKey) {
            return;
        }

        event.preventDefault();
        page.postMessage({ message: 'link', value: link.href, secret }, '*');
    });

    addEventListener('hashchange', () => { read(); tell(); });

    read();
    measure();
    new ResizeObserver(measure).observe(content);
})();
