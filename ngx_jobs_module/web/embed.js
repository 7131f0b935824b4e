// Beside an iframe of a board: gives it the height of what is in it.

(() => {
    'use strict';

    addEventListener('message', (event) => {
        if (!event.data || event.data.type !== 'jobs:height'
            || !(event.data.height > 0)) {
            return;
        }

        for (const frame of document.querySelectorAll('iframe')) {
            if (frame.contentWindow === event.source) {
                frame.style.height = Math.ceil(event.data.height) + 'px';
            }
        }
    });

    // A frame that was there before this script has spoken already.
    for (const frame of document.querySelectorAll('iframe')) {
        frame.contentWindow.postMessage({ type: 'jobs:ready' }, '*');
    }
})();
