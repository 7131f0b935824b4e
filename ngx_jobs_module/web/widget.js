// <jobs-board src="https://board.example/jobs" category="backend" limit="5">
//
// A board inside a page of another site: its fragment in a shadow root, with
// its stylesheet.  What stands inside the element stays until the list is
// there.  docs/embedding.md says what it offers.
//
// The build takes away indentation and lines that are comments, so no string
// may hold a line's end.  What is served has at most 5 KB, compressed.

// filters and the like, by the names of the request's arguments

const look = ['lang', 'theme', 'show', 'heading', 'partner', 'limit'];
const names = [...look, ...('q title category department company source location country region worldwide remote type '
  + 'level tag tag_any salary_min salary_max salary_currency salary_include_unknown has_salary posted_within '
  + 'posted_after language visa sort offset page').split(' ')];

// title is a tooltip of HTML's own

const plain = (name) => name == 'title' ? 'filter_title' : name;
const dashed = (name) => plain(name).replaceAll('_', '-');

// the element's own attributes

const own = ['src', 'loading', 'history', 'height'];

// stylesheets are shared by all elements, by their address; the first one is
// the element's own, so it does not depend on what can be fetched

const shared = {};
const able = 'replaceSync' in CSSStyleSheet.prototype && 'adoptedStyleSheets' in Document.prototype;

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

const sheet = (text) => {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
};

const host = able && sheet(':host{display:block}:host([hidden]){display:none}');

const style = (url) => shared[url] ||= (async () => {
  const r = await fetch(url, { credentials: 'omit' });
  if (!r.ok) throw new Error(`${r.status} ${url}`);
  return sheet(await r.text());
})().catch((e) => {
  delete shared[url];
  throw e;
});

// What makes two nodes the same one before and after a change: kind, class,
// name, the value of a box, and the letters of what has a label (the numbers in
// it are counts).

