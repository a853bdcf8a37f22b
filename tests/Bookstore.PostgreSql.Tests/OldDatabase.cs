using System.Globalization;

namespace Bookstore.PostgreSql;

/// <summary>Databases as older versions of the store left them, made with the text of those versions.</summary>
internal static class OldDatabase
{
    /// <summary>One order in so many has a payment to capture, and another one is pending.</summary>
    public const int OneInSoMany = 100;

    /// <summary>Makes an empty schema of a version.</summary>
    public static async Task CreateAsync(string schema, int version)
    {
        for (var next = 1; next <= version; next++)
        {
            await TestServer.ExecuteAsync(Change(schema, next));
        }
    }

    /// <summary>What brings a schema from the version before to a version, in one go.</summary>
    public static string Change(string schema, int version)
    {
        var migration = Migration.To(version, schema);
        var slices = migration.Slices is { } plan ? $"{string.Concat(plan.Tables.Select(table => table.Write("true") + ";"))} {plan.Finish};" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{migration.Change}; {slices} INSERT INTO {schema}.schema_version (version) VALUES ({version})");
    }

    /// <summary>Fills a schema of version 1 with books and orders: most of them delivered, some with work left to do.</summary>
    public static async Task FillAsync(string schema, int orders, int books)
    {
        var isbns = string.Join(", ", Enumerable.Range(1, books).Select(number => Records.Isbn(number).ToInt64()));
        var at = Records.Time.UtcTicks;
        await TestServer.ExecuteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            CREATE TABLE {schema}.sold AS
            SELECT n, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id, ('01900000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid AS parcel,
                (ARRAY[{isbns}])[1 + n % {books}] AS isbn, n % {OneInSoMany} = 0 AS pending, n % {OneInSoMany} = 1 AS created
            FROM generate_series(1, {orders}) n;

            INSERT INTO {schema}.books SELECT isbn, 'Title', 'Author', 999, 'EUR' FROM unnest(ARRAY[{isbns}]) isbn;
            INSERT INTO {schema}.book_words SELECT field, 'author', isbn FROM unnest(ARRAY[{isbns}]) isbn, generate_series(0, 1) field;

            INSERT INTO {schema}.movements
            SELECT isbn, row_number() OVER moved, kind, on_hand, reserved, sum(on_hand) OVER moved, sum(reserved) OVER moved, cause, NULL, NULL, {at} FROM (
                SELECT isbn, 0 AS n, 1 AS kind, {orders} AS on_hand, 0 AS reserved, NULL::uuid AS cause FROM unnest(ARRAY[{isbns}]) isbn
                UNION ALL SELECT isbn, n, 2, 0, 1, id FROM {schema}.sold
                UNION ALL SELECT isbn, n, 4, -1, -1, id FROM {schema}.sold WHERE NOT pending AND NOT created) AS step
            WINDOW moved AS (PARTITION BY isbn ORDER BY n, kind);
            INSERT INTO {schema}.stock SELECT isbn, sum(on_hand_change), sum(reserved_change), count(*) FROM {schema}.movements GROUP BY isbn;
            INSERT INTO {schema}.holds SELECT id, isbn, 1 FROM {schema}.sold WHERE pending OR created;

            INSERT INTO {schema}.orders
            SELECT id, 'customer ' || n % 1000, 'EUR', 999, jsonb_build_array(jsonb_build_object('isbn', isbn, 'quantity', 1, 'unit_price_minor', 999)), '[]',
                CASE WHEN pending THEN 1 WHEN created THEN 2 ELSE 5 END, CASE WHEN pending THEN 1 WHEN created THEN 2 ELSE 3 END,
                CASE WHEN pending THEN NULL ELSE 'tx' END, NULL, CASE WHEN pending THEN NULL ELSE parcel END, NOT pending AND NOT created,
                {at}, {at}, 1, NULL, CASE WHEN pending OR created THEN {at} END, {at}, 0, CASE WHEN created THEN 1 END
            FROM {schema}.sold;
            INSERT INTO {schema}.deliveries
            SELECT parcel, id, '1 High Street', 'local', CASE WHEN created THEN 1 ELSE 4 END, NULL, {at}, {at}, CASE WHEN created THEN 1 END, CASE WHEN created THEN {at} END, 0
            FROM {schema}.sold WHERE NOT pending;
            INSERT INTO {schema}.reservations SELECT parcel, '[]', 4, {at}, {at} FROM {schema}.sold WHERE n % 10 = 0;
            INSERT INTO {schema}.idempotency_keys SELECT 'web', 'orders', n::text, id, id, NULL, {at} FROM {schema}.sold WHERE n % 10 = 0;
            DROP TABLE {schema}.sold
            """));
    }
}
