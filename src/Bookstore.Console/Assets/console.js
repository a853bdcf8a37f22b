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
}());
