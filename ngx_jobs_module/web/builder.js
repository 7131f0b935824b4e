// On the page that makes code to copy: follows the form at once, and copies.

(() => {
    'use strict';

    const form = document.querySelector('.jobs-builder');
    let made = document.querySelector('.jobs-made');
    let pause, asked;

    if (!form || !made) return;

    const copies = () => {
        for (const button of made.querySelectorAll('button[data-copy]')) {
            const code = document.getElementById(button.dataset.copy);

            button.hidden = false;
            button.addEventListener('click', async () => {
                try {
                    await navigator.clipboard.writeText(code.value);
                } catch (e) {
                    code.select();
                    document.execCommand('copy');
                }

                button.textContent = button.dataset.done;
            });
        }
    };

    const follow = async () => {
        const args = new URLSearchParams(new FormData(form));

        for (const [name, value] of [...args]) {
            if (value === '') args.delete(name);
        }

        if (asked) asked.abort();
        asked = new AbortController();

        try {
            const address = form.action + (args.size ? '?' + args : '');
            const answer = await fetch(address, { signal: asked.signal });
            const page = new DOMParser().parseFromString(await answer.text(),
                                                         'text/html');
            const next = page.querySelector('.jobs-made');

            if (!answer.ok || !next) return;

            made.replaceWith(next);
            made = next;
            history.replaceState(null, '', address);
            copies();
        } catch (e) {
            // The form can still be sent.
        }
    };

    form.addEventListener('input', () => {
        clearTimeout(pause);
        pause = setTimeout(follow, 300);
    });

    copies();
})();
