namespace Bookstore.Samples;

/// <summary>What the document says of the API as a whole.</summary>
internal static class DocumentText
{
    public const string Description =
        """
        Inventory, sales and delivery of a bookstore: never oversold, never charged twice, never charged for an order that is not there.

        **Ground rules.** JSON in UTF-8, `snake_case`. Times are RFC 3339 in UTC with milliseconds. Ids are strings. Money is a JSON number with at
        most the decimals of the `currency` beside it. A trailing slash makes no difference. Unknown JSON members are ignored, at most 1,000 in
        an object; a member that is given more than once or has the wrong type is refused. Unknown query parameters are refused.

        **Clients.** Every path under `/api` needs `X-API-Key`. Roles: `catalog.read`, `catalog.write`, `stock.read`, `stock.write`, `orders.read`,
        `orders.write`, `orders.price`, `refunds.read`, `refunds.write`, `returns.read`, `returns.write`, `delivery.read`, `delivery.write`, `operations`, `events.read`, `webhooks.manage`, `privacy`. The clients are parts of one shop, not tenants: a role covers all of the shop's
        orders and deliveries, whichever client made them.

        **Problems.** Every answer that is not 2xx or 304 is `application/problem+json` (RFC 9457) with a stable `code`; `message` equals
        `detail`. Where members of the body are wrong, `errors` says what is wrong with each, by JSON pointer. Addresses that are none are
        answered `404` `not_found`, methods that an address does not know `405` `method_not_allowed` with `Allow`. What the server itself refuses before it
        looks at the address has an empty body: `400` (malformed HTTP, such as `%00` in the path), `408`, `414`, `431`, `505`.

        **Lists** are bare arrays of at most `limit` items, paged by key: follow `Link: <…>; rel="next"` while it is there. A page with a `Link` may have fewer
        items than `limit`, or none, and ends after about 1 MiB of JSON. A cursor fits its own filter alone.

        **Limits.** A body has at most 1 MiB (`413`) and is nested at most 32 levels deep; an order has 1 to 200 items of 1 to 10,000 copies. A
        client that sends more than it may is answered `429`, and where too much is waiting to be written `503`, both with `Retry-After`;
        after a `503` nothing was written. Where requests are limited, every answer to a client has `RateLimit-Policy` and `RateLimit` (an IETF draft: experimental), which tell its share and what is left of it.

        **Idempotency.** POSTs that take `Idempotency-Key` have one effect however often they are sent with it, also through a crash. The answer
        of the first time comes again, with `Idempotency-Replayed: true`. Keys are scoped to the client, on all addresses together, and kept at least 24 hours. Refunds, returns and withdrawals need one: without it the answer is `400` `idempotency_key_required`. Of a card number only the
        last four digits are compared: another card with the same ones under the same key is answered as the first one was. Use a new key for a new card.
        """;
}