const key = (n) => n.nodeName + (n.classList?.[0] || '') + (n.name || '') + (/^(checkbox|radio)$/.test(n.type) ? n.value : '')
  + (/^(LI|A|LABEL|SUMMARY)$/.test(n.nodeName) ? n.textContent.replace(/[^\p{L}+#]/gu, '') : n.nodeName == 'DETAILS' ? key(n.children[0]) : '');

// Makes a like b, and keeps what can be kept of it: the field that is being
// typed into is not touched, a <details> stays as open as it is.

const morph = (a, b) => {
  if (a.nodeType != 1) {
    if (a.data != b.data) a.data = b.data;
    return;
  }
  const { value, checked } = b;
  for (const { name } of [...a.attributes]) name == 'open' || b.hasAttribute(name) || a.removeAttribute(name);
  for (const { name, value } of b.attributes) name == 'open' || a.getAttribute(name) == value || a.setAttribute(name, value);
  const old = {};
  for (const n of a.childNodes) (old[key(n)] ||= []).push(n);
  const pairs = [...b.childNodes].map((n) => [old[key(n)]?.shift() || n, n]);
  for (const k in old) for (const n of old[k]) n.remove();
  let at = a.firstChild;
  for (const [n, m] of pairs) {
    if (n == at) at = n.nextSibling;
    else a.insertBefore(n, at);
    if (n != m) morph(n, m);
  }
  if (/^(INPUT|SELECT)$/.test(a.nodeName) && !a.matches(':focus')) {
    a.value = value;
    a.checked = checked;
  }
};

// attributes, in either spelling

const read = (e, name) => e.getAttribute(dashed(name)) ?? e.getAttribute(plain(name));

const write = (e, name, value) => {
  e.removeAttribute(plain(name));
  if (value == null || value === false) e.removeAttribute(dashed(name));
  else e.setAttribute(dashed(name), value === true ? 1 : value);
};

class JobsBoard extends HTMLElement {
  static observedAttributes = [...own, ...names.flatMap((n) => [plain(n), dashed(n)])];

  #root;
  #slot;
  #status;
  #board;
  #planned;
  #src;
  #path;
  #key;
  #query;
  #request;
  #timer;
  #near;
  #linked;
  #sizes = new ResizeObserver(() => this.#measure());
  #whole;
  #height;

  connectedCallback() {
    // properties that were set before the element was defined
    for (const p of Object.keys(this)) {
      if (p in JobsBoard.prototype) {
        const value = this[p];
        delete this[p];
        this[p] = value;
      }
    }
    this.#plan();
  }

  disconnectedCallback() { this.#plan(); }

  attributeChangedCallback() { this.#plan(); }

  // once for all that changes at a time

  #plan = () => {
    this.#planned ||= Promise.resolve().then(() => {
      this.#planned = 0;
      if (!this.isConnected) this.#stop();
      else if (document.readyState == 'loading') document.addEventListener('DOMContentLoaded', this.#plan, { once: true });
      else this.#start();
    });
  };

  #start() {
    (this.history == 'query' ? addEventListener : removeEventListener)('popstate', this.#back);
    if (this.#height != (this.#height = this.height)) this.#whole = 0;
    if (!this.#root) this.#build();
    this.#fit();

    try {
      this.#src = new URL(this.src || '//', document.baseURI);
    } catch (e) {
      this.#fail(e);
      return;
    }
    this.#path = this.#src.pathname.replace(/\/+$/, '');

    const query = this.#wish();
    const wanted = this.#address(query);
    if (wanted == this.#key) return;
    this.#key = wanted;

    // what is there already
    const there = !this.#board && query == '' + this.#wish(1) && (this.#root.querySelector('.jobs-board') || this.querySelector(':scope>.jobs-board:not(.jobs-error)'));
    this.#near?.disconnect();
    if (there || this.#board || this.loading != 'lazy') this.#load(query, { there });
    else {
      this.#near = new IntersectionObserver((seen) => {
        if (seen.some((e) => e.isIntersecting)) {
          this.#near.disconnect();
          this.#load(query, {});
        }
      }, { rootMargin: '300px' });
      this.#near.observe(this);
    }
  }

  #stop() {
    removeEventListener('popstate', this.#back);
    clearTimeout(this.#timer);
    this.#near?.disconnect();
    this.#sizes.disconnect();
    if (this.#request || !this.#board) this.#key = 0;
    this.#request?.abort();
    this.#request = null;
  }

  #build() {
    const root = this.#root = this.shadowRoot || this.attachShadow({ mode: 'open' });
    if (able) root.adoptedStyleSheets = [host];
    this.#slot = make('slot');
    if (!root.querySelector('.jobs-board')) root.append(this.#slot);
    this.#status = make('div');
    this.#status.style.cssText = 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap';
    this.#status.setAttribute('role', 'status');
    root.append(this.#status);
    root.addEventListener('click', (e) => this.#click(e));
    root.addEventListener('keydown', (e) => {
      if (e.key == ' ' && e.target.matches('a[role=button]')) {
        e.preventDefault();
        e.target.click();
      }
    });
    root.addEventListener('submit', (e) => this.#submit(e.target, 0, e));
    root.addEventListener('input', ({ target: { form } }) => {
      clearTimeout(this.#timer);
      if (form) this.#timer = setTimeout(() => this.#submit(form, 1), 300);
    });
    root.addEventListener('change', ({ target: t }) => t.form && this.#submit(t.form, /^(text|search|number)$/.test(t.type)));
  }

  // Addresses of the board: of its page, and of the list for a query.

  get #page() { return this.#src.origin + (this.#path || '/'); }

  #address(query) { return `${this.#src.origin}${this.#path || '/index'}.html?${query}`; }

  // What the attributes ask for; with the page's own address on top of it.

  #wish(mine) {
    const query = new URLSearchParams(this.#src.search);
    for (const n of names) {
      const value = read(this, n);
      if (value) query.set(n, value);
    }
    const lang = this.closest('[lang]')?.lang;
    if (/^[a-z]{2,8}(-[a-z\d]{1,8})*$/i.test(lang)) query.set('lang', lang);
    else query.delete('lang');
    if (!mine && this.history == 'query') {
      const page = new URLSearchParams(location.search);
      for (const n of names) {
        const values = page.getAll(this.#prefix + n);
        if (values[0] != null) {
          query.delete(n);
          for (const v of values) if (v) query.append(n, v);
        }
      }
    }
    query.sort();
    return query;
  }

  get #prefix() { return this.id ? this.id + '-' : ''; }

  #remember(query, typed) {
    const url = new URL(location);
    const mine = this.#wish(1);
    for (const n of names) {
      const name = this.#prefix + n;
      const values = query.getAll(n);
      url.searchParams.delete(name);
      if ('' + values != mine.getAll(n)) for (const v of values[0] ? values : ['']) url.searchParams.append(name, v);
    }
    if (url != location.href) history[typed ? 'replaceState' : 'pushState'](history.state, '', url);
  }

  #back = () => {
    const query = this.#wish();
    if (query != this.#query) this.#load(query, { told: 1 });
  };

  // What a visitor asks for, where the address is that of a list of this
  // board: how it looks stays as the page wants it.

  #list(url) {
    const to = url.origin + url.pathname;
    if (to != this.#page && to + '?' != this.#address('')) return;
    const query = new URLSearchParams(url.search);
    const mine = this.#wish(1);
    for (const n of look) if (!query.has(n) && mine.has(n)) query.set(n, mine.get(n));
    query.sort();
    return query;
  }

  #click(e) {
    const link = e.target.closest('a[href]');
    if (!link || !this.#root.contains(link)) return;
    const [, id = null, apply] = link.href.startsWith(this.#src.origin + this.#path + '/')
      && /^\/([^/]+:[^/]+?)(\/apply)?$/.exec(link.pathname.slice(this.#path.length)) || [];
    if ((apply || link.closest('.jobs-item')) && !this.#fire('apply', { id, url: link.href })) {
      e.preventDefault();
      return;
    }
    if (e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey
      || !/^(_self)?$/.test(link.target) || link.hasAttribute('download')) return;
    const query = this.#list(link);
    if (!query) return;
    e.preventDefault();
    this.#load(query, link.matches('.jobs-paging [rel~=next]') ? { more: 1 } : { told: 1, push: 1 });
  }

  #submit(form, typed, e) {
    clearTimeout(this.#timer);
    const url = new URL(form.getAttribute('action') || '', this.#src);
    url.search = new URLSearchParams([...new FormData(form)].filter(([, v]) => v));
    const query = this.#list(url);
    if (!query) return;
    e?.preventDefault();
    if (e && !this.#request || query != this.#query) this.#load(query, { told: 1, push: 1, typed });
  }

  #fire(name, detail) {
    return this.dispatchEvent(new CustomEvent('jobs:' + name, { bubbles: true, composed: true, cancelable: name == 'apply', detail }));
  }

  // Gets a list and shows it.  there: it is there already; more: below the one
  // that is there; told: the visitor wants to know; push: it is a new place in
  // the page's history, or with typed the same.

  async #load(query, { there, more, told, push, typed }) {
    clearTimeout(this.#timer);
    this.#request?.abort();
    const request = this.#request = new AbortController();
    const { signal } = request;
    const url = this.#address(query);
    const late = setTimeout(() => request.abort(), 1e4);
    const over = new Promise((_, no) => signal.addEventListener('abort', () => no(new Error('time-out'))));
    const dressed = this.#dress(`${this.#src.origin}${this.#path}/jobs.css`);
    dressed.catch(() => 0);
    this.#busy(true);
    if (!more) this.#query = '' + query;
    if (more || told) this.#status.textContent = '';
    try {
      const board = await Promise.race([there || this.#fetch(url, signal), over]);
      await Promise.race([dressed, over]);
      if (request != this.#request) return;
      this.#show(board, more, there);
      if (push && this.history == 'query') this.#remember(query, typed);
      const text = this.#board.querySelector('.jobs-count,.jobs-empty>*')?.textContent.trim() || '';
      const count = this.#board.querySelectorAll('.jobs-list>.jobs-item').length;
      if (more || told) this.#status.textContent = more ? `${count} / ${text}` : text;
      this.#fire('load', { total: +this.#board.querySelector('.jobs-count')?.textContent.replace(/\D/g, '') || 0, count, url });
    } catch (e) {
      if (request == this.#request) this.#fail(e, told || more);
    } finally {
      clearTimeout(late);
      if (request == this.#request) {
        this.#request = null;
        this.#busy(false);
      }
    }
  }

  async #fetch(url, signal) {
    const r = await fetch(url, { credentials: 'omit', signal });
    const board = new DOMParser().parseFromString(await r.text(), 'text/html').querySelector('.jobs-board');
    if (r.ok && board && !board.matches('.jobs-error')) return board;
    throw Object.assign(new Error(board?.textContent.trim().replace(/\s+/g, ' ') || `${r.status} ${url}`), { status: r.status, board });
  }

  async #dress(href) {
    const root = this.#root;
    if (root.querySelector('link,style')) await this.#linked;
    else if (able) root.adoptedStyleSheets = [host, await style(href)];
    else {
      await (this.#linked = new Promise((onload, no) => {
        const link = make('link', { rel: 'stylesheet', href, onload });
        link.onerror = () => {
          link.remove();
          no(new Error(href));
        };
        root.prepend(link);
      }));
    }
  }

  #busy(busy) { (this.#board || this.#slot).setAttribute('aria-busy', busy); }

  // Addresses are the board's.  Whoever has the list above needs no way back;
  // but what is there already shall not move.

  #tidy(board, there) {
    for (const e of board.querySelectorAll('script')) e.remove();
    for (const e of board.querySelectorAll('[href],[src],[action]')) {
      for (const n of ['href', 'src', 'action']) {
        try {
          if (e.hasAttribute(n)) e.setAttribute(n, new URL(e.getAttribute(n), this.#src));
        } catch {}
      }
    }
    if (there) return board;
    for (const e of board.querySelectorAll('.jobs-paging>:not([rel~=next])')) e.remove();
    const next = board.querySelector('.jobs-paging [rel~=next]');
    if (next) {
      next.textContent = board.dataset.more || 'Show more';
      next.setAttribute('role', 'button');
    } else board.querySelector('.jobs-paging')?.remove();
    return board;
  }

  #show(board, more, there) {
    const root = this.#root;
    const old = this.#board;
    const focus = root.activeElement;
    this.#tidy(board, there);
    if (!old) {
      if (!root.contains(board)) this.#slot.replaceWith(board);
      this.#board = board;
    } else if (more) {
      const end = old.querySelector('.jobs-list').lastElementChild;
      const nav = board.querySelector('.jobs-paging');
      // sources ask to be named; what is there came in another page meanwhile
      for (const part of ['.jobs-list', '.jobs-foot']) {
        const to = old.querySelector(part);
        for (const n of board.querySelectorAll(part + '>*')) if (![...to.children].some((m) => m.isEqualNode(n))) to.append(n);
      }
      if (nav) morph(old.querySelector('.jobs-paging'), nav);
      else {
        old.querySelector('.jobs-paging').remove();
        end.nextElementSibling?.querySelector('a').focus();
      }
    } else {
      morph(old, board);
      if (focus && focus != root.activeElement) {
        const to = focus.isConnected ? focus : old.querySelector('.jobs-count,.jobs-empty') || old;
        if (to != focus) to.tabIndex = -1;
        to.focus({ preventScroll: true });
      }
    }
    this.#fit();
  }

  #fail({ status = 0, message, board }, told) {
    if (this.#board) {
      if (board) {
        this.#board.querySelector(':scope>.jobs-error')?.remove();
        this.#board.prepend(this.#tidy(board));
      } else if (told) this.#status.textContent = this.#board.dataset.fail || message;
    } else {
      // a slot shows its own children where nothing is assigned to it
      this.#slot.name = this.firstElementChild || this.textContent.trim() ? '' : '-';
      if (board) this.#tidy(board);
      else if (this.#src) {
        board = make('a', { href: this.#page, textContent: this.#page });
      }
      if (board) this.#slot.replaceChildren(board);
    }
    this.#fire('error', { status, message });
  }

  // height="480": as high as that, and a button for the rest.

  #fit() {
    const height = parseInt(this.height);
    const box = this.#board || this.#slot;
    const held = height > 0 && !this.#whole;
    this.#sizes.disconnect();
    this.#root.querySelector('.jobs-whole')?.remove();
    box.style.cssText = held ? `display:block;box-sizing:border-box;height:${height}px;margin:0;overflow:hidden;scroll-padding-bottom:4rem` : '';
    if (!held || !this.#board) return;
    const button = make('button', { type: 'button', className: 'jobs-button jobs-whole', textContent: box.dataset.all || 'Show all' });
    button.setAttribute('part', 'button');
    button.style.cssText = 'position:sticky;z-index:2;bottom:0;width:100%';
    button.onclick = () => {
      const end = box.getBoundingClientRect().bottom;
      const next = [...box.querySelectorAll('a,input,select,summary')].find((e) => e.getBoundingClientRect().bottom > end);
      this.#whole = 1;
      this.#fit();
      box.scrollTop = 0;
      next?.focus({ preventScroll: true });
    };
    box.append(button);
    this.#measure();
    this.#sizes.observe(box);
  }

  #measure() {
    const box = this.#board;
    const button = box?.querySelector('.jobs-whole');
    if (button) button.style.display = box.scrollHeight - button.offsetHeight > box.clientHeight ? '' : 'none';
  }
}

// lang is a property of every element

for (const n of [...own, ...names.slice(1)]) {
  Object.defineProperty(JobsBoard.prototype, plain(n).replace(/_./g, (s) => s[1].toUpperCase()), {
    get() { return read(this, n); },
    set(value) { write(this, n, value); },
  });
}

customElements.get('jobs-board') || customElements.define('jobs-board', JobsBoard);
