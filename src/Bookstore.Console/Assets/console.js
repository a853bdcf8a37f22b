// The console works without this file: it only saves clicks.
(function () {
    'use strict';

    // A form that was sent is not sent twice by a second click. Its idempotency key makes that harmless anyway.
    document.addEventListener('submit', function (event) {
        var form = event.target;
        if (form.method !== 'post') {
            return;
        }

        if (form.dataset.sent) {
            event.preventDefault();
            return;
        }

        form.dataset.sent = 'yes';
        window.addEventListener('pageshow', function () {
            delete form.dataset.sent;
        });
    });

    // "/" goes to the search, as in other consoles.
    document.addEventListener('keydown', function (event) {
        var search = document.querySelector('input[type=search]');
        if (event.key === '/' && search && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
            event.preventDefault();
            search.focus();
        }
    });

    // Where the navigation is a strip, the section is in sight.
    var here = document.querySelector('.side a[aria-current]');
    if (here && here.scrollIntoView) {
        here.scrollIntoView({ block: 'nearest', inline: 'center' });
    }

    // The live feed: new events come to the top of the list. Without it, the list is what it was when the page was made.
    var live = document.getElementById('live');
    var list = document.getElementById('feed-list');
    if (live && list && window.EventSource) {
        var source = new EventSource(live.dataset.live);
        var most = 50;
        var text = function (name, className, content) {
            var element = document.createElement(name);
            element.className = className;
            element.textContent = content;
            return element;
        };
        // The pages that this client may see, by the kind of resource.
        var pages = {};
        live.dataset.links.split(' ').forEach(function (kind) {
            pages[kind.split(':')[0]] = kind.split(':')[1];
        });
        var link = function (resource) {
            var match = /^\/?([a-z]+)\/([0-9a-fA-F-]+)$/.exec(resource);
            var page = match && Object.prototype.hasOwnProperty.call(pages, match[1]) && pages[match[1]];
            var element = text(page ? 'a' : 'span', 'mono', resource);
            if (page) {
                element.href = live.dataset.base + page + '/' + match[2];
            }

            return element;
        };
        var show = function (message) {
            var happened = JSON.parse(message.data);
            var row = document.createElement('li');
            row.className = 'new';
            var time = text('time', '', happened.occurred_at.substring(11, 19));
            time.dateTime = happened.occurred_at;
            row.append(time, ' ', text('span', 'feed-type', happened.type), ' ', link(happened.resource));
            list.prepend(row);
            while (list.children.length > most) {
                list.lastElementChild.remove();
            }
        };
        live.dataset.types.split(' ').forEach(function (type) {
            source.addEventListener(type, show);
        });
        source.addEventListener('open', function () {
            live.hidden = false;
        });
        source.addEventListener('error', function () {
            live.hidden = true;
        });
        window.addEventListener('pagehide', function () {
            source.close();
        });
    }

    // An audit that is in progress: its bar is read again until it ends, then the page with its findings.
    var follow = function () {
        var progress = document.getElementById('progress');
        if (!progress || !progress.dataset.again || !window.fetch || !window.DOMParser) {
            return;
        }

        setTimeout(function () {
            fetch(location.href, { credentials: 'same-origin' }).then(function (response) {
                return response.ok && !response.redirected ? response.text() : null;
            }).then(function (text) {
                var next = text && new DOMParser().parseFromString(text, 'text/html').getElementById('progress');
                if (next && next.dataset.again) {
                    progress.replaceChildren.apply(progress, Array.prototype.slice.call(next.childNodes));
                    follow();
                } else {
                    location.reload();
                }
            }, follow);
        }, Number(progress.dataset.again) * 1000);
    };
    follow();
}());
